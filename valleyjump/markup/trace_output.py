"""The numbers of a run as text: a table to read, CSV for a spreadsheet, JSON for programs; and what is said of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.faults import in_one_line
from gdcore.narration.beats import beats_of
from gdcore.narration.fact_meanings import meaning_of
from gdcore.narration.facts import facts
from gdcore.run_bytes import FAST
from gdcore.scenario import Scenario
from gdcore.trace import thinned_trace, trace


def as_json(scenario: Scenario) -> str:
    """Return the published trace as one line of JSON."""
    return json.dumps(trace(scenario), allow_nan=False) + "\n"


def packed_json(scenario: Scenario) -> bytes:
    """Return the published trace, packed by gzip."""
    return gzip.compress(as_json(scenario).encode(), FAST, mtime=0)


def thinned_json(scenario: Scenario, whole: str) -> str:
    """Return the trace with some iterates of a long run as one line of JSON; ``whole`` is the file that has all."""
    return json.dumps(thinned_trace(scenario, whole), allow_nan=False) + "\n"


def as_csv(scenario: Scenario) -> str:
    """Return a header and a row for each iterate, in full double precision."""
    run = scenario.trajectory
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["k", *run.objective.parameters, "loss"])
    for k, (point, loss) in enumerate(zip(run.iterates.tolist(), run.losses.tolist(), strict=True)):
        rows.writerow([k, *(value + 0.0 for value in point), loss + 0.0])  # no minus before 0
    return text.getvalue()


def as_table(scenario: Scenario) -> str:
    """Return what the run was and came to, then an aligned row for each iterate, with eight digits."""
    run = scenario.trajectory
    names = run.objective.parameters
    rows = [
        [f"{k:,}", *(f"{value:z.8g}" for value in point), f"{loss:z.8g}"]
        for k, (point, loss) in enumerate(zip(run.iterates.tolist(), run.losses.tolist(), strict=True))
    ]
    about = "".join(f"{name:<18}{value}\n" for name, value in _about(scenario))
    return f"{about}\n{aligned([['k', *names, 'loss'], *rows], to_right=True)}"


def listing(scenarios: Iterable[Scenario]) -> str:
    """Return a line for each scenario: slug, view, method, verdict, title."""
    return aligned([[s.slug, s.view, s.method.name, s.verdict.kind, in_one_line(s.title)] for s in scenarios])


def fact_listing(scenario: Scenario) -> str:
    """Return the beats of a clip in a line, then one for each fact: its name, its value in this run, what it means."""
    rows = []
    for name, value in facts(scenario).items():
        meaning = meaning_of(name)
        rows.append([f"{{{name}}}", in_one_line(value), meaning.text if meaning else ""])
    return f"beats: {', '.join(beats_of(scenario))}\n\n{aligned(rows)}"


def aligned(rows: Sequence[Sequence[str]], *, to_right: bool = False) -> str:
    """Return rows of cells as lines whose columns stand under each other, two spaces apart."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.rjust(width) if to_right else cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _about(scenario: Scenario) -> list[tuple[str, str]]:
    run, verdict = scenario.trajectory, scenario.verdict
    shown: dict[str, object] = {
        "slug": scenario.slug,
        "objective": run.objective.name,
        "method": run.method.name,
        **run.method.hyperparameters,
        "learning_rate": _rates(run),
        "steps": f"{run.n_steps:,}, stopped by {run.stopped}",
        "verdict": verdict.kind + (", overshoots" if verdict.overshoots else ""),
        "measured_factor": _short(verdict.measured_factor),
        "predicted_factor": _short(verdict.predicted_factor),
    }
    if verdict.stability_limit is not None:
        shown["stability_limit"] = _named(run.objective.parameters, verdict.stability_limit.tolist())
    return [(name, str(value)) for name, value in shown.items()]


def _rates(run: Trajectory) -> str:
    """Return the rates, or under a schedule those of the first and the last step."""
    names, schedule = run.objective.parameters, run.method.schedule
    if schedule.is_constant:
        return _named(names, schedule.learning_rate.tolist())
    first, last = schedule.rate(np.array([0, max(run.n_steps - 1, 0)])).tolist()
    return f"{schedule.name}, from {_named(names, first)} to {_named(names, last)}"


def _named(names: Sequence[str], values: Sequence[float]) -> str:
    return ", ".join(f"{name} {value:z.6g}" for name, value in zip(names, values, strict=True))


def _short(value: float | None) -> str:
    return "unknown" if value is None else f"{value:z.6g}"


FORMATS: Mapping[str, Callable[[Scenario], str]] = {"table": as_table, "csv": as_csv, "json": as_json}
