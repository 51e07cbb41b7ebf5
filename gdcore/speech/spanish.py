"""Spanish for the ear."""

from __future__ import annotations

import re

from gdcore.speech.tongue import Tongue, words

SIGNS = {
    "+": "más", "−": "menos", "±": "más menos", "∓": "menos más", "×": "por", "·": "por", "÷": "dividido entre",
    "=": "igual a", "≠": "es distinto de", "≈": "es aproximadamente", "≃": "es aproximadamente",
    "≡": "es equivalente a", "∝": "es proporcional a", "<": "es menor que", ">": "es mayor que",
    "≤": "es menor o igual que", "≥": "es mayor o igual que", "≪": "es mucho menor que", "≫": "es mucho mayor que",
    "~": "aproximadamente", "→": "va a", "←": "viene de", "↔": "y", "⇒": "implica", "⇔": "si y solo si", "↦": "va a",
    "∞": "infinito", "∂": "parcial", "∑": "la suma de", "∏": "el producto de", "∫": "la integral de", "∈": "en",
    "∉": "no en", "∀": "para todo", "∃": "existe", "∘": "tras", "∧": "y", "∅": "el conjunto vacío", "*": "estrella",
    "′": "prima", "″": "dos primas", "∇": "nabla", "√": "raíz", "%": "por ciento", "‰": "por mil", "°": "grados",
    "&": "y", "@": "arroba", "#": "número", "§": "sección", "↑": "arriba", "↓": "abajo",
}  # fmt: skip
GREEK = {
    "alpha": "alfa", "chi": "ji", "epsilon": "épsilon", "gamma": "gama", "kappa": "kapa", "lamda": "lambda",
    "omicron": "ómicron", "phi": "fi", "rho": "ro", "upsilon": "ípsilon", "xi": "xí",
}  # fmt: skip
"""espeak-ng doubles the consonants of gamma and kappa, and takes xi for a Roman eleven."""
UNITS = {
    "%": ("por ciento", "por ciento"), "°": ("grado", "grados"), "°C": ("grado Celsius", "grados Celsius"),
    "°F": ("grado Fahrenheit", "grados Fahrenheit"), "$": ("dólar", "dólares"), "€": ("euro", "euros"),
    "£": ("libra", "libras"), "¥": ("yen", "yenes"), "m": ("metro", "metros"), "km": ("kilómetro", "kilómetros"),
    "cm": ("centímetro", "centímetros"), "mm": ("milímetro", "milímetros"), "μm": ("micrómetro", "micrómetros"),
    "ft": ("pie", "pies"), "yd": ("yarda", "yardas"), "yd²": ("yarda cuadrada", "yardas cuadradas"),
    "mi": ("milla", "millas"), "mi²": ("milla cuadrada", "millas cuadradas"), "s": ("segundo", "segundos"),
    "ms": ("milisegundo", "milisegundos"), "μs": ("microsegundo", "microsegundos"), "min": ("minuto", "minutos"),
    "h": ("hora", "horas"), "a": ("año", "años"), "g": ("gramo", "gramos"), "kg": ("kilogramo", "kilogramos"),
    "mg": ("miligramo", "miligramos"), "lb": ("libra", "libras"), "kWh": ("kilovatio hora", "kilovatios hora"),
    "kW": ("kilovatio", "kilovatios"), "W": ("vatio", "vatios"), "V": ("voltio", "voltios"),
    "Hz": ("hercio", "hercios"), "kHz": ("kilohercio", "kilohercios"), "l": ("litro", "litros"),
    "L": ("litro", "litros"), "ha": ("hectárea", "hectáreas"), "px": ("píxel", "píxeles"),
}  # fmt: skip
FEMININE_S = re.compile(r"(?:as|ciones|siones|dades|veces)$")
MASCULINE_AS = words("días mapas problemas programas sistemas temas")
NO_NOUNS = words("además antes atrás después detrás entonces es las los menos más pues quizás sus tras")
ONE_MASCULINE = words(
    "año cálculo día dólar ensayo euro grado gramo kilogramo kilómetro kilovatio litro metro centímetro milímetro"
    " minuto parámetro paso pie píxel precio punto recorrido salto segundo valor viaje"
)
ONE_FEMININE = words("casa época evaluación fila hectárea hora iteración libra milla tasa unidad vez vivienda yarda")


def counted(number: str, noun: str) -> str:
    """Return a number as it agrees with the noun after it: un paso, veintiuna casas, doscientas casas."""
    first = noun.split()[0].lower() if noun else ""
    if number.endswith(("illón", "illones")):
        return f"{number} de" if _is_noun(first) else number
    if not _is_noun(first):
        return number
    if first in ONE_FEMININE or (FEMININE_S.search(first) and first not in MASCULINE_AS):
        return re.sub(r"(cient|quinient)os\b(?! mil)", r"\1as", re.sub(r"uno$", "una", number))
    return re.sub(r"\buno$", "un", re.sub(r"veintiuno$", "veintiún", number))


def _is_noun(word: str) -> bool:
    return word in ONE_MASCULINE | ONE_FEMININE or (word.endswith("s") and len(word) > 2 and word not in NO_NOUNS)


FIRST = ("primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo")
FUNCTIONS = {
    "cos": "coseno", "det": "determinante", "exp": "exponencial", "ln": "logaritmo", "log": "logaritmo",
    "max": "máximo", "min": "mínimo", "sen": "seno", "sin": "seno", "sqrt": "raíz", "tan": "tangente",
}  # fmt: skip
PARTS = {
    2: ("medio", "medios"), 3: ("tercio", "tercios"), 4: ("cuarto", "cuartos"), 5: ("quinto", "quintos"),
    6: ("sexto", "sextos"), 7: ("séptimo", "séptimos"), 8: ("octavo", "octavos"), 9: ("noveno", "novenos"),
    10: ("décimo", "décimos"),
}  # fmt: skip
SPANISH = Tongue(
    code="es",
    minus="menos",
    point="coma",
    decimal_signs=".,",
    grouped=r"\d{1,3}(?:(?: \d{3})+|(?:\.\d{3}){2,}|(?:,\d{3}){2,}|(?:\.\d{3})+(?=,\d)|(?:,\d{3})+(?=\.\d))(?!\d)",
    squared="al cuadrado",
    cubed="al cubo",
    raised="elevado a {}",
    has_ordinal_powers=False,
    ordinal=r"(\d{1,9})\.?(º|ª|er)",
    ordinals={
        "º": FIRST,
        "ª": tuple(f"{word[:-1]}a" for word in FIRST),
        "er": tuple(word.removesuffix("o") if word.endswith("ero") else word for word in FIRST),
    },
    parts=PARTS,
    half_more="y",
    signs=SIGNS,
    leading={
        "≈": "aproximadamente",
        "<": "menos de",
        ">": "más de",
        "≤": "como mucho",
        "≥": "al menos",
        "→": "a",
        "×": "por un factor de",
    },
    equal_to="igual a",
    holding=frozenset(),
    linking=words("a con de desde el en es la las los para por que son su sus tras un una y"),
    over="entre",
    until="a",
    also="y",
    quantity="el paréntesis {}",
    functions=FUNCTIONS,
    applied="de",
    around={
        "|": "el valor absoluto de {}",
        "‖": "la norma de {}",
        "√": "la raíz cuadrada de {}",
        "∛": "la raíz cúbica de {}",
        "∇": "el gradiente de {}",
    },
    accents={
        "\u0302": "gorro",
        "\u0303": "tilde",
        "\u0304": "barra",
        "\u0307": "punto",
        "\u0308": "dos puntos",
        "\u20d7": "vector",
    },
    transposed="traspuesta",
    greek=GREEK,
    keeps_greek=False,
    letters={"a": "ah", "A": "ah", "y": "i griega", "Y": "i griega"},
    word_letters=frozenset("aAeEoOuUyY"),
    closing_letters=frozenset("aA"),
    before_letter=words("columna coordenada eje letra parámetro variable"),
    after_letter=words("e es son y"),
    units=UNITS,
    square=("{} cuadrado", "{} cuadrados"),
    cubic=("{} cúbico", "{} cúbicos"),
    per="por {}",
    scales={"mil": "mil", "millón": "millón", "millones": "millones", "k": "mil", "M": "millones"},
    abbreviations={
        "p. ej.": "por ejemplo",
        "p.ej.": "por ejemplo",
        "vs.": "contra",
        "fig.": "figura",
        "núm.": "número",
        "aprox.": "aproximadamente",
    },
    counted=counted,
)
