"""``make benchmark``: measure, print the table, write JSON."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gdcore.scenarios import catalogue
from scenes.clip.quality import QUALITIES, Quality
from tests.benchmarks import builds, many, sweep
from tests.benchmarks.clips import Timed, memory_row, render
from tests.benchmarks.report import page
from tests.benchmarks.report.machine import describe, in_words
from tests.benchmarks.report.rows import Row, as_text
from tests.benchmarks.stock import against_stock
from tests.benchmarks.voiced import voice_row
from valleyjump.rendering.executors import usable_cores
from valleyjump.store.identity import identity, source_digest

NAMES = ("surface", "curve", "build", "two", "unchanged", "changed", "memory", "many", "sweep", "voice")


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    quality: Quality
    n_pairs: int
    n_plays: int
    n_scenarios: int
    n_rates: int
    every_clip: bool
    narrated: tuple[str, ...]


FULL = Effort(QUALITIES["high"], 2, 1000, 1000, 512, every_clip=True, narrated=("medium", "draft"))
QUICK = Effort(QUALITIES["draft"], 1, 3, 200, 128, every_clip=False, narrated=("draft",))


@dataclass
class Benchmark:
    """A run of the benchmark; what one row measures serves others."""

    effort: Effort
    folder: Path
    clips: list[Timed] = field(default_factory=list)
    whole: list[builds.Whole] = field(default_factory=list)

    def rows(self, names: Sequence[str]) -> Iterator[Row]:
        """Measure row by row."""
        for name in NAMES:
            if name in names:
                began = time.perf_counter()
                yield from getattr(self, f"_{name}")()
                print(f"{name}: measured in {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)

    def _surface(self) -> list[Row]:
        effort = self.effort
        pairs = against_stock.surface_pairs(effort.quality, effort.n_pairs, effort.n_plays)
        self.clips += [pair.ours for pair in pairs]
        return against_stock.surface_rows(pairs)

    def _curve(self) -> list[Row]:
        pairs = against_stock.curve_pairs(self.effort.quality, self.effort.n_pairs)
        self.clips += [pair.ours for pair in pairs]
        return [against_stock.curve_row(pairs)]

    def _build(self) -> list[Row]:
        self.whole = [self._whole(i) for i in range(self.effort.n_pairs)]
        return [builds.whole_row(self.whole)]

    def _whole(self, number: int) -> builds.Whole:
        folder = self.folder / f"whole-{number}"
        folder.mkdir()
        return builds.whole(self.effort.quality, folder, usable_cores())

    def _two(self) -> list[Row]:
        return builds.pair_rows(self.effort.quality, self.folder, self.effort.n_pairs)

    def _unchanged(self) -> list[Row]:
        if not self.whole:
            self.whole = [self._whole(0)]
        return [builds.unchanged_row(self.effort.quality, self.folder / "whole-0", 3)]

    def _changed(self) -> list[Row]:
        return [builds.changed_row(self.folder)]

    def _memory(self) -> list[Row]:
        known = {clip.slug for clip in self.clips}
        others = [s.slug for s in catalogue() if s.slug not in known] if self.effort.every_clip else []
        self.clips += [render(slug, self.effort.quality) for slug in others]
        peak = max((one.build.peak_bytes for one in self.whole), default=None)
        return [memory_row(self.clips, peak)] if self.clips else []

    def _many(self) -> list[Row]:
        return [many.many_row(self.effort.n_scenarios)]

    def _sweep(self) -> list[Row]:
        return [sweep.sweep_row(self.effort.n_rates)]

    def _voice(self) -> list[Row]:
        return [voice_row(QUALITIES[name], self.folder) for name in self.effort.narrated]


def measure(effort: Effort, names: Sequence[str] = NAMES) -> dict[str, Any]:
    """Measure and return the report; the rows are printed when all are there."""
    before, machine = source_digest("gdcore", "scenes", "valleyjump"), describe()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        benchmark = Benchmark(effort, Path(folder))
        rows = list(benchmark.rows(names))
    print(f"\n{in_words(machine)}; quality {effort.quality.name}\n\n{as_text(rows)}")
    if source_digest("gdcore", "scenes", "valleyjump") != before:
        print("\nThe source changed while this was measured: measure again.", file=sys.stderr)
    return {
        "machine": machine,
        "quality": effort.quality.name,
        "identity": dict(identity()),
        "rows": [row.plain() for row in rows],
        "clips": {c.slug: {"seconds": c.seconds, "bytes": c.bytes, "frames": c.frames} for c in benchmark.clips},
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, and write."""
    parser = argparse.ArgumentParser(prog="make benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="draft quality and fewer samples, under 90 s")
    parser.add_argument("--json", type=Path, default=Path("build/benchmark.json"), metavar="FILE", help="the report")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="ROW", help=", ".join(NAMES))
    parser.add_argument("--record", action="store_true", help="put the table into docs/benchmark.md")
    chosen = parser.parse_args(arguments)
    report = measure(QUICK if chosen.quick else FULL, chosen.only)
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if chosen.record:
        page.show(report)


if __name__ == "__main__":
    main()
