"""What each kind of file is called."""

from __future__ import annotations

from scenes.clip.clip import JOINTS
from scenes.clip.formats import ALWAYS, EXTRA, ending, extra


def test_no_two_kinds_have_the_same_name_nor_one_that_lies_beside_every_clip() -> None:
    kinds = [*ALWAYS, *EXTRA, *JOINTS]
    assert len({*map(ending, kinds), "vtt", "json"}) == len(kinds) + 2


def test_what_is_made_anyway_is_not_extra() -> None:
    assert extra(["pdf", "mp4", "webm", "png", "pdf"]) == ("webm", "pdf")
