"""The questions in a browser: by mouse and by keyboard, wrong answers met, the right one told; without scripts too."""

from __future__ import annotations

import re

import pytest

from gdcore.questions.by_slug import questions
from gdcore.scenarios import built_in

SLUG = "parabola-race"
ASKED = questions(built_in(SLUG))[0]
RIGHT = [choice.right for choice in ASKED.choices].index(True)
WRONG = next(i for i, choice in enumerate(ASKED.choices) if not choice.right)


@pytest.fixture
def opened(browser, article):
    """Return a function that opens the article and returns its page; options are those of a browser context."""
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.goto(article.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def box(page, slug=SLUG):
    return page.locator(f"#question-{slug}")


def said(question_box):
    return re.sub(r"\s+", " ", question_box.locator("[role=status]").inner_text()).replace("\u00a0", " ").strip()


def test_a_wrong_answer_is_met_by_what_it_implies_and_may_be_tried_again(opened):
    page = opened()
    asked = box(page)
    assert asked.locator("details").count() == 0
    assert said(asked) == ""
    asked.get_by_label(ASKED.choices[WRONG].text, exact=False).first.check()
    assert said(asked) == ""  # nothing is told before it is asked for
    asked.get_by_role("button", name="Check").click()
    assert said(asked) == f"Not quite. {ASKED.choices[WRONG].response}"
    assert ASKED.explanation not in asked.inner_text()
    assert asked.locator("label").nth(WRONG).inner_text().endswith("✗")
    asked.locator("label").nth(RIGHT).click()
    asked.get_by_role("button", name="Check").click()
    assert said(asked) == f"Right. {ASKED.explanation}"
    assert asked.locator("label").nth(RIGHT).inner_text().endswith("✓")
    assert not asked.get_by_role("button", name="Show the answer").is_visible()


def test_checking_without_a_choice_asks_for_one(opened):
    asked = box(opened())
    asked.get_by_role("button", name="Check").click()
    assert said(asked) == "Choose an answer first."


def test_the_keyboard_alone_is_enough(opened):
    page = opened()
    asked = box(page)
    asked.locator("input").first.focus()
    page.keyboard.press("Space")
    for _ in range(RIGHT):
        page.keyboard.press("ArrowDown")
    outlined = asked.locator("label").nth(RIGHT).evaluate("e => getComputedStyle(e).outlineStyle")
    assert outlined == "solid"
    page.keyboard.press("Enter")
    assert said(asked).startswith("Right.")
    assert page.url.endswith("index.html")


def test_the_answer_is_shown_on_request_and_the_focus_stays(opened):
    page = opened()
    asked = box(page)
    asked.get_by_role("button", name="Show the answer").focus()
    page.keyboard.press("Enter")
    assert said(asked) == f"The answer is {'ABCD'[RIGHT]}. {ASKED.explanation}"
    assert asked.locator("input").nth(RIGHT).is_checked()
    assert page.evaluate("document.activeElement.value") == "ABCD"[RIGHT]


def test_a_group_is_named_by_its_question_and_its_choices_by_their_words(opened):
    page = opened()
    group = page.get_by_role("group", name=re.compile("^" + re.escape(ASKED.prompt[:20])))
    names = [group.get_by_role("radio").nth(i).evaluate("e => e.labels[0].textContent") for i in range(4)]
    assert [" ".join(name.split()) for name in names] == [
        f"{letter} {choice.text}" for letter, choice in zip("ABCD", ASKED.choices, strict=True)
    ]
    assert box(page).locator("[role=status]").get_attribute("aria-live") == "polite"


def test_no_question_disturbs_another(opened):
    page = opened()
    box(page).locator("label").nth(0).click()
    box(page, "mse-converges").locator("label").nth(1).click()
    assert box(page).locator("input").nth(0).is_checked()


def test_nothing_is_asked_for_or_kept(opened, article):
    page = opened()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for button in box(page).get_by_role("button", name="Check"), box(page).get_by_role("button", name="Show"):
        button.click()
    # Scrolling to the question brings the next clip's poster near.
    assert [address for address in asked if not address.endswith((".jpg", ".png"))] == []
    assert page.context.cookies() == []
    assert (
        page.evaluate("() => { try { return localStorage.length + sessionStorage.length; } catch { return 0; } }") == 0
    )


def test_without_scripts_it_is_a_question_and_a_hidden_answer(opened):
    page = opened(java_script_enabled=False)
    asked = box(page)
    explanation = asked.locator(".explanation")
    assert asked.locator("li .reading").first.is_visible()
    assert not explanation.is_visible()
    asked.get_by_text("Answer", exact=True).click()
    assert explanation.is_visible()
    assert asked.locator(".response").count() == len(ASKED.choices) - 1


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_asks_and_answers_at_the_end(opened, scripts):
    page = opened(java_script_enabled=scripts)
    assert not page.locator("#answers").is_visible()
    page.emulate_media(media="print")
    asked = box(page)
    assert asked.get_by_text(ASKED.prompt).is_visible()
    assert not asked.get_by_text(ASKED.explanation).filter(visible=True).count()
    assert page.locator("#answers").get_by_text(ASKED.explanation).is_visible()
    assert not asked.locator("button, summary, input").filter(visible=True).count()


@pytest.mark.parametrize("width", [320, 1920])
def test_every_question_fits(opened, width):
    page = opened(viewport={"width": width, "height": 800})
    for asked in page.locator(".question").all():
        asked.get_by_role("button", name="Show the answer").click()
        wide = asked.evaluate("e => [e.scrollWidth - e.clientWidth, e.getBoundingClientRect().right]")
        assert wide[0] <= 0
        assert wide[1] <= width


def test_an_answer_is_told_to_whoever_listens_above(opened):
    page = opened()
    page.evaluate("() => { window.told = []; document.addEventListener('quiz-answered', (e) => told.push(e.detail)); }")
    asked = box(page)
    asked.get_by_role("button", name="Check").click()  # nothing is chosen: nothing is answered
    asked.locator("label").nth(WRONG).click()
    asked.get_by_role("button", name="Check").click()
    asked.get_by_role("button", name="Show the answer").click()
    common = {"id": f"question-{SLUG}"}
    assert page.evaluate("told") == [
        {**common, "letter": "ABCD"[WRONG], "right": False, "shown": False},
        {**common, "letter": "ABCD"[RIGHT], "right": True, "shown": True},
    ]


def test_an_earlier_state_comes_back_without_a_word(opened):
    page = opened()
    page.evaluate("() => { window.told = []; document.addEventListener('quiz-answered', (e) => told.push(e.detail)); }")
    asked = box(page)
    recall = "(e, detail) => e.dispatchEvent(new CustomEvent('quiz-recall', { detail }))"
    asked.evaluate(recall, {"letter": "Z", "shown": False})
    assert said(asked) == ""
    asked.evaluate(recall, {"letter": "ABCD"[WRONG], "shown": False})
    assert said(asked) == f"Not quite. {ASKED.choices[WRONG].response}"
    assert asked.locator("[role=status]").get_attribute("aria-live") == "off"
    asked.evaluate(recall, {"letter": "ABCD"[RIGHT], "shown": True})
    assert said(asked) == f"The answer is {'ABCD'[RIGHT]}. {ASKED.explanation}"
    assert [asked.locator("label").nth(i).get_attribute("data-tried") for i in (WRONG, RIGHT)] == ["wrong", "right"]
    assert asked.locator("input").nth(RIGHT).is_checked()
    assert not asked.get_by_role("button", name="Show the answer").is_visible()
    assert page.evaluate("[told.length, document.activeElement === document.body]") == [0, True]
    asked.locator("[role=status][aria-live=polite]").wait_for(state="attached")


RECALL = "asked => { asked.dispatchEvent(new CustomEvent('quiz-recall', { detail: { letter: 'A', shown: true } })); }"
ENDING = (".last", ".badge", ".numbers table", ".numbers dl", ".transcript li")
"""What tells how a clip ends."""


def told(page, slug=SLUG):
    """Return whether the result of a clip is seen."""
    return page.locator(f"#clip-{slug} .badge").is_visible()


def check(page, place):
    box(page).locator("label").nth(place).click()
    box(page).get_by_role("button", name="Check").click()


def check_right(page):
    check(page, WRONG)
    assert not told(page)  # and there is something left to try
    check(page, RIGHT)


@pytest.mark.parametrize(
    "act",
    [
        check_right,
        lambda page: box(page).get_by_role("button", name="Show the answer").click(),
        lambda page: page.locator(f"#clip-{SLUG}").get_by_text("Show the result").click(),
        lambda page: box(page).evaluate(RECALL),
        lambda page: page.locator(f"#clip-{SLUG} video").dispatch_event("ended"),
    ],
    ids=["an answer", "the answer shown", "the result asked for", "an answer recalled", "the clip watched"],
)
def test_the_end_of_a_clip_waits_until_it_is_predicted_watched_or_asked_for(opened, act):
    page = opened()
    assert not told(page)
    act(page)
    page.locator(f"#clip-{SLUG} .badge").wait_for()


def test_the_start_of_every_clip_is_sharp_and_no_end_is_in_sight(opened):
    page = opened()
    for figure in page.locator("figure.run").all():
        assert figure.locator(".poster").is_visible()
        assert figure.locator(".caption").is_visible()
        for ending in ENDING:
            assert not figure.locator(ending).first.is_visible()
    blurred = "(all) => all.filter((one) => getComputedStyle(one).filter.includes('blur')).length"
    assert page.locator("figure.run *").evaluate_all(blurred) == 0


def test_whoever_passes_by_with_the_tab_key_sees_no_answer(opened):
    page = opened()
    passed = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        passed.add(page.evaluate("document.activeElement.closest('figure.run')?.id"))
    assert len(passed - {None}) > 2
    assert page.locator("details.result[open]").count() == 0


def test_after_an_answer_the_clip_can_be_watched(opened):
    page = opened()
    watch = box(page).get_by_role("button", name="Watch the clip")
    assert not watch.is_visible()
    check(page, WRONG)
    page.evaluate("() => { HTMLMediaElement.prototype.play = async function () { window.played = this; }; }")
    watch.click()
    assert page.evaluate("played.closest('figure').id") == f"clip-{SLUG}"


def test_without_scripts_the_end_is_folded_away(opened):
    page = opened(java_script_enabled=False)
    figure = page.locator(f"#clip-{SLUG}")
    assert figure.locator(".poster").is_visible()
    assert not told(page)
    figure.get_by_text("Show the result").click()
    assert told(page)
    assert figure.locator(".last").is_visible()
    assert figure.locator(".last-words").is_visible()
