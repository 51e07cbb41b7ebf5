"""``Kind``: a schedule's metadata beside its arithmetic: names, settings with their limits, formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array
from gdcore.errors import InputError
from gdcore.schedules.schedule import Schedule, Steps, usable

MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class Setting:
    """A number that a schedule takes besides its rates.

    ``doc`` describes it in the lesson reference, without a full stop; ``ge``, ``gt``, ``le`` and ``lt`` are its bounds.
    It is ``needed``, or there is a ``default``, or ``left_out`` says what stands for it in a lesson, which follows from
    the curvatures or, by ``of_steps``, from the steps of the run. ``form`` is "rows" for a list of numbers, or
    one list per parameter.
    """

    name: str
    doc: str
    needed: str = ""
    default: float | bool | None = None
    left_out: str = ""
    of_steps: Callable[[int], int] | None = None
    form: Literal["number", "whole", "yes or no", "rows"] = "number"
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    lt: float | None = None

    def checked(self, value: Any) -> Any:
        """Return a value as plain numbers. Raises ``InputError`` where it is out of bounds."""
        numbers = np.asarray(value)
        able = numbers.size > 0 and numbers.dtype.kind in "bif" and bool(np.isfinite(numbers).all())
        for bound, sign, holds in (
            (self.ge, ">=", np.greater_equal),
            (self.gt, ">", np.greater),
            (self.le, "<=", np.less_equal),
            (self.lt, "<", np.less),
        ):
            if not able or (bound is not None and not holds(numbers, bound).all()):
                wanted = "finite numbers" if bound is None else f"{sign} {bound:g}"
                raise InputError(f"{self.name}: must be {wanted}, got {value}")
        if self.form == "rows":
            return tuple(map(tuple, numbers.tolist())) if numbers.ndim == 2 else tuple(numbers.tolist())
        if numbers.ndim or (self.form == "whole" and numbers != np.floor(numbers)):
            raise InputError(f"{self.name}: expected a {'whole ' * (self.form == 'whole')}number, got {value}")
        return {"number": float, "whole": int, "yes or no": bool}[self.form](value)


@dataclass(frozen=True)
class Kind:
    """A schedule by name, for any values of its settings.

    The arithmetic is ``multiple(k, **settings)``, what the steps ``(m,)`` multiply the rates by, ``(m, 1)``; or
    ``cycle(**settings)``, a list of that, ``(n,)`` or with a column per parameter, which begins anew after its end.
    ``words`` is the name that readers see, ``formula`` the rate of step k in Typst mathematics, without warm-up and
    floor. ``rates`` names the field of the rates in a lesson, described by ``doc``; ``rates_default`` is what stands
    for them.
    ``of_eigenvalues`` returns the settings that follow from the eigenvalues of diag(rate) H ``(d,)``, all above 0,
    descending, where they are not given.
    """

    name: str
    words: str
    formula: str
    rates: str
    doc: str
    multiple: Callable[..., Array] | None = None
    cycle: Callable[..., ArrayLike] | None = None
    settings: tuple[Setting, ...] = ()
    rates_default: float | None = None
    of_eigenvalues: Callable[[Array], Mapping[str, Any]] | None = field(default=None, repr=False)
    check: Callable[..., None] = field(default=lambda **_numbers: None, repr=False)

    def made(self, learning_rate: ArrayLike, **given: Any) -> Schedule:
        """Return the schedule of rates ``(d,)`` with these settings.

        Raises ``InputError`` for what is out of bounds or missing, with the name of the setting in front.
        """
        numbers = {one.name: one.checked(given.get(one.name, one.default)) for one in self.settings}
        self.check(**numbers)
        rates = usable(learning_rate)
        if self.cycle is None:
            assert self.multiple is not None
            return Schedule(self.name, rates, partial(self.multiple, **numbers), numbers)
        rows = np.asarray(self.cycle(**numbers), dtype=np.float64)
        rows = rows.reshape(len(rows), -1)
        if rows.shape[1] not in (1, rates.shape[-1]):
            place = self.settings[0].name
            raise InputError(f"{place}: expected a number a step, or {rates.shape[-1]}, got {rows.shape[1]}")
        return Schedule(self.name, rates, partial(_cycled, rows), numbers)


def _cycled(rows: Array, k: Steps) -> Array:
    return np.asarray(rows[k % len(rows)])


def steps_of_run(least: int) -> Setting:
    """Return the setting that a lesson fills in with the steps of its run."""
    doc = "After how many steps it has come to its end"
    return Setting("steps", doc, left_out="the steps of the run", of_steps=int, form="whole", ge=least, le=MOST_STEPS)
