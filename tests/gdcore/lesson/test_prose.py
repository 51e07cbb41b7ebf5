"""A lesson's text as it is checked: links, pictures and formulas, each fault in one line with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from gdcore.errors import InputError
from gdcore.lesson.prose_checks import text_faults
from gdcore.prose.formula_text import formula_text
from gdcore.prose.in_sentences import spoken_formulas
from gdcore.prose.latex import markup, mathml_of
from gdcore.prose.links import link_of
from gdcore.prose.pictures import read_picture


def faults(text: str, folder: Path = Path()) -> list[str]:
    return list(text_faults(text, folder, ("first", "second"), {}))


@pytest.mark.parametrize(
    ("address", "kind", "target"),
    [
        ("https://a.example/x", "web", "https://a.example/x"),
        ("//a.example/x", "web", "https://a.example/x"),
        ("mailto:a@b.example", "mail", "mailto:a@b.example"),
        ("#first", "clip", "first"),
        ("index.html?x=1#first", "clip", "first"),
        ("index.html", "place", "content"),
        ("other.toml#first", "clip", "first"),
        ("../unit%202/other.toml#run-first", "clip", "run-first"),
        ("other.toml", "file", "other.toml"),
        ("file:///other.toml#first", "refused", "file:///other.toml#first"),
        ("../x", "file", "../x"),
        ("/etc/hostname", "file", "/etc/hostname"),
        ("clips/first.json?a#b", "file", "clips/first.json?a#b"),
        ("JavaScript:alert(1)", "refused", "JavaScript:alert(1)"),
        ("java%0Ascript:x", "refused", "java%0Ascript:x"),
        ("file:///etc/hostname", "refused", "file:///etc/hostname"),
        ("data:text/html,x", "refused", "data:text/html,x"),
        ("///etc/hostname", "refused", "///etc/hostname"),
        ("http:x", "refused", "http:x"),
        ("", "refused", ""),
    ],
)
def test_where_links_lead(address: str, kind: str, target: str) -> None:
    found = link_of(address)
    assert (found.kind, found.target) == (kind, target)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\n\n[a](javascript:x)", "line 3: link 'javascript:x': expected https:"),
        ("[a](#frist)", "line 1: link '#frist': no clip of this lesson; did you mean \"first\"?"),
        (
            "[a](b%20c.toml#frist)",
            "no clip of this lesson; build 'b c.toml' together with this file; did you mean \"first\"?",
        ),
        ("$x$ and\n$\\alph$", "line 2: formula '\\\\alph': unknown command \\alph; did you mean \\alpha?"),
        ("$x^$", "nothing follows ^ or _"),
        ("$\\frac{1}$", "a part is missing; write \\frac{1}{2}"),
        ("${x$", "unmatched {"),
        ("$\\left( x$", "\\left and \\right do not match"),
        ("$\\href{https://a.b}{x}$", "\\href is not allowed in a formula"),
        ("$2\times 3$", "TOML has read \\t as a control character"),
        ("$$\n\\begin{foo}x\\end{foo}\n$$", "\\begin{foo} is unknown"),
        ("![](a.png)", "image a.png: says nothing to those who cannot see it; write ![what it shows](a.png)"),
        ("![a](a.png)", "image a.png: no such file beside the lesson"),
        ("![a](../a.png)", "expected a file in the folder of the lesson or below"),
        ("![a](/etc/hostname)", "expected the path of a file beside the lesson"),
        ("![a](https://a.b/c.png)", "expected the path of a file beside the lesson"),
    ],
)
def test_a_fault_is_a_line_with_its_place(text: str, line: str, tmp_path: Path) -> None:
    found = faults(text, tmp_path)
    assert any(line in fault for fault in found), found
    assert not any("\n" in fault for fault in found)


@pytest.mark.parametrize("text", ["$5", "$5 and $6", "$5 and 10$ each", "US$5 and A$ 7", "\\$x\\$", "{x} costs $5."])
def test_a_price_is_no_formula(text: str) -> None:
    assert faults(text) == []
    assert spoken_formulas(text) == text


def test_a_formula_holds_nothing_but_mathematics() -> None:
    made = markup(mathml_of(r"\text{<script>&amp;} < x", display=False))
    assert "<script>" not in made
    assert made.startswith("<math><mrow><mtext>&lt;script&gt;")
    for source in (r"\style{x:y}{x}", r"\class{a}{x}", r"\color{red}{x}", r"\def\x{y}\x", "{" * 60 + "}" * 60):
        with pytest.raises(InputError):
            mathml_of(source, display=False)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"x^2", "x²"),
        (r"x_{k+1} = x_k - \eta \nabla f(x_k)", "xₖ₊₁ = xₖ − η∇f(xₖ)"),
        (r"\frac{a+b}{2c}", "(a + b)/(2c)"),
        (r"\sqrt{a^2+b^2}", "√(a² + b²)"),
        (r"|1 - \eta\lambda| < 1", "|1 − ηλ| < 1"),
        (r"2\sin x", "2 sin x"),
        (r"(-1)^k", "(−1)ᵏ"),
        (r"e^{-x^2/2}", "e^(−x²/2)"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1, 2; 3, 4)"),
    ],
)
def test_a_formula_reads_as_text(source: str, text: str) -> None:
    assert formula_text(mathml_of(source, display=False)) == text


def test_pictures_are_known_by_their_content(tmp_path: Path) -> None:
    for name in ("a.png", "b c.jpg"):
        Image.new("RGB", (30, 20)).save(tmp_path / name, "PNG")
    one, other = read_picture(tmp_path, "a.png"), read_picture(tmp_path, "b%20c.jpg")
    assert one == other
    assert (one.name.endswith(".png"), one.width, one.height) == (True, 30, 20)
    turned = Image.Exif()
    turned[0x0112] = 6  # laid on its side
    Image.new("RGB", (30, 20)).save(tmp_path / "d.jpg", exif=turned)
    assert (read_picture(tmp_path, "d.jpg").width, read_picture(tmp_path, "d.jpg").height) == (20, 30)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><script/></svg>", "contains a script"),
        ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1' onload='x'/>", "contains a script, onload"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><image href='/etc/hostname'/></svg>",
            "outside the file",
        ),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "has no size"),
        ("<svg viewBox='0 0 1 1'/>", "is not an SVG file"),
        ("<!DOCTYPE x [<!ENTITY y 'z'>]><svg>&y;</svg>", "declares entities"),
        ("<svg", "not well-formed SVG"),
        ("words", "is not a picture"),
    ],
)
def test_a_drawing_is_only_a_drawing(content: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(content)
    with pytest.raises(InputError, match=line):
        read_picture(tmp_path, "a.svg")


def test_links_of_the_file_system_lead_no_further_than_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    Image.new("RGB", (3, 2)).save(tmp_path / "out.png")
    Image.new("RGB", (3, 2)).save(tmp_path / "in/real.png")
    (tmp_path / "in/out.png").symlink_to(tmp_path / "out.png")
    (tmp_path / "in/same.png").symlink_to(tmp_path / "in/real.png")
    assert read_picture(tmp_path / "in", "same.png").width == 3
    with pytest.raises(InputError, match="expected a file in the folder of the lesson or below"):
        read_picture(tmp_path / "in", "out.png")


def test_formulas_in_captions_are_text() -> None:
    assert spoken_formulas(r"The slope is $2x$ at {x_0}, ${loss_0}.") == "The slope is 2x at {x_0}, ${loss_0}."
    with pytest.raises(InputError, match=r"unknown command \\foo"):
        spoken_formulas(r"The slope is $\foo$.")
