"""The registry of schedules, for lesson files, page and clips: every ``Kind`` by its name."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.schedules.decays import EXPONENTIAL, INVERSE_TIME, STEP_DECAY
from gdcore.schedules.kind import Kind, Setting
from gdcore.schedules.ramps import COSINE, LINEAR, ONE_CYCLE, RANGE_TEST
from gdcore.schedules.rates_listed import LIST
from gdcore.schedules.schedule import CONSTANT, Schedule, ones
from gdcore.schedules.spectral import CHEBYSHEV, INVERSE_EIGENVALUES, SILVER
from gdcore.text.language import tr, translatable
from gdcore.text.notation import rounded

STEADY = Kind(
    CONSTANT,
    translatable("constant rate"),
    "eta_k = eta",
    "rate",
    "The rates of every step: the same as a learning rate without a schedule",
    ones,
)
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        STEADY, STEP_DECAY, EXPONENTIAL, INVERSE_TIME, LINEAR, COSINE, ONE_CYCLE, RANGE_TEST, LIST,
        CHEBYSHEV, INVERSE_EIGENVALUES, SILVER,
    )
}  # fmt: skip


def settings_named(name: str) -> list[tuple[Kind, Setting]]:
    """Return the kinds that take a setting of this name, each with its own."""
    return [(kind, one) for kind in KINDS.values() for one in kind.settings if one.name == name]


def told(schedule: Schedule) -> str:
    """Return a schedule's name with its rates and those of its settings that are not the usual ones."""
    kind, rates, numbers = KINDS.get(schedule.name), schedule.learning_rate.tolist(), schedule.numbers
    unusual: list[str] = []
    if kind is not None:
        given = [one for one in kind.settings if not one.left_out and one.form != "rows"]
        named = [(one.name, numbers[one.name]) for one in given if numbers[one.name] != one.default]
        unusual = [f"{name.replace('_', ' ')}\N{NO-BREAK SPACE}{rounded(value)}" for name, value in named]
    parts = [*([] if kind is not None and set(rates) == {kind.rates_default} else [_eta(rates)]), *unusual]
    return f"{schedule_words(schedule)} ({', '.join(parts)})" if parts else schedule_words(schedule)


def _eta(rates: list[float]) -> str:
    shown = ", ".join(map(str, map(rounded, rates[:1] if len(set(rates)) == 1 else rates)))
    return f"η = {shown}".replace(" ", "\N{NO-BREAK SPACE}")


def schedule_words(schedule: Schedule) -> str:
    """Return a schedule's name in the current language; a user-defined one keeps its own."""
    return tr(KINDS[schedule.name].words) if schedule.name in KINDS else schedule.name.replace("_", " ")
