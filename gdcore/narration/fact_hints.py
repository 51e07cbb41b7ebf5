"""Which fact of a run was meant by a name that is none, with what it is: the first and the last of a series first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gdcore.faults import close_to, in_one_line

USUAL = ("steps", "rate", "loss_0", "loss_last")
_CALLED = {
    "rate": "lr eta alpha learning_rate step_size",
    "steps": "step k n iterations iteration epochs n_steps",
    "least": "min minimum best_loss",
    "edge": "limit stability_limit",
    "loss_last": "end final last",
    "loss_0": "first initial",
}
_ENDS = {"0": "start first initial begin", "last": "end final"}
_FACTS = {name: fact for fact, names in _CALLED.items() for name in names.split()}
_PLACES = {word: place for place, words in _ENDS.items() for word in (*words.split(), place)}


def meant_fact(name: str, known: Mapping[str, str]) -> str:
    """Return what to write instead of ``name``: facts that there are, with their values in this run."""
    plain = name.lower()
    close = plain if plain in known else _FACTS.get(plain, "")
    if close in known:
        return f"did you mean {_shown([close], known)}?"
    series = _series(plain, known)
    if series:
        return f"expected one such as {_shown(series, known)}"
    close = close_to(name, known)
    if close:
        return f"did you mean {_shown([close], known)}?"
    usual = [*(fact for fact in USUAL if fact in known), *(fact for fact in known if fact.endswith("_last"))]
    return f"expected one such as {_shown(list(dict.fromkeys(usual)), known)}"


def _series(name: str, known: Mapping[str, str]) -> list[str]:
    """Return the first and the last of what has a value at each step, where ``name`` holds its name: loss, loss_50."""
    words = re.split(r"_|(?<=[a-z])(?=\d)", name)
    place = next((_PLACES[word] for word in words if word in _PLACES), "")
    for word in words:
        if f"{word}_0" in known:
            ends = [f"{word}_{place}"] if place else [f"{word}_0", f"{word}_last"]
            return [end for end in ends if end in known]
    return []


def _shown(names: Iterable[str], known: Mapping[str, str]) -> str:
    return ", ".join(f"{{{name}}} ({in_one_line(known[name])})" for name in names)
