"""Corrections for functions that are not understood: common mistakes rewritten in the language's own notation."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable

_MODULES = (
    r"(?<![\w.])(?:(?:np|numpy|math|Math|torch|tf|jnp|jax|sp|sympy|scipy|special|nn|functional|F)\.)+(?=[A-Za-z])"
)
_HEAD = re.compile(r"^(?:lambda\b[\w\s,]*:|\w+\s*(?:\([\w\s,]*\))?\s*(?::?=(?!=)|->|↦)|return\b)\s*")
_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TOKEN = re.compile(rf"\s+|{_NUMBER}|[A-Za-z_]\w*|\*\*|.")
_OTHER_NAMES = {
    "arcsen": "asin", "arctg": "atan", "ch": "cosh", "expit": "sigmoid", "fabs": "abs", "lg": "log10",
    "log_10": "log10", "logistic": "sigmoid", "maximum": "max", "minimum": "min", "sen": "sin", "senh": "sinh",
    "sgn": "sign", "sh": "sinh", "tg": "tan", "tgh": "tanh", "th": "tanh",
}  # fmt: skip
_IN_OTHER_WORDS = {
    "cbrt": "({0})**(1/3)", "cot": "1/tan({0})", "csc": "1/sin({0})", "expm1": "exp({0}) - 1",
    "log2": "log({0})/log(2)", "log_2": "log({0})/log(2)", "pow": "({0})**({1})", "power": "({0})**({1})",
    "sec": "1/cos({0})", "sqr": "({0})**2", "square": "({0})**2",
}  # fmt: skip
_HAS_COMMAS, _COMMA = re.compile(r"\b(?:max|min)\b"), re.compile(r"(?<=\d),(?=\d)")
_RAISED = re.compile(r"\*\*\((\w+)\)")
_UNDER_A_LINE = re.compile(rf"/\s*(?>{_NUMBER})\s*[A-Za-z(]")
_LATEX = (
    (r"\$|\\[()\[\],;:! ]|\\(?:left|right|displaystyle|,)(?![A-Za-z])", " "),
    (r"\\(?:operatorname|mathrm|text)\s*\{(\w+)\}", r"\\\1"),
    (r"\\(?:cdot|times)(?![A-Za-z])", "*"),
    (r"\\[lr]?[vV]ert(?![A-Za-z])", "|"),
    (r"\\[dt]?frac\s*(\d)\s*(\d)", r"(\1/\2)"),
    (r"\\sqrt\s*\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"_\{(\w+)\}", r"_\1"),
    (r"\^\{(\w+)\}", r"^\1"),
    (r"\{([^{}]*)\}", r"(\1)"),
    (r"\\([A-Za-z]+)", r"\1 "),
)


def meant(source: str, functions: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return ``source`` with common mistakes corrected, and what the language expects, in words.

    ``functions`` are the names of the language's functions.
    """
    wanted: list[str] = []
    for advice, mended in _REPAIRS:
        found = " ".join(mended(source, functions).split())
        if found != source:
            source, wanted = found, [*wanted, advice]
        if mended is _called and _UNDER_A_LINE.search(source):
            return "", (*wanted, "a sign for every product, and brackets around one below a line, as in 1/(2*x)")
    if re.search(r"(?<![<>=!])=(?!=)", source):
        return "", ("one side of an equation minus the other, squared",)
    return source.replace("( ", "(").replace(" )", ")"), tuple(wanted)


def without_latex(source: str) -> str:
    """Return a function with LaTeX commands replaced by plain notation."""
    if not re.search(r"[\\$]|[_^]\{", source):
        return source
    for _round in range(20):  # the innermost braces first
        before = source
        for pattern, plain in _LATEX[:-2]:
            source = re.sub(pattern, plain, source)
        if source == before:
            break
    for pattern, plain in _LATEX[-2:]:
        source = re.sub(pattern, plain, source)
    return re.sub(r"\(\(([\w.]+)\)/\(([\w.]+)\)\)", r"(\1/\2)", source)


def _in_latin(source: str, _: tuple[str, ...]) -> str:
    """Return Greek letters by name, θ as theta, set off from their neighbours."""
    letters = []
    for before, letter in zip(" " + source, source, strict=False):
        name = unicodedata.name(letter, "")
        greek = name.startswith("GREEK SMALL LETTER ")
        word = name.removeprefix("GREEK SMALL LETTER ").removeprefix("FINAL ").lower() if greek else letter
        apart = (greek and before.isalnum()) or (letter.isalpha() and "\u0370" <= before < "\u0400")
        letters.append(f" {word}" if apart else word)
    return "".join(letters)


def _known_names(source: str, functions: tuple[str, ...]) -> str:
    def name(found: re.Match[str]) -> str:
        lower = found[0].lower()
        return found[0] if found[0] in functions else _OTHER_NAMES.get(lower, lower if lower in functions else found[0])

    source = re.sub(r"[A-Za-z_]\w*(?=\s*\()", name, source)
    for unknown, words in _IN_OTHER_WORDS.items():
        source = _replaced(source, rf"(?<!\w){unknown}\(", words)
    return source


def _replaced(source: str, opening: str, words: str) -> str:
    """Return ``source`` with calls of ``opening`` rewritten as ``words``, which contain the arguments."""
    while found := re.search(opening, source):
        end = _closing(source, found.end())
        parts = _split(source[found.end() : end])
        if end == len(source) or len(parts) <= words.count("{1}"):
            break
        words_here = words.format(*parts)
        plain = re.fullmatch(r"\((\w+)\)(\*\*(?:\d+|\(.*\)))", words_here)
        new = plain[1] + re.sub(r"\((\w+)\)", r"\1", plain[2]) if plain else words_here
        whole = (source[: found.start()].strip(), source[end + 1 :].strip()) == ("", "")
        source = source[: found.start()] + (new if whole else f"({new})") + source[end + 1 :]
    return source


def _closing(source: str, start: int) -> int:
    """Return the index of the bracket that closes the one just before ``start``; without one, the end of the text."""
    depth = 1
    for place in range(start, len(source)):
        depth += {"(": 1, ")": -1}.get(source[place], 0)
        if depth == 0:
            return place
    return len(source)


def _split(within: str) -> list[str]:
    """Return the parts between top-level commas."""
    parts, depth = [""], 0
    for sign in within:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _called(source: str, functions: tuple[str, ...]) -> str:
    """Return sin**2(x) as sin(x)**2, and sin x as sin(x)."""
    name = "|".join(sorted(functions, key=len, reverse=True))
    what = rf"(?:{_NUMBER}\s*\*?\s*)?(?!(?:{name})\b)[A-Za-z]\w*(?:\*\*\d+)?|{_NUMBER}"
    source = re.sub(rf"\b({name})(\*\*-?\d+)?[ ]+({what})(?![\w(])", r"\1\2(\3)", source)
    source = re.sub(r"\b(sin|cos|tan)\*\*-1\(", r"a\1(", source)
    while found := re.search(rf"\b({name})(\*\*-?\d+)\s*\(", source):
        end = _closing(source, found.end())
        source = f"{source[: found.start()]}{found[1]}({source[found.end() : end]}){found[2]}{source[end + 1 :]}"
    return source


def _products(source: str, functions: tuple[str, ...]) -> str:
    written: list[str] = []
    last = ""
    for token in _TOKEN.findall(source):
        if token.isspace():
            written.append(token)
            continue
        complete = last == ")" or (last[:1].isalnum() and last not in functions) or last[:1] == "."
        begins = token[0].isalnum() or token == "(" or (token[0] == "." and len(token) > 1)
        both_numbers = last[:1].isdigit() and token[0].isdigit()
        call = token == "(" and len(last) > 1 and last[0].isalpha()
        words = keyword.iskeyword(last) or keyword.iskeyword(token)
        if complete and begins and not (both_numbers or call or words):
            while written and written[-1].isspace():
                written.pop()
            written.append("*")
        written.append(token)
        last = token
    return "".join(written)


def _closed(source: str, _: tuple[str, ...]) -> str:
    kept, depth = [], 0
    for sign in source:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            depth = 0
        else:
            kept.append(sign)
    return "".join(kept) + ")" * depth


_REPAIRS: tuple[tuple[str, Callable[[str, tuple[str, ...]], str]], ...] = (
    ("nothing but what the function is", lambda source, _: _HEAD.sub("", source.strip(" ;'\"`"))),
    ("Greek letters by name", _in_latin),
    ("functions without a module", lambda source, _: re.sub(_MODULES, "", source)),
    ("round brackets", lambda source, _: source.translate(str.maketrans("[]{}", "()()"))),
    ("decimals with a point", lambda source, _: source if _HAS_COMMAS.search(source) else _COMMA.sub(".", source)),
    ("numbers without blanks", lambda source, _: re.sub(r"(?<=\d) (?=\d{3}\b)", "", source)),
    ("brackets in pairs", _closed),
    ("functions that there are", _known_names),
    ("** for a power", lambda source, _: _RAISED.sub(r"**\1", source.replace("^", "**")) if "^" in source else source),
    ("brackets around what a function is taken of", _called),
    ("a sign for every product", _products),
)
