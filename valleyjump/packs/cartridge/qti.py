"""The questions before a clip as an assessment of QTI 1.2.1, in the profile of Common Cartridge 1.1.

The profile's rules are those of its schema, ``ccv1p1_qtiasiv1p2p1_v1p0.xsd``, whose rule sets the tests go by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from markupsafe import Markup

from valleyjump.clips_on_page.quiz import Quiz
from valleyjump.markup.xml_writer import document, element

DECLARATIONS = {
    "xmlns": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2 "
    "http://www.imsglobal.org/profile/cc/ccv1p1/ccv1p1_qtiasiv1p2p1_v1p0.xsd",
}
EXAM = {
    "cc_profile": "cc.exam.v0p1",
    "qmd_assessmenttype": "Examination",
    "qmd_scoretype": "Percentage",
    "qmd_feedbackpermitted": "Yes",
    "cc_maxattempts": "unlimited",
}
"""One predicts, watches, and may think again: any number of attempts, each with its feedback."""
MULTIPLE_CHOICE = {
    "cc_profile": "cc.multiple_choice.v0p1",
    "cc_weighting": "1",
    "qmd_scoringpermitted": "Yes",
    "qmd_computerscored": "Yes",
}
RESPONSE = "choices"
GENERAL = "general"


def assessment(identifier: str, title: str, quizzes: Sequence[Quiz]) -> bytes:
    """Return the document with the questions in their order; its identifiers begin with ``identifier``."""
    items = (
        _item(f"{identifier}_item" + f"-{number}" * (number > 1), f"{title} {number}" if quizzes[1:] else title, quiz)
        for number, quiz in enumerate(quizzes, 1)
    )
    section = element("section", {"ident": f"{identifier}_section"}, *items)
    whole = element("assessment", {"ident": identifier, "title": title}, _metadata(EXAM), section)
    return document(element("questestinterop", DECLARATIONS, whole))


def _item(identifier: str, title: str, quiz: Quiz) -> Element:
    return element(
        "item",
        {"ident": identifier, "title": title},
        element("itemmetadata", {}, _metadata(MULTIPLE_CHOICE)),
        _presentation(quiz),
        _scoring(quiz),
        *_feedback(quiz),
    )


def _presentation(quiz: Quiz) -> Element:
    labels = (element("response_label", {"ident": option.letter}, _material(option.text)) for option in quiz.options)
    choices = element(
        "response_lid", {"ident": RESPONSE, "rcardinality": "Single"}, element("render_choice", {}, *labels)
    )
    return element("presentation", {}, _material(Markup("<p>{}</p>").format(quiz.prompt)), choices)


def _scoring(quiz: Quiz) -> Element:
    """Return what an answer is worth and what meets it: the explanation, the right answer, then the others.

    The order and the ends are for the readers that there are: one takes every answer to be right up to the first
    condition that ends, and one takes the feedback of all that go on to be meant for every answer.
    """
    outcomes = {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": "100"}
    conditions = [_condition(element("other"), GENERAL, goes_on=True)]
    for option in sorted(quiz.options, key=lambda option: not option.right):
        chosen = element("varequal", {"respident": RESPONSE}, option.letter)
        conditions.append(_condition(chosen, option.letter, score=100 if option.right else None))
    return element("resprocessing", {}, element("outcomes", {}, element("decvar", outcomes)), *conditions)


def _condition(variable: Element, feedback: str, *, goes_on: bool = False, score: int | None = None) -> Element:
    made = element("respcondition", {"continue": "Yes" if goes_on else "No"}, element("conditionvar", {}, variable))
    if score is not None:
        made.append(element("setvar", {"action": "Set", "varname": "SCORE"}, str(score)))
    made.append(element("displayfeedback", {"feedbacktype": "Response", "linkrefid": _feedback_name(feedback)}))
    return made


def _feedback(quiz: Quiz) -> Iterator[Element]:
    yield _feedback_element(GENERAL, quiz.explanation)
    yield from (_feedback_element(option.letter, option.response) for option in quiz.options)


def _feedback_element(name: str, words: Markup) -> Element:
    return element("itemfeedback", {"ident": _feedback_name(name)}, element("flow_mat", {}, _material(words)))


def _feedback_name(name: str) -> str:
    return f"feedback-{name}"


def _material(words: Markup) -> Element:
    """Words as HTML: most readers take any text for HTML, whatever its type says."""
    return element("material", {}, element("mattext", {"texttype": "text/html"}, str(words)))


def _metadata(fields: dict[str, str]) -> Element:
    entries = (
        element("qtimetadatafield", {}, element("fieldlabel", {}, label), element("fieldentry", {}, entry))
        for label, entry in fields.items()
    )
    return element("qtimetadata", {}, *entries)
