"""What a catalogue of 10,000 clips costs on 1, 10 and 100 machines, simulated from measured clip times and sizes.

``python -m tests.benchmarks.catalogue build/benchmark.json``, where ``make benchmark`` has written that file.

The model: every machine renders one clip a core, the longest first. Every finished clip crosses the one network link of
the building machine and is then put away there, one after the other. What it leaves out: machines of different speed,
the start of the workers, and the joining of an explainer of hours, which one machine does at the end.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

N_CLIPS = 10_000
MACHINES = (1, 10, 100, 1000)
LINK_BYTES_PER_S = 125e6
"""Gigabit Ethernet."""
PUT_AWAY_S = 0.008
"""What the building machine does for a clip, where the report has no measured time for it."""


@dataclass(frozen=True)
class Measured:
    """Render times in seconds and sizes in bytes, by clip, and what a clip costs the building machine, in seconds."""

    clips: tuple[tuple[float, float], ...]
    put_away_s: float
    cores: int

    @classmethod
    def of(cls, report: dict[str, Any]) -> Measured:
        """Return what a benchmark's report says. Raises ``ValueError`` for one without clips."""
        clips = tuple((float(clip["seconds"]), float(clip["bytes"])) for clip in report["clips"].values())
        if not clips:
            raise ValueError("the report has no clips: run the whole benchmark")
        builds = [row["detail"]["builds"][-1] for row in report["rows"] if row["name"] == "many"]
        put_away_s = builds[0]["building_s"] / builds[0]["n"] if builds else PUT_AWAY_S
        return cls(clips, put_away_s, int(report["machine"]["cores"]))

    def serial_s(self, n_bytes: float) -> float:
        """Return the seconds in which the building machine can do nothing else, for one clip."""
        return n_bytes / LINK_BYTES_PER_S + self.put_away_s

    @property
    def most_machines(self) -> float:
        """From so many machines on, the building machine is always busy."""
        render_s = sum(seconds for seconds, _ in self.clips)
        return render_s / self.cores / sum(self.serial_s(n_bytes) for _, n_bytes in self.clips)


@dataclass(frozen=True)
class Cost:
    """A whole catalogue: wall time, and how much of it the building machine works."""

    machines: int
    wall_s: float
    busy: float

    @property
    def machine_hours(self) -> float:
        """Machines times hours."""
        return self.machines * self.wall_s / 3600.0


def simulate(measured: Measured, machines: int, n_clips: int = N_CLIPS) -> Cost:
    """Return what ``n_clips`` clips cost that are, in turn, like the measured ones."""
    clips = sorted(islice(cycle(measured.clips), n_clips), reverse=True)
    free_s = [0.0] * min(machines * measured.cores, n_clips)
    finished = []
    for seconds, n_bytes in clips:
        done_s = heapq.heappop(free_s) + seconds
        heapq.heappush(free_s, done_s)
        finished.append((done_s, measured.serial_s(n_bytes)))
    wall_s = work_s = 0.0
    for done_s, serial_s in sorted(finished):
        wall_s = max(wall_s, done_s) + serial_s
        work_s += serial_s
    return Cost(machines, wall_s, work_s / wall_s)


def table(measured: Measured, n_clips: int = N_CLIPS) -> str:
    """Return the costs as a Markdown table, and a sentence on where adding machines ends."""
    costs = [simulate(measured, machines, n_clips) for machines in MACHINES]
    lines = ["| machines | wall time | machine-hours | speed-up | the building machine is busy |", "| --: " * 5 + "|"]
    lines += [
        f"| {cost.machines} | {_time(cost.wall_s)} | {cost.machine_hours:.1f} | "
        f"{costs[0].wall_s / cost.wall_s:.1f}× | {cost.busy:.0%} |"
        for cost in costs
    ]
    mean_bytes = sum(n_bytes for _, n_bytes in measured.clips) / len(measured.clips)
    lines += [
        "",
        f"It stops scaling at about {measured.most_machines:.0f} machines of {measured.cores} cores: a clip of",
    ]
    lines += [
        f"{mean_bytes / 1e6:.1f} MB takes the building machine {measured.serial_s(mean_bytes) * 1e3:.0f} ms, whoever"
    ]
    lines += ["renders it: its network link and its disk are then always busy."]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds / 3600.0:.1f} h" if seconds >= 3600.0 else f"{seconds / 60.0:.1f} min"


def main(words: Sequence[str]) -> None:
    """Print the table for the report named on the command line."""
    report = json.loads(Path(words[0] if words else "build/benchmark.json").read_text(encoding="utf-8"))
    print(table(Measured.of(report)))


if __name__ == "__main__":
    main(sys.argv[1:])
