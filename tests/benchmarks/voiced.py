"""What a voice costs: the same clips narrated and silent, in seconds of computing for each second of film."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

from scenes.clip.quality import Quality
from tests.benchmarks.processes import valleyjump
from tests.benchmarks.report.rows import Row, missing

SLUGS = ("parabola-diverges", "slope-fit", "mse-halving")
WHAT, TARGET, MOST = "a narrated clip against a silent one, per second of film", "≤ 1.25×", 1.25
AIMED = "medium"
"""The quality that is to reach the target: what is built unless another is asked for. Speech costs the same at each."""


def voice_row(quality: Quality, folder: Path) -> Row:
    """Render the clips without the voice of Piper and with it, when it has said nothing before.

    No figures where Piper is not installed.
    """
    what, target = f"{WHAT}, at {quality.name}", TARGET if quality.name == AIMED else ""
    if find_spec("piper") is None:
        return missing("voice", what, target)
    (silent, quiet_s), (narrated, film_s) = (_rendered(voice, quality, folder) for voice in ("none", "piper"))
    ratio = (narrated / film_s) / (silent / quiet_s)
    notes = (
        (
            f"{len(SLUGS)} clips, {quiet_s:.0f} s silent and {film_s:.0f} s narrated: seconds of computing by all "
            f"processes, start of the command included; narrated, they take {narrated / silent:.2f}× as long as a whole"
        ),
    )
    detail = {"silent_cpu_s": silent, "silent_film_s": quiet_s, "narrated_cpu_s": narrated, "narrated_film_s": film_s}
    return Row(
        "voice", what, f"{narrated / film_s:.2f} s", f"{silent / quiet_s:.2f} s", ratio, target,
        ratio <= MOST if target else None, notes, detail,
    )  # fmt: skip


def _rendered(voice: str, quality: Quality, folder: Path) -> tuple[float, float]:
    """Return how long all processes computed for the clips, and how long these last, in seconds."""
    words = ("render", *SLUGS, "--quality", quality.name, "--voice", voice, "--no-cache", "--workers", "1")
    output = folder / f"{voice}-{quality.name}"
    ran = valleyjump(*words, "-o", output, cache=folder)
    clips = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["clips"]
    return ran.cpu_s, sum(float(clip["duration_s"]) for clip in clips.values())
