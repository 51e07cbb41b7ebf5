"""How sentences are spoken, by example: what a teacher would say."""

from __future__ import annotations

import pytest

from gdcore.speech.spoken import spoken
from gdcore.text.language import use_language

ENGLISH = {
    # numbers
    "0.8": "Zero point eight",
    "0.60": "Zero point six",
    "1.0": "One point zero",
    "−0.36": "Minus zero point three six",
    "-0.36": "Minus zero point three six",
    ".5": "Point five",
    "007": "Zero zero seven",
    "1,562": "One thousand five hundred and sixty-two",
    "51,923.6": "Fifty-one thousand nine hundred and twenty-three point six",
    "14,000,000 steps": "Fourteen million steps",
    "14000000": "Fourteen million",
    "the 42nd step, the 1st, 3rd and 1,000th": "the forty-second step, the first, third and one thousandth",
    "after 150 steps": "after one hundred and fifty steps",
    "½ and 1½ and 2¾": "One half and one and a half and two and three quarters",
    "1/2, 3/4, 1/60": "One half, three quarters, one over sixty",
    "٣ and \uff14": "Three and four",
    # powers
    "7.31 × 10⁴²": "Seven point three one times ten to the forty-second",
    "1.9 × 10⁻²³": "One point nine times ten to the minus twenty-three",
    "1 × 10⁻⁴": "Ten to the minus four",
    "−10⁹": "Minus ten to the ninth",
    "1e-7": "Ten to the minus seven",
    "5e-8, 2E6": "Five times ten to the minus eight, two times ten to the sixth",
    "10⁰ and 10²": "Ten to the zero and ten to the second",
    "x², x³, x⁴, x⁻¹, xⁿ": "X squared, x cubed, x to the fourth, x to the minus one, x to the n",
    "x**2 + 3*x": "X squared plus three times x",
    "2^10 and x^(a−b)": "Two to the tenth and x to the eh minus b",
    "xᵀ": "X transposed",
    # minus, or what looks like it
    "1 − 2η": "One minus two eta",
    "1-2η": "One minus two eta",
    "x - 3": "X minus three",
    "x = -3": "X equals minus three",
    "from -1 to 1": "from minus one to one",
    "0.1–0.3": "Zero point one to zero point three",
    "3-5 steps": "Three to five steps",
    "a 10-step run on the x-axis": "a ten-step run on the x-axis",
    "−∞": "Minus infinity",
    "one – or two": "one, or two",
    # letters
    "x₃, x_3, x₁₀": "X three, x three, x ten",
    "η_a": "Eta eh",
    "η_a is a rate": "Eta eh is a rate",
    "λ₁ and κ": "Lambda one and kappa",
    "λ_max, loss_0": "Lambda max, loss zero",
    "x_(k+1), θₜ₊₁": "X k plus one, theta t plus one",
    "Move the point along a: the line turns.": "Move the point along eh: the line turns.",
    "A line; a = 3; a higher rate for a.": "A line; eh equals three; a higher rate for eh.",
    "what a does, parameter a": "what eh does, parameter eh",
    "*a* grows, and so does a₂": "Eh grows, and so does eh two",
    "a and b": "Eh and b",
    "x̂, ŷ and x̄": "X hat, y hat and x bar",
    "\U0001d465 = 1": "X equals one",
    "ξ": "Zai",
    # signs
    "η × slope": "Eta times slope",
    "× 1.4 a step": "Times one point four a step",
    "x ≤ 3, at ≤ 3": "X is at most three, at at most three",
    "≈ 3 steps; x ≈ 3": "About three steps; x is about three",
    "x → 0": "X goes to zero",
    "η = 1, at η = 1": "Eta equals one, at eta equal to one",
    "∇f, |x|, √2, ±1": "The gradient of f, the absolute value of x, the square root of two, plus or minus one",
    "√(x + 1)": "The square root of x plus one",
    "η∇f(x)": "Eta times the gradient of f of x",
    "0 <= x <= 1": "Zero is at most x is at most one",
    "J/2 and 2/κ": "J over two and two over kappa",
    # brackets
    "one point (a, b) on the map": "one point, eh and b, on the map",
    "J(a, b)": "J of eh and b",
    "f(x) and f'(x)": "F of x and f prime of x",
    "below 2(1 + β): too low": "below two times the quantity one plus beta: too low",
    "(1 − 2η)²": "The quantity one minus two eta, squared",
    "At (−1.6, 0.5) it is (3, −4).": ("At minus one point six, and zero point five, it is three, and minus four."),
    "‖x − x*‖² falls; x* = 0": "The norm of x minus x star, squared falls; x star equals zero",
    "f''(x), sin(x), max(a, b)": "F double prime of x, sine of x, max of eh and b",
    "e^(-x²/2)": "E to the minus x squared over two",
    "η ∈ (0, 1)": "Eta in zero to one",
    "(100, 5)": "One hundred, and five",
    "the step(s) (see below)": "the step(s) (see below)",
    # units
    "28.2 %, 1%": "Twenty-eight point two percent, one percent",
    "250 $/ft²": "Two hundred and fifty dollars per square foot",
    "$250, €1": "Two hundred and fifty dollars, one euro",
    "$1.5 million": "One point five million dollars",
    "1 ft², 2 ft²": "One square foot, two square feet",
    "in $/ft²": "in dollars per square foot",
    "5 km/h, 9.81 m/s²": "Five kilometres per hour, nine point eight one metres per second squared",
    "20 °C, 5 m, 1 s, 10¹ km": "Twenty degrees Celsius, five metres, one second, ten to the first kilometres",
    # what is written otherwise
    "\u2068η\u2069 is **high**\u200f": "Eta is high",
    "e.g. 3 vs. 4": "for example three versus four",
    "Done 🎉 ✓ [sic] \\ ~ #": "Done sic about number",
    "\"5 steps\" and 'η'": "\"five steps\" and 'eta'",
    "Go to https://www.example.org/a?b=1.": "Go to example.org.",
    "on 2026-11-30": "on two thousand and twenty-six, eleven, thirty",
    "see Fig. 2": "see figure two",
    "at 12:30, v1.2.3": "at twelve thirty, v one point two point three",
    "With η = 0.5 one step is enough.": "With eta equal to zero point five, one step is enough.",
    "Beyond β = 0.5 λ is inside.": "Beyond beta equal to zero point five, lambda is inside.",
    "It is flat. b creeps, and x = 1.": "It is flat. B creeps, and x equals one.",
    "0.1 creeps. 1.2 leaves.": "Zero point one creeps. One point two leaves.",
    "": "",
}
SPANISH = {
    "η = 0.8: cada paso": "Eta igual a cero coma ocho: cada paso",
    "0,8 y −0.36": "Cero coma ocho y menos cero coma tres seis",
    "7.31 × 10⁴²": "Siete coma tres uno por diez elevado a cuarenta y dos",
    "10⁻⁷ y 1e-7": "Diez elevado a menos siete y diez elevado a menos siete",
    "51\u202f923.6": "Cincuenta y un mil novecientos veintitrés coma seis",
    "250.000,5 y 1.234.567": (
        "Doscientos cincuenta mil coma cinco y un millón doscientos treinta y cuatro mil quinientos sesenta y siete"
    ),
    "1.562": "Uno coma cinco seis dos",
    "21 000 y 101 000": "Veintiún mil, y ciento un mil",
    "1 paso, 21 pasos, 1 casa, 21 casas": "Un paso, veintiún pasos, una casa, veintiuna casas",
    "200 evaluaciones, 171 veces, 500 días": "Doscientas evaluaciones, ciento setenta y una veces, quinientos días",
    "1 oscila, el paso 1": "Uno oscila, el paso uno",
    "1\u202f000\u202f000 pasos": "Un millón de pasos",
    "30 y 1": "Treinta, y uno",
    "x², x³, x⁴": "X al cuadrado, x al cubo, x elevado a cuatro",
    "1 − 2η decide": "Uno menos dos eta decide",
    "crece × 1.40 por paso": "crece por un factor de uno coma cuatro por paso",
    "(a, b) del mapa": "Ah y b, del mapa",
    "según a: la recta": "según ah: la recta",
    "Va a casa y vuelve": "Va a casa y vuelve",
    "x, y, z; y = 3; el eje y": "X, i griega, z; i griega igual a tres; el eje i griega",
    "Cae, y es cierto. Y son tres.": "Cae, y es cierto. Y son tres.",
    "Es convexa y es suave.": "Es convexa y es suave.",
    "Con x, y es tres; el eje y es alto.": "Con x, i griega es tres; el eje i griega es alto.",
    "El valor de y es tres, y y es mayor. y es.": "El valor de i griega es tres, y i griega es mayor. I griega es.",
    "la dirección y la velocidad": "la dirección y la velocidad",
    "κ, γ, ξ": "Kapa, gama, xí",
    "2 %, 1 %": "Dos por ciento, uno por ciento",
    "250 $/ft², 1 €, 21 m²": "Doscientos cincuenta dólares por pie cuadrado, un euro, veintiún metros cuadrados",
    "1 km, 1 h": "Un kilómetro, una hora",
    "x ≤ 3; ≤ 3": "X es menor o igual que tres; como mucho tres",
    "|x|, √2, ∇f": "El valor absoluto de x, la raíz cuadrada de dos, el gradiente de f",
    "1½": "Uno y medio",
    "el 1.º, la 2.ª, el 3er paso": "el primero, la segunda, el tercer paso",
    "2(1 + β)": "Dos por el paréntesis uno más beta",
    "¿η = 1? ¡Sí!": "¿eta igual a uno? ¡Sí!",
}
OTHERS = {
    "de": ("η = −0,36 und 1 562", "Eta equals minus null Komma drei sechs und eintausendfünfhundertzweiundsechzig"),
    "fr": ("−3", "Moins trois"),
    "pt-BR": ("0,5 e −3", "Zero vírgula cinco e menos três"),
    "it": ("−1,5", "Meno uno virgola cinque"),
    "el": ("και λ = 2", "και λ equals two"),
    "xx": ("10⁻⁷ %", "Ten to the minus seven percent"),
}


@pytest.mark.parametrize(("written", "said"), ENGLISH.items(), ids=str)
def test_english(written: str, said: str) -> None:
    assert spoken(written, "en") == said


@pytest.mark.parametrize(("written", "said"), SPANISH.items(), ids=str)
def test_spanish(written: str, said: str) -> None:
    assert spoken(written, "es") == said


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_are_said_in_other_languages(language: str) -> None:
    written, said = OTHERS[language]
    assert spoken(written, language) == said


def test_the_language_is_the_current_one() -> None:
    with use_language("es"):
        assert spoken("−1") == "Menos uno"
    assert spoken("−1") == spoken("−1", "en-GB") == "Minus one"
