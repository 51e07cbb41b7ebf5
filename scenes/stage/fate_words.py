"""The sentences of a map of fates, beat by beat."""

from __future__ import annotations

from gdcore.studies.edges import solvable
from gdcore.text.language import translatable
from scenes.stage import claims
from scenes.stage.sentence import Beats, Sentence

SENTENCES: Beats = {
    "introduce": (
        Sentence(translatable("At the rate {rate} the run is {kind}."), claims.has_one_rate),
        Sentence(translatable("At the rates {rate} the run is {kind}.")),
    ),
    "sweep": (Sentence(translatable("Now every rate from 0 up. The colour tells the fate.")),),
    "cost": (
        Sentence(
            translatable("Too small is slow too: at both ends the steps needed explode."),
            claims.both(solvable, claims.is_plain),
        ),
        Sentence(translatable("And how many steps does it take?")),
    ),
    "others": (Sentence(translatable("The other runs stand here.")),),
    "scan": (Sentence(translatable("Now every pair of rates: each cell is a run, its colour what became of it.")),),
    "edge": (
        Sentence(translatable("The edge between the fates is exact."), solvable),
        Sentence(translatable("Between the fates runs an edge.")),
    ),
}
