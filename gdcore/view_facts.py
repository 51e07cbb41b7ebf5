"""What the sentences of one view need beyond the facts of its runs: a function a view."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gdcore.scenario import Scenario

ViewFacts = Callable[[Scenario], dict[str, str]]

OF_VIEW: Mapping[str, ViewFacts] = {}
