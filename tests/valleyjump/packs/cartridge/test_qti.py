"""The questions as QTI: by the rules of the Common Cartridge profile, and scored as QTI 1.2.1 says.

The rules are those of the profile's schema, ccv1p1_qtiasiv1p2p1, which numbers them: [4a] is rule a of rule set 4.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from lxml.html import fromstring

from gdcore.question import Choice, Question
from gdcore.questions.by_slug import questions
from gdcore.scenarios import catalogue
from tests.valleyjump.clips_on_page.test_quiz import shown
from tests.valleyjump.page.pages import HOSTILE
from valleyjump.clips_on_page.quiz import LETTERS, typeset_questions
from valleyjump.packs.cartridge.qti import assessment

NAMESPACES = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
ASSESSMENT_FIELDS = {
    "cc_profile": {"cc.exam.v0p1"},
    "qmd_assessmenttype": {"Examination"},
    "qmd_scoretype": {"Percentage"},
    "qmd_feedbackpermitted": {"Yes", "No"},
    "qmd_hintspermitted": {"Yes", "No"},
    "qmd_solutionspermitted": {"Yes", "No"},
    "cc_allow_late_submission": {"Yes", "No"},
    "cc_maxattempts": {"1", "2", "3", "4", "5", "unlimited"},
}
ITEM_FIELDS = {
    "cc_profile": {"cc.multiple_choice.v0p1"},
    "cc_weighting": {str(weight) for weight in range(1, 100)},
    "qmd_scoringpermitted": {"Yes"},
    "qmd_computerscored": {"Yes", "No"},
}
QUESTIONS = [asked for scenario in catalogue() for asked in questions(scenario)]
NASTY = Question(
    "nasty",
    HOSTILE,
    (Choice("a < b", True, "]]>"), Choice(HOSTILE, False, HOSTILE), Choice("1 × 10⁴²", False, "<b>")),
    HOSTILE,
)


def made(asked: Question) -> etree._Element:
    return etree.fromstring(assessment(f"x-{asked.slug}", HOSTILE, typeset_questions([asked])))


def fields(root: etree._Element, path: str) -> list[tuple[str, str]]:
    found = root.xpath(f"{path}/q:qtimetadata/q:qtimetadatafield", namespaces=NAMESPACES)
    return [(field[0].text, field[1].text) for field in found]


def words(material: etree._Element) -> str:
    """Return the words of a material as a reader shows them: it takes its text for HTML."""
    (text,) = material.iter(f"{{{NAMESPACES['q']}}}mattext")
    assert text.get("texttype") == "text/html"
    tree = fromstring(f"<div>{text.text}</div>")
    assert {node.tag for node in tree.iter()} <= {"div", "p", "sup"}
    return tree.text_content().replace("\u00a0", " ")


@pytest.fixture(params=[*QUESTIONS, NASTY], ids=lambda asked: asked.slug)
def asked(request: pytest.FixtureRequest) -> Question:
    return request.param


def test_metadata_have_the_fields_and_values_of_the_profile(asked: Question) -> None:
    root = made(asked)
    for path, allowed in (("q:assessment", ASSESSMENT_FIELDS), ("//q:itemmetadata", ITEM_FIELDS)):
        found = fields(root, path)
        assert len(dict(found)) == len(found)  # [1k-s], [2g-j]
        assert "cc_profile" in dict(found)  # [2f]
        assert {label for label, entry in found if entry not in allowed.get(label, ())} == set()  # [1a-j], [2a-e]


def test_one_assessment_has_one_section_with_one_item(asked: Question) -> None:
    root = made(asked)
    assert [child.tag.rpartition("}")[2] for child in root] == ["assessment"]
    (whole,) = root
    assert [child.tag.rpartition("}")[2] for child in whole] == ["qtimetadata", "section"]
    assert whole.get("title") == HOSTILE
    (item,) = whole[1]
    assert [child.tag.rpartition("}")[2] for child in item][:3] == ["itemmetadata", "presentation", "resprocessing"]
    assert {child.tag.rpartition("}")[2] for child in item[3:]} == {"itemfeedback"}
    identifiers = root.xpath("//@ident")
    assert len([name for name in identifiers if name.startswith("x-")]) == 3
    assert len(set(identifiers)) == len(identifiers)


def test_a_multiple_choice_has_the_structure_of_the_profile(asked: Question) -> None:
    root = made(asked)
    (response,) = root.xpath("//q:presentation/q:response_lid", namespaces=NAMESPACES)
    assert response.get("rcardinality") == "Single"  # [4a]
    assert not root.xpath("//q:response_str | //q:render_fib | //q:varsubstring", namespaces=NAMESPACES)  # [4b, c, f]
    labels = response.xpath("q:render_choice/q:response_label/@ident", namespaces=NAMESPACES)
    assert len(labels) >= 3  # [4d]
    for chosen in root.xpath("//q:varequal", namespaces=NAMESPACES):
        assert chosen.get("respident") == response.get("ident")  # [4e]
        assert chosen.text in labels  # [9a]
    shown_by = root.xpath("//q:displayfeedback[@feedbacktype='Response']/@linkrefid", namespaces=NAMESPACES)
    assert sorted(shown_by) == sorted(root.xpath("//q:itemfeedback/@ident", namespaces=NAMESPACES))  # [12c, d]
    assert not {"solution", "hint"} & set(shown_by)  # [12a, b]
    (variable,) = root.xpath("//q:decvar", namespaces=NAMESPACES)
    assert dict(variable.attrib) == {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": "100"}


def scored(root: etree._Element, letter: str) -> tuple[int, list[str]]:
    """Return score and feedback for a choice: conditions in their order, until one that holds does not go on."""
    score, shown_ones = 0, []
    for condition in root.xpath("//q:respcondition", namespaces=NAMESPACES):
        (variable,) = condition.find("q:conditionvar", NAMESPACES)
        if not variable.tag.endswith("}other") and variable.text != letter:
            continue
        for setting in condition.findall("q:setvar", NAMESPACES):
            assert (setting.get("varname"), setting.get("action")) == ("SCORE", "Set")
            score = int(setting.text)
        for link in condition.findall("q:displayfeedback", NAMESPACES):
            (met,) = root.xpath(f"//q:itemfeedback[@ident='{link.get('linkrefid')}']", namespaces=NAMESPACES)
            shown_ones.append(words(met))
        if condition.get("continue") == "No":
            break
    return score, shown_ones


def test_each_choice_is_worth_what_it_is_and_met_by_its_own_words(asked: Question) -> None:
    root = made(asked)
    assert words(root.xpath("//q:presentation/q:material", namespaces=NAMESPACES)[0]) == shown(asked.prompt)
    labels = root.xpath("//q:response_label", namespaces=NAMESPACES)
    for letter, choice, label in zip(LETTERS[: len(labels)], asked.choices, labels, strict=True):
        assert label.get("ident") == letter
        assert words(label) == shown(choice.text)
        assert scored(root, letter) == (
            100 if choice.right else 0,
            [shown(asked.explanation), shown(choice.response)],
        )


def test_a_reader_that_stops_at_the_first_end_finds_the_right_choice(asked: Question) -> None:
    """As the converter to Open edX does: every choice is right until the first condition that does not go on."""
    right = []
    for condition in made(asked).xpath("//q:respcondition", namespaces=NAMESPACES):
        right += condition.xpath("q:conditionvar/q:varequal/text()", namespaces=NAMESPACES)
        if condition.get("continue") == "No":
            break
    assert right == [LETTERS[asked.choices.index(asked.answer)]]


def test_the_explanation_alone_meets_every_choice(asked: Question) -> None:
    """As Moodle reads it: general feedback is that of the conditions that go on."""
    root = made(asked)
    general = root.xpath("//q:respcondition[@continue='Yes']/q:displayfeedback/@linkrefid", namespaces=NAMESPACES)
    (met,) = [root.xpath(f"//q:itemfeedback[@ident='{name}']", namespaces=NAMESPACES)[0] for name in general]
    assert words(met) == shown(asked.explanation)


def test_several_questions_are_items_of_one_assessment() -> None:
    root = etree.fromstring(assessment("x", "Two", typeset_questions([NASTY, QUESTIONS[0]])))
    items = root.xpath("//q:section/q:item", namespaces=NAMESPACES)
    assert [item.get("ident") for item in items] == ["x_item", "x_item-2"]
    alone = made(QUESTIONS[0]).xpath("//q:item/q:presentation", namespaces=NAMESPACES)
    assert etree.tostring(items[1].find("{*}presentation")) == etree.tostring(alone[0])


def test_a_question_in_other_words_keeps_its_identifiers() -> None:
    one, other = (made(asked) for asked in (NASTY, replace(NASTY, prompt="Else?")))
    assert one.xpath("//@ident") == other.xpath("//@ident")
