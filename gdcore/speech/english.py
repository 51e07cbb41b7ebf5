"""English for the ear."""

from __future__ import annotations

from gdcore.speech.tongue import Tongue, words

SIGNS = {
    "+": "plus", "−": "minus", "±": "plus or minus", "∓": "minus or plus", "×": "times", "·": "times",
    "÷": "divided by", "=": "equals", "≠": "does not equal", "≈": "is about", "≃": "is about", "≡": "is equivalent to",
    "∝": "is proportional to", "<": "is less than", ">": "is more than", "≤": "is at most", "≥": "is at least",
    "≪": "is much less than", "≫": "is much more than", "~": "about", "→": "goes to", "←": "comes from", "↔": "and",
    "⇒": "implies", "⇔": "exactly if", "↦": "goes to", "∞": "infinity", "∂": "partial", "∑": "the sum of",
    "∏": "the product of", "∫": "the integral of", "∈": "in", "∉": "not in", "∀": "for all", "∃": "there is",
    "∘": "after", "∧": "and", "∅": "the empty set", "*": "star", "′": "prime", "″": "double prime", "%": "percent",
    "‰": "per thousand", "∇": "nabla", "√": "root", "°": "degrees", "&": "and", "@": "at", "#": "number",
    "§": "section", "↑": "up", "↓": "down",
}  # fmt: skip
UNITS = {
    "%": ("percent", "percent"), "°": ("degree", "degrees"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "$": ("dollar", "dollars"), "€": ("euro", "euros"),
    "£": ("pound", "pounds"), "¥": ("yen", "yen"), "m": ("metre", "metres"), "km": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"), "mm": ("millimetre", "millimetres"), "μm": ("micrometre", "micrometres"),
    "ft": ("foot", "feet"), "yd": ("yard", "yards"), "mi": ("mile", "miles"), "s": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"), "μs": ("microsecond", "microseconds"), "min": ("minute", "minutes"),
    "h": ("hour", "hours"), "a": ("year", "years"), "g": ("gram", "grams"), "kg": ("kilogram", "kilograms"),
    "mg": ("milligram", "milligrams"), "lb": ("pound", "pounds"), "kWh": ("kilowatt-hour", "kilowatt-hours"),
    "kW": ("kilowatt", "kilowatts"), "W": ("watt", "watts"), "V": ("volt", "volts"), "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"), "l": ("litre", "litres"), "L": ("litre", "litres"),
    "ha": ("hectare", "hectares"), "px": ("pixel", "pixels"),
}  # fmt: skip
HOLDING = words("above after at below beyond for from has have in near need needs of to towards until with")
AFTER_LETTER = words(
    "also alone and are at be becomes but by does falls for from grows has in is moves needs of on only or rises"
    " shrinks so stays than then to was with"
)
FUNCTIONS = {
    "cos": "cosine", "det": "the determinant", "exp": "exponential", "ln": "natural log", "log": "log", "max": "max",
    "min": "min", "sin": "sine", "sqrt": "the square root", "tan": "tangent",
}  # fmt: skip
PARTS = {
    2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters"), 5: ("fifth", "fifths"),
    6: ("sixth", "sixths"), 7: ("seventh", "sevenths"), 8: ("eighth", "eighths"), 9: ("ninth", "ninths"),
    10: ("tenth", "tenths"),
}  # fmt: skip
ENGLISH = Tongue(
    code="en",
    minus="minus",
    point="point",
    decimal_signs=".",
    grouped=r"\d{1,3}(?:,\d{3})+(?![\d,]*\d)",
    squared="squared",
    cubed="cubed",
    raised="to the {}",
    has_ordinal_powers=True,
    ordinal=r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(st|nd|rd|th)",
    ordinals={},
    parts=PARTS,
    half_more="and a",
    signs=SIGNS,
    leading={"≈": "about", "<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "→": "to"},
    equal_to="equal to",
    holding=HOLDING,
    linking=HOLDING | words("and are be by is on or than the was were within"),
    over="over",
    until="to",
    also="and",
    quantity="the quantity {}",
    functions=FUNCTIONS,
    applied="of",
    around={
        "|": "the absolute value of {}",
        "‖": "the norm of {}",
        "√": "the square root of {}",
        "∛": "the cube root of {}",
        "∇": "the gradient of {}",
    },
    accents={
        "\u0302": "hat",
        "\u0303": "tilde",
        "\u0304": "bar",
        "\u0307": "dot",
        "\u0308": "double dot",
        "\u20d7": "vector",
    },
    transposed="transposed",
    greek={"lamda": "lambda", "xi": "zai"},
    keeps_greek=False,
    letters={"a": "eh", "A": "eh"},
    word_letters=frozenset("aA"),
    closing_letters=frozenset("aA"),
    before_letter=words("coefficient column coordinate letter parameter the variable"),
    after_letter=AFTER_LETTER,
    units=UNITS,
    square=("square {}", "square {}"),
    cubic=("cubic {}", "cubic {}"),
    per="per {}",
    scales={"thousand": "thousand", "million": "million", "billion": "billion", "k": "thousand", "M": "million"},
    abbreviations={
        "e.g.": "for example",
        "i.e.": "that is",
        "vs.": "versus",
        "vs": "versus",
        "Fig.": "figure",
        "fig.": "figure",
        "Eq.": "equation",
        "eq.": "equation",
        "approx.": "approximately",
        "w.r.t.": "with respect to",
    },
)
