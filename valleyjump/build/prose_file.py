"""``prose.json``: what a lesson says around its clips, for packages, which have no runs to take numbers from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gdcore.lesson.lesson import Lesson
from gdcore.lesson.prose_checks import Text, texts_of
from gdcore.prose.pictures import Picture
from gdcore.scenario import Scenario
from valleyjump.page.prose import linked_files

NAME = "prose.json"
MESSAGES = "messages.mo"
"""The messages of a language that is not shipped, for whoever packs the build."""
FORMAT = 1


@dataclass(frozen=True)
class TextsAround:
    """The texts of a lesson above and below one clip."""

    before: Text
    after: Text

    @property
    def files(self) -> set[str]:
        """The names of all pictures in both texts, and of the files that these link to, which may not be there."""
        texts = (self.before, self.after)
        shown = {picture.name for text in texts for picture in text.pictures.values()}
        return shown.union(*(linked_files(text.markdown) for text in texts))


def prose_json(lesson: Lesson, scenarios: Iterable[Scenario]) -> str:
    """Return all texts of a lesson in the order of ``scenarios``, with the values and the pictures that they name."""
    texts = ((scenario.slug, texts_of(lesson, scenario)) for scenario in scenarios)
    found = [{"slug": slug, "before": _plain(before), "after": _plain(after)} for slug, (before, after) in texts]
    return json.dumps({"format": FORMAT, "prose": found}, indent=1, ensure_ascii=False) + "\n"


def read_prose(content: bytes) -> Mapping[str, TextsAround]:
    """Return the texts by the slug of their clip."""
    return {
        each["slug"]: TextsAround(_text(each["before"]), _text(each["after"])) for each in json.loads(content)["prose"]
    }


def _plain(text: Text) -> dict[str, Any]:
    pictures = {address: [shown.name, shown.width, shown.height] for address, shown in text.pictures.items()}
    return {"markdown": text.markdown, "facts": dict(text.facts), "pictures": pictures}


def _text(plain: Mapping[str, Any]) -> Text:
    pictures = {address: Picture(*shown) for address, shown in plain["pictures"].items()}
    return Text(plain["markdown"], plain["facts"], pictures)
