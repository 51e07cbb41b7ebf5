"""Builds by the program's own command: against the floor, on two cores, unchanged, and with one number changed."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from scenes.clip.quality import Quality
from tests.benchmarks.floor import Encoded, encode_all, on_cores
from tests.benchmarks.processes import CAN_PIN, Ran, run, valleyjump
from tests.benchmarks.report.rows import Row

PAIR = ("parabola-converges", "parabola-diverges")
"""Two clips that take equally long."""
SPREAD = (
    (
        "start of the command and its processes included; a clip rendered alone paints on one core and encodes on the "
        "other, so that the two in turn are not bound to one core either"
    ),
)
RENDERED = re.compile(r"clip \d+ of \d+: ([a-z0-9-]+): \d+ frames")
IMPORTED = """
import sys
from valleyjump.cli import main
status = main(sys.argv[1:])
sys.exit(status or (17 if "manim" in sys.modules else 0))
"""
LESSON = """
[[scenario]]
slug = "{slug}"
title = "A parabola"
objective = "parabola"
start = {{ x = -1 }}
learning_rate = {rate}
steps = 2
view = "curve"
"""


@dataclass(frozen=True)
class Whole:
    """A whole build from nothing, and the floor of its clips."""

    build: Ran
    floor: tuple[Encoded, ...]
    cores: int

    @property
    def floor_s(self) -> float:
        """The wall time of the bare encoder on all cores."""
        return on_cores([clip.seconds for clip in self.floor], self.cores)

    @property
    def encoding_s(self) -> float:
        """The same without the conversion from RGBA."""
        return on_cores([clip.encoding_s for clip in self.floor], self.cores)

    @property
    def ratio(self) -> float:
        """How many times longer than the floor the build takes."""
        return self.build.seconds / self.floor_s


def whole(quality: Quality, folder: Path, cores: int) -> Whole:
    """Build everything into ``folder``/build with an empty cache in ``folder``/cache, then measure the floor."""
    built = valleyjump(
        "build", "--quality", quality.name, "-o", folder / "build", "--workers", str(cores), cache=folder / "cache"
    )
    clips = sorted((folder / "build" / "clips").glob("*.mp4"))
    return Whole(built, tuple(encode_all(clips, quality.fps, cores)), cores)


def whole_row(measured: Sequence[Whole]) -> Row:
    """Return the row for a whole build against the floor."""
    first, ratio = measured[0], median(one.ratio for one in measured)
    bare = median(one.build.seconds / one.encoding_s for one in measured)
    frames, converted = sum(c.frames for c in first.floor), sum(c.converted for c in first.floor)
    notes = (
        (
            f"everything from the command's start to its end, with an empty cache: {len(first.floor)} clips, {frames} "
            f"frames, page and explainer. The floor takes the frames of the built clips from memory, with the same "
            f"encoder settings, on {first.cores} cores, longest clip first; {converted} frames are converted from RGBA "
            f"to yuv420p, repeats are not; neither decoding nor painting nor writing to disk is counted"
        ),
        f"against the encoder without the conversion from RGBA: {bare:.2f}×",
    )
    return Row(
        "build", "a whole build against the floor",
        _s(median(one.build.seconds for one in measured)), _s(median(one.floor_s for one in measured)),
        ratio, "≤ 1.5×", ratio <= 1.5, notes, {"runs": [asdict(one) for one in measured]},
    )  # fmt: skip


def pair_rows(quality: Quality, folder: Path, n_pairs: int) -> list[Row]:
    """Render two clips with one process and with two, in turn; and with one on a single core."""
    words = ("render", *PAIR, "--quality", quality.name, "--no-cache", "-o", folder / "two", "--workers")
    measured = [
        (
            valleyjump(*words, "1", cache=folder).seconds,
            valleyjump(*words, "2", cache=folder).seconds,
            valleyjump(*words, "1", cache=folder, one_core=True).seconds if CAN_PIN else None,
        )
        for _ in range(n_pairs)
    ]
    in_turn, at_once, on_one_core = zip(*measured, strict=True)
    strict = _pair_row("two", "two clips on two cores against the two in turn", at_once, in_turn, SPREAD)
    if not CAN_PIN:
        return [strict]
    return [strict, _pair_row("two-one", "… in turn on one core", at_once, on_one_core, ())]


def _pair_row(name: str, what: str, at_once: Sequence[float], in_turn: Sequence[float], notes: tuple[str, ...]) -> Row:
    ratio = median(slow / quick for slow, quick in zip(in_turn, at_once, strict=True))
    detail = {"at_once_s": at_once, "in_turn_s": in_turn}
    return Row(name, what, _s(median(at_once)), _s(median(in_turn)), ratio, "≥ 1.8×", ratio >= 1.8, notes, detail)


def unchanged_row(quality: Quality, folder: Path, n_runs: int) -> Row:
    """Build once more what ``whole`` has built into ``folder``."""
    words = ("build", "--quality", quality.name, "-o", str(folder / "build"))
    seconds = [valleyjump(*words, cache=folder / "cache").seconds for _ in range(n_runs)]
    try:
        told = run([sys.executable, "-c", IMPORTED, *words], folder / "cache").errors
        imported = False
    except RuntimeError as error:
        told, imported = str(error), "status 17" in str(error)
        if not imported:
            raise
    fine = median(seconds) <= 0.5 and not imported and not RENDERED.search(told)
    notes = (f"manim {'is' if imported else 'is not'} imported; start of the command included",)
    detail = {"seconds": seconds, "manim_imported": imported, "rendered": RENDERED.findall(told)}
    return Row("unchanged", "an unchanged build", _s(median(seconds)), "", None, "≤ 0.5 s", fine, notes, detail)


def changed_row(folder: Path) -> Row:
    """Build three clips, change one learning rate, and build again."""
    file, output, cache = folder / "lesson.toml", folder / "lesson", folder / "lesson-cache"
    words = ("build", file, "-o", output, "--quality", "draft")
    told, pages = [], []
    for rate in (0.8, 0.9):
        file.write_text("".join(LESSON.format(slug=f"rate-{i}", rate=r) for i, r in enumerate((0.3, rate, 1.1))))
        told.append(RENDERED.findall(valleyjump(*words, cache=cache).errors))
        pages.append(hashlib.sha256((output / "index.html").read_bytes()).hexdigest())
    fine = sorted(told[0]) == ["rate-0", "rate-1", "rate-2"] and told[1] == ["rate-1"] and pages[0] != pages[1]
    measured = f"{len(told[1])} of {len(told[0])} clips, page {'rewritten' if pages[0] != pages[1] else 'unchanged'}"
    what, detail = "one scenario’s number changed", {"rendered": told, "page_changed": pages[0] != pages[1]}
    return Row("changed", what, measured, "", None, "that clip, the page", fine, (), detail)


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"
