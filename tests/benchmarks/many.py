"""A thousand scenarios in one build, everything real but the rendering: a tiny ready-made clip stands in for each."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.builds import LESSON
from tests.benchmarks.floor import BareEncoder
from tests.benchmarks.processes import alone, own_peak_bytes
from tests.benchmarks.report.rows import Row

PADDING_BYTES = 100_000
"""Each stand-in is so large, in order that clips held in memory would be seen."""
LIMIT_S, FEW = 5.0, 10
"""Memory is compared with a build of a tenth as many."""


@dataclass(frozen=True)
class Counted:
    """One build: seconds for reading and planning, for all of the build but the stand-in, and the peak of memory."""

    n: int
    planning_s: float
    building_s: float
    standing_in_s: float
    peak_bytes: int

    @property
    def seconds(self) -> float:
        """Everything over the rendering itself."""
        return self.planning_s + self.building_s


def many_row(n: int) -> Row:
    """Build ``n`` scenarios, and a tenth of them for comparison, each in a process of its own."""
    tiny = alone(_tiny_clip)
    few, many = alone(_counted, max(1, n // FEW), tiny), alone(_counted, n, tiny)
    per_clip = (many.peak_bytes - few.peak_bytes) / (n - few.n)
    fine = many.seconds <= LIMIT_S and per_clip <= PADDING_BYTES / 2
    measured = f"{many.seconds:.2f} s, {(many.peak_bytes - few.peak_bytes) / 1e6:+.0f} MB"
    what, target = f"{n} scenarios in one build, over the rendering itself", f"≤ {LIMIT_S:g} s, memory flat"
    notes = (_times(many), f"memory of the building process: {_memory(few, many)}: {per_clip / 1e3:.1f} kB a clip more")
    return Row("many", what, measured, "", None, target, fine, notes, {"builds": [asdict(few), asdict(many)]})


def _times(many: Counted) -> str:
    return (
        f"a ready-made clip of {PADDING_BYTES / 1e3:.0f} kB stands in for each; reading and planning takes "
        f"{many.planning_s:.2f} s, the build without the stand-in {many.building_s:.2f} s, page and explainer included"
    )


def _memory(*builds: Counted) -> str:
    return ", ".join(f"{build.peak_bytes / 1e6:.0f} MB for {build.n} scenarios" for build in builds)


def _tiny_clip() -> bytes:
    """Return a video of one small frame, encoded like every clip, and padded."""
    encoder = BareEncoder(64, 36, 15)
    encoder.convert(np.zeros((36, 64, 4), np.uint8))
    encoder.encode()
    encoder.close()
    # A "free" box is room that every reader of MP4 skips.
    return encoder.target.getvalue() + (PADDING_BYTES + 8).to_bytes(4, "big") + b"free" + bytes(PADDING_BYTES)


def _counted(n: int, tiny: bytes) -> Counted:
    from scenes.clip.quality import QUALITIES
    from valleyjump.build.build import build
    from valleyjump.build.plan import Plan
    from valleyjump.command.selection import select
    from valleyjump.rendering.progress import PlainLines
    from valleyjump.store.cache import opened
    from valleyjump.store.identity import identity

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stand_in, file = _StandIn(folder, tiny), folder / "lesson.toml"
        rates = np.linspace(0.1, 0.9, n)
        file.write_text("".join(LESSON.format(slug=f"rate-{i}", rate=rate) for i, rate in enumerate(rates)))
        began = time.perf_counter()
        lesson, out = select([file]).lesson, folder / "out"
        plan = Plan(
            scenarios=lesson.scenarios,
            drafts=lesson.drafts,
            lesson=lesson,
            quality=QUALITIES["draft"],
            identity=identity(),
            folder=out,
        )
        planned = time.perf_counter()
        build(plan, PlainLines(StringIO(), n), stand_in.open_pool, opened(folder / "cache", "10GB"))
        built = time.perf_counter()
    return Counted(n, planned - began, built - planned - stand_in.seconds, stand_in.seconds, own_peak_bytes())


class _StandIn:
    """Hands out the same small clip for every job, in the form in which a worker would return it."""

    def __init__(self, folder: Path, tiny: bytes) -> None:
        self.files = {kind: folder / f"tiny.{kind}" for kind in ("mp4", "png")}
        for file in self.files.values():  # nothing looks into a poster
            file.write_bytes(tiny)
        self.seconds = 0.0

    def clip(self, slug: str) -> bytes:
        """Return the archive of a clip."""
        from scenes.clip.clip import Clip
        from scenes.clip.cue import Cue
        from valleyjump.store.clip_archive import pack

        return pack(Clip(slug, self.files, 1 / 15, 1, 64, 36, 15, (Cue(0.0, 1 / 15, "A clip."),)))

    @contextmanager
    def open_pool(self, _scratch: Path, _n_clips: int) -> Iterator[Any]:
        """Open an executor that does the work at once."""
        from valleyjump.rendering.executors import RenderPool, Report

        stand_in = self

        class AtOnce(RenderPool):
            def submit(self, _task: Callable[..., Any], job: Any, /, *_rest: Any, **_named: Any) -> Future[Any]:
                began, future = time.perf_counter(), Future[Any]()
                future.set_result(stand_in.clip(job.scenario.slug))
                stand_in.seconds += time.perf_counter() - began
                return future

            def capacity(self) -> int:
                return 3

            def reports(self) -> list[Report]:
                return []

        yield AtOnce()
