"""Formulas: native MathML from Typst's notation, each under its own name."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from valleyjump.article.formulas import DISPLAY, FORMULAS, INLINE
from valleyjump.markup.mathml import mathml


def words(element):
    return "".join(ElementTree.fromstring(element).itertext())


def test_spaces_inside_the_dollar_signs_set_a_formula_apart():
    found = mathml({"inline": "$eta$", "display": "$ eta $"})
    assert found["inline"] == "<math><mi>η</mi></math>"
    assert found["display"] == '<math display="block"><mi>η</mi></math>'


def test_each_formula_comes_back_under_its_name():
    found = mathml({"b": "$b + 2$", "fraction": "$ 2/c $", "a": "$a_k$"})
    assert {name: words(element) for name, element in found.items()} == {"b": "b+2", "fraction": "2c", "a": "ak"}
    assert "<mfrac>" in found["fraction"]
    assert "<msub>" in found["a"]


def test_letters_are_plain_ones():
    assert words(mathml({"all": "$a h z A Z alpha omega Omega$"})["all"]) == "ahzAZαωΩ"


def test_bold_letters_keep_their_weight():
    assert words(mathml({"bold": "$bold(p)$"})["bold"]) == "\N{MATHEMATICAL BOLD ITALIC SMALL P}"


def test_signs_that_mean_something_in_html_are_escaped():
    found = mathml({"less": '$a < "<script>&"$'})["less"]
    assert words(found) == "a<<script>&"
    assert "<script>" not in found


@pytest.mark.parametrize("source", ["eta", "$eta", "$a$ and $b$", "words $a$", "$$", ""])
def test_what_is_not_one_formula_is_refused_by_name(source):
    with pytest.raises(ValueError, match="formula wrong: expected one formula"):
        mathml({"right": "$a$", "wrong": source})


def test_no_formulas_are_no_formulas():
    assert mathml({}) == {}


def test_all_formulas_of_the_page_are_well_formed_and_set_as_they_are_meant():
    found = mathml(FORMULAS)
    assert found.keys() == FORMULAS.keys()
    assert all(ElementTree.fromstring(found[name]).get("display") is None for name in INLINE)
    assert all(ElementTree.fromstring(found[name]).get("display") == "block" for name in DISPLAY)
    assert words(found["factor"]) == "xk+1=xk−η⋅2xk=(1−2η)xk"
    assert words(found["momentum_stable"]) == "0<λ1<2(1+β)"


def test_no_name_is_hidden_by_a_mapping_of_its_own():
    assert not FORMULAS.keys() & set(dir(dict))


def test_the_module_alone_loads_no_compiler():
    code = "import sys, valleyjump.markup.mathml; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
