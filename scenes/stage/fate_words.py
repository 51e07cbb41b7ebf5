"""The sentences of a map of fates, beat by beat."""

from __future__ import annotations

from gdcore.text.language import later
from scenes.stage import claims
from scenes.stage.sentence import Beats, Sentence

SENTENCES: Beats = {
    "introduce": (
        Sentence(later("At the rate {rate} the run is {kind}."), claims.has_one_rate),
        Sentence(later("At the rates {rate} the run is {kind}.")),
    ),
    "sweep": (Sentence(later("Now every rate from 0 up. The colour tells the fate.")),),
    "cost": (
        Sentence(later("Too small is slow too: at both ends the steps needed explode."), claims.is_solvable_plain),
        Sentence(later("And how many steps does it take?")),
    ),
    "others": (Sentence(later("The other runs stand here.")),),
    "scan": (Sentence(later("Now every pair of rates: each cell is a run, its colour what became of it.")),),
    "edge": (
        Sentence(later("The edge between the fates is exact."), claims.is_solvable),
        Sentence(later("Between the fates runs an edge.")),
    ),
    "grow": (Sentence(later("Momentum moves the edge outward.")),),
}
