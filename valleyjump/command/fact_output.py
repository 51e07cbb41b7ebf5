"""What may be said of a run, as ``facts`` prints it: the beats of its clip, and the facts that stand in braces."""

from __future__ import annotations

from gdcore.faults import in_one_line
from gdcore.narration.beats import beats_of
from gdcore.narration.fact_meanings import meaning_of
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario


def fact_listing(scenario: Scenario) -> str:
    """Return the beats in a line, then a line for each fact: its name, its value in this run, what it means."""
    rows = []
    for name, value in facts(scenario).items():
        meaning = meaning_of(name)
        rows.append((f"{{{name}}}", in_one_line(value), meaning.text if meaning else ""))
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    lines = [f"{name:<{widths[0]}}  {value:<{widths[1]}}  {text}".rstrip() for name, value, text in rows]
    return "\n".join([f"beats: {', '.join(beats_of(scenario))}", "", *lines, ""])
