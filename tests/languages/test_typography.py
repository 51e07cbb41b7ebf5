"""What readers see is set as in a book."""

from __future__ import annotations

import re

from tests.languages.collected import collected

STRAIGHT = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?= )")


def test_apostrophes_are_typographic() -> None:
    messages = [message.id for message in collected() if message.id]
    texts = [text for one in messages for text in ([one] if isinstance(one, str) else one)]
    assert len(texts) > 400
    assert [text for text in texts if STRAIGHT.search(text)] == []
