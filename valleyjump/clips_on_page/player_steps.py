"""Which iterate of a run is seen in which frame of its clip, for the player."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.text.notation import rounded
from scenes.clip.clip import Clip
from valleyjump.clips_on_page.iterates import SIGNIFICANT


def steps_seen(scenario: Scenario, clip: Clip) -> str:
    """Return what the player needs to follow a clip in the table, in little room: entries between semicolons.

    An entry is about an iterate and has, between spaces, the frame from which on it is seen and its ``k``, each
    counted from those of the entry before, and its loss.
    """
    losses = scenario.trajectory.losses
    seen = [(round(time_s * clip.fps), k) for time_s, k in clip.steps]
    before = [(0, 0), *seen]
    return ";".join(
        f"{frame - last_frame} {k - last_k} {_compact(losses[k])}"
        for (last_frame, last_k), (frame, k) in zip(before, seen, strict=False)
    )


def _compact(value: float) -> str:
    """Return a number as the table rounds it, its power of ten behind an e: 4.552e12."""
    number = rounded(float(value), SIGNIFICANT)
    return number.written if number.exponent is None else f"{number.written}e{number.exponent}"
