"""The key of a scenario’s clip at draft quality."""

from __future__ import annotations

from gdcore.scenario import Scenario
from scenes.clip.quality import QUALITIES
from valleyjump.build.keys import clip_key

OURS = {"valleyjump": "1.0", "source": "abc", "manim": "0.22"}
DRAFT = QUALITIES["draft"]


def key(scenario: Scenario) -> str:
    return clip_key(scenario, DRAFT, OURS)
