"""What stands in brackets or between bars: arguments, points, sums; and what a root or a gradient is taken of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gdcore.speech.letters import MATHEMATICAL, is_word
from gdcore.speech.quantities import Said
from gdcore.speech.tokens import CLOSING, END, Kind, Token, at, begins_operand, is_operand
from gdcore.speech.tongue import Tongue

Say = Callable[[Sequence[Token]], str]
PAIRS = {"(": ")", "[": "]", "{": "}"}
BARS = ("|", "‖")
FUNCTIONS = frozenset("fghFGHJLφψΦΨ′″")
MOST_INSIDE = 80
"""What is longer is no formula to be said: so many tokens."""
ADDED = frozenset("+−-±=<>≤≥≈")


def group(tokens: Sequence[Token], i: int, tongue: Tongue, say: Say) -> Said | None:
    """Return what the bracket, bar, root or gradient at ``i`` holds; None if there is no formula in it."""
    token = tokens[i]
    if token.text in PAIRS:
        return _bracketed(tokens, i, tongue, say)
    if token.text not in tongue.around:
        return None
    found = _between_bars(tokens, i, tongue, say) if token.text in BARS else _after_sign(tokens, i, tongue, say)
    if found is None or token.gap or not is_operand(at(tokens, i - 1)):
        return found
    return f"{tongue.signs['×']} {found[0]}", found[1]


def _bracketed(tokens: Sequence[Token], i: int, tongue: Tongue, say: Say) -> Said | None:
    end = _closing(tokens, i)
    inside = tokens[i + 1 : end]
    parts = _split(inside) if _holds_formula(tokens, i, end, tongue) else []
    things = [said for part in parts if (said := say(part))]
    before = END if tokens[i].gap else at(tokens, i - 1)
    is_function = before.text in FUNCTIONS or before.text in tongue.functions
    if not things or (before.kind is Kind.WORD and len(things) == 1 and not is_function):
        return None
    listed = _listed(things, tongue, has_numbers=any(token.kind is Kind.NUMBER for token in inside))
    if is_function or (before.kind in (Kind.LETTER, Kind.WORD) and len(things) > 1):
        return f"{tongue.applied} {listed}", end + 1
    is_sum = len(things) == 1 and any(token.text in ADDED for token in inside[1:])
    what = tongue.quantity.format(listed) if is_sum else listed
    if is_operand(before):
        pause = "," * (before.text in CLOSING)
        return f"{pause} {tongue.signs['×']} {what}", end + 1
    return _beside(tokens, i, end, what, things, tongue), end + 1


def _beside(tokens: Sequence[Token], i: int, end: int, what: str, things: Sequence[str], tongue: Tongue) -> str:
    """Return what is in brackets, with a pause at either side where it is no part of a formula."""
    before = at(tokens, i - 1)
    if before.text == "∈" and len(things) == 2:
        return f"{things[0]} {tongue.until} {things[1]}"
    if len(things) == 1 and (i == 0 or _is_part_of_formula(tokens, i, end)):
        return what
    follows = i == 0 or before.text in MATHEMATICAL or before.text.lower() in tongue.linking
    return ", " * (not follows) + what + "," * (end + 1 < len(tokens))


def _is_part_of_formula(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether brackets are multiplied, compared or raised to a power."""
    after = at(tokens, end + 1)
    touches = not after.gap and after.kind in (Kind.RAISED, Kind.LETTER)
    return touches or at(tokens, i - 1).text in MATHEMATICAL or after.text in MATHEMATICAL


def _after_sign(tokens: Sequence[Token], i: int, tongue: Tongue, say: Say) -> Said | None:
    if not begins_operand(at(tokens, i + 1)) or at(tokens, i + 1).text in tongue.around:
        return None
    end = _end_of_operand(tokens, i + 1)
    return tongue.around[tokens[i].text].format(_bare(tokens[i + 1 : end], say)), end


def _between_bars(tokens: Sequence[Token], i: int, tongue: Tongue, say: Say) -> Said | None:
    end = next((j for j in range(i + 2, min(i + MOST_INSIDE, len(tokens))) if tokens[j].text == tokens[i].text), None)
    if end is None or not is_formula(tokens, i + 1, end, tongue):
        return None
    return tongue.around[tokens[i].text].format(say(tokens[i + 1 : end])), end + 1


def is_formula(tokens: Sequence[Token], start: int, end: int, tongue: Tongue) -> bool:
    """Whether there are only numbers, letters and signs between two places, no words."""
    return all(
        token.kind is not Kind.WORD
        and (token.kind is not Kind.MARK or token.text in ",;-–")
        and not is_word(tokens, k, tongue)
        for k, token in enumerate(tokens[start:end], start)
    )


def _holds_formula(tokens: Sequence[Token], i: int, end: int, tongue: Tongue) -> bool:
    """Whether brackets are closed and hold a formula."""
    return (
        i + 1 < end < len(tokens)
        and tokens[end].text == PAIRS[tokens[i].text]
        and is_formula(tokens, i + 1, end, tongue)
    )


def _closing(tokens: Sequence[Token], i: int) -> int:
    """Return the place of the bracket that closes the one at ``i``, or that of the end of what is looked at."""
    depth, last = 0, min(i + MOST_INSIDE, len(tokens))
    for j in range(i, last):
        depth += (tokens[j].text == tokens[i].text) - (tokens[j].text == PAIRS[tokens[i].text])
        if depth == 0:
            return j
    return last


def _split(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Return what stands between the commas outside inner brackets."""
    parts: list[Sequence[Token]] = []
    start = depth = 0
    for j, token in enumerate(tokens):
        depth += (token.text in PAIRS) - (token.text in PAIRS.values())
        if token.text in (",", ";") and depth == 0:
            parts, start = [*parts, tokens[start:j]], j + 1
    return [part for part in (*parts, tokens[start:]) if part]


def _listed(things: Sequence[str], tongue: Tongue, has_numbers: bool) -> str:
    """Return several things as one; numbers with a pause, for one hundred and five is one number."""
    *first, last = things
    return f"{', '.join(first)}{',' * has_numbers} {tongue.also} {last}" if first else last


def _end_of_operand(tokens: Sequence[Token], i: int) -> int:
    """Return the end of the operand at ``i``: brackets, or a value with its index, powers and argument."""
    end = (_closing(tokens, i) if tokens[i].text in PAIRS else i) + 1
    while end < len(tokens) and not tokens[end].gap:
        if tokens[end].text == "(" and tokens[end - 1].text in FUNCTIONS:
            end = _closing(tokens, end) + 1
        elif tokens[end].kind in (Kind.LOWERED, Kind.RAISED) or tokens[end].kind is Kind.LETTER:
            end += 1
        else:
            break
    return min(end, len(tokens))


def _bare(tokens: Sequence[Token], say: Say) -> str:
    """Return an operand without the brackets around all of it."""
    whole = tokens[0].text in PAIRS and _closing(tokens, 0) == len(tokens) - 1
    return say(tokens[1:-1] if whole else tokens)
