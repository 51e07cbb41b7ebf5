"""The SCORM package played in a browser, against a platform's side that others have written; and without a platform."""

from __future__ import annotations

import json
import re
import zipfile

import pytest

from tests.browser.conftest import wake
from tests.browser.packages.learner import answer, held, lesson, play, progress, right_letter, told, wrong_letter
from tests.browser.packages.platform import FRAME, set_up
from tests.browser.page.whole_page import COLOUR_RULES, TAGS
from tests.browser.serving import served
from valleyjump.packs.forms import packed

CLOSED, OPEN = "parabola-diverges", "hostile"
"""The clip whose transcript stays closed at first, and the one whose is opened."""


@pytest.fixture(scope="module")
def at(tiny_build, tmp_path_factory):
    """Return the address of a platform that has the package of the small build."""
    folder = tmp_path_factory.mktemp("platform")
    set_up(folder, packed("scorm12", tiny_build, folder / "lesson.zip"))
    with served(folder) as address:
        yield address


@pytest.fixture
def opened(browser):
    """Return a function that opens an address in a context of its own; whatever goes wrong there fails the test."""
    contexts, faults = [], []

    def open_page(address, **options):
        context = browser.new_context(**{"viewport": {"width": 900, "height": 700}, **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        context.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def course(opened, at):
    """Return a function that opens the course, given what the platform has kept."""

    def enter(kept=None, **options):
        page = opened(f"{at}/course.html" if kept is None else f"{at}/door.html", **options)
        if kept is not None:
            page.evaluate("kept => { localStorage.kept = kept; }", json.dumps(kept))
            page.goto(f"{at}/course.html")
        page.frame_locator("iframe").locator(".progress").wait_for()
        return page

    return enter


def test_a_lesson_is_begun_left_found_again_and_completed(course, tiny_build):
    page = course()
    core = held(page)["core"]
    assert (core["lesson_status"], core["exit"], core["score"]["raw"]) == ("incomplete", "suspend", "")
    progress(page, 0, 0)

    # Whoever jumps to the end has seen the end; whoever plays it has watched it.
    video = lesson(page).locator(f"#clip-{CLOSED} video")
    duration = next(clip.duration_s for clip in tiny_build.clips if clip.slug == CLOSED)
    play(video, duration - 1)
    video.evaluate("video => new Promise((done) => { video.ended ? done() : video.onended = done; })")
    progress(page, 0, 0)
    play(video)
    progress(page, 1, 0)

    right, wrong = right_letter(tiny_build, CLOSED), wrong_letter(tiny_build, CLOSED)
    answer(page, CLOSED, wrong)
    progress(page, 1, 1)
    answer(page, CLOSED, right)
    cmi = held(page)
    assert cmi["core"]["score"] == {"raw": "0", "min": "0", "max": "100"}
    (asked,) = cmi["interactions"].values()
    assert asked["id"] == f"question-{CLOSED}"
    assert (asked["type"], asked["student_response"], asked["result"]) == ("choice", wrong.lower(), "wrong")
    assert asked["correct_responses"]["0"]["pattern"] == right.lower()
    assert re.fullmatch(r"\d\d:\d\d:\d\d", asked["time"])
    assert re.fullmatch(r"\d\d:\d\d:\d\d(\.\d+)?", asked["latency"])

    # A reload is a new launch: the platform has what was committed, and the page is as it was.
    wake(page.frames[1])
    lesson(page).locator(f"#clip-{OPEN} .title").evaluate("title => title.scrollIntoView({ block: 'start' })")
    page.wait_for_function("() => API.cmi.core.lesson_location.startsWith('clip-hostile ')")
    before = lesson(page).locator(f"#clip-{OPEN} .title").bounding_box()["y"]
    page.reload()
    progress(page, 1, 1)
    assert lesson(page).locator(f"#clip-{OPEN} .title").bounding_box()["y"] == pytest.approx(before, abs=3)
    box = lesson(page).locator(f"#question-{CLOSED}")
    assert [
        box.locator("label").nth("ABCD".index(letter)).get_attribute("data-tried") for letter in (wrong, right)
    ] == [
        "wrong",
        "right",
    ]
    assert box.locator("[role=status]").inner_text().startswith("Right.")
    assert lesson(page).get_by_role("img", name="Done").count() == 1
    calls = told(page)
    assert [name for name, *_ in calls if name in ("LMSInitialize", "LMSFinish")] == [
        "LMSInitialize",
        "LMSFinish",
        "LMSInitialize",
    ]
    assert {(taken, error) for *_, taken, error in calls} == {("true", "0")}
    assert len(held(page)["interactions"]) == 1  # what was recalled is not told again

    # On another machine: another browser, and what the platform has kept.
    other = course(json.loads(page.evaluate("localStorage.kept")))
    progress(other, 1, 1)
    lesson(other).locator(f"#question-{OPEN}").get_by_role("button", name="Show the answer").click()
    progress(other, 1, 2)
    cmi = held(other)
    shown = cmi["interactions"]["1"]
    assert (shown["id"], shown["result"], shown["student_response"]) == (f"question-{OPEN}", "neutral", "")
    assert (cmi["core"]["lesson_status"], cmi["core"]["score"]["raw"]) == ("incomplete", "0")

    lesson(other).locator(f"#clip-{OPEN} .transcript summary").click()
    lesson(other).locator(".progress", has_text="Completed").wait_for()
    core = held(other)["core"]
    assert (core["lesson_status"], core["exit"]) == ("completed", "suspend")
    other.reload()
    lesson(other).locator(".progress", has_text="Completed").wait_for()
    assert held(other)["core"]["lesson_status"] == "completed"


def test_a_first_choice_that_is_right_is_a_point(course, tiny_build):
    page = course()
    answer(page, CLOSED, right_letter(tiny_build, CLOSED))
    progress(page, 0, 1)
    assert held(page)["core"]["score"]["raw"] == "50"
    assert held(page)["interactions"]["0"]["result"] == "correct"


def test_a_transcript_that_is_opened_counts_and_one_that_print_opens_does_not(course):
    page = course()
    frame = page.frames[1]
    frame.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    frame.wait_for_function(f"document.querySelector('#clip-{CLOSED} .transcript').open")
    progress(page, 0, 0)
    summary = lesson(page).locator(f"#clip-{CLOSED} .transcript summary")
    summary.focus()
    page.keyboard.press("Enter")  # closes it
    progress(page, 0, 0)
    page.keyboard.press("Enter")
    progress(page, 1, 0)


def test_a_chapter_of_the_film_counts_for_its_clip(course, tiny_build):
    page = course()
    film = lesson(page).locator("figure.film")
    second = film.locator(f".chapters a[data-slug={OPEN}]")
    play(film.locator("video"), float(second.get_attribute("data-clip-start")))
    progress(page, 1, 0)
    assert held(page)["suspend_data"].endswith(".aA")


ARRIVED = """async (video, seeks) => {
  const begun = performance.now();
  while (video.seeks < seeks && performance.now() - begun < 8000) await new Promise((go) => setTimeout(go, 20));
}"""


def test_with_stills_instead_of_motion_every_beat_makes_a_clip(course, tiny_build):
    page = course(reduced_motion="reduce")
    figure = lesson(page).locator(f"#clip-{CLOSED}")
    beats = figure.locator(".transcript li").count()
    figure.locator("video").evaluate("v => { v.seeks = 0; v.addEventListener('seeked', () => { v.seeks += 1; }); }")
    for place in range(beats):
        progress(page, 0, 0)
        figure.get_by_role("button", name="Next scene", exact=True).click()
        figure.locator(".where", has_text=f"scene {place + 1} of").wait_for()
        figure.locator("video").evaluate(ARRIVED, place + 1)
    progress(page, 1, 0)


@pytest.mark.parametrize("kept", ["1.zzz.AA", "\u2028"])
def test_what_another_lesson_has_kept_begins_afresh(course, kept):
    page = course({"suspend_data": kept, "core": {"lesson_location": "nowhere 0.5", "lesson_status": "incomplete"}})
    progress(page, 0, 0)
    assert lesson(page).locator("body").evaluate("() => scrollY") == 0


def test_the_line_is_quiet_fits_and_stays_off_paper(course):
    page = course(viewport={"width": 320, "height": 600})
    line = lesson(page).get_by_role("complementary", name="Your progress")
    box = line.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] < 40
    assert line.evaluate("e => [e.closest('[aria-live]'), e.scrollWidth > e.clientWidth]") == [None, False]
    page.emulate_media(media="print")
    assert not line.is_visible()


def use_without_platform(page, built):
    """Use the lesson as if nobody listened, which nobody does."""
    page.locator(f"#question-{CLOSED} label").first.click()
    page.locator(f"#question-{CLOSED}").get_by_role("button", name="Check").click()
    page.locator(f"#clip-{CLOSED} .transcript summary").click()
    assert page.locator(f"#question-{CLOSED} [role=status]").inner_text() != ""
    assert page.locator(".progress, .counts").count() == 0
    page.reload()
    assert page.locator(f"#question-{CLOSED} [role=status]").inner_text() == ""


def test_without_a_platform_it_is_the_page_over_http(opened, at, tiny_build):
    use_without_platform(opened(f"{at}/lesson/index.html"), tiny_build)


def test_without_a_platform_it_is_the_page_from_disk(opened, tiny_build, tmp_path):
    with zipfile.ZipFile(packed("scorm12", tiny_build, tmp_path / "x.zip")) as archive:
        archive.extractall(tmp_path / "disk")
    use_without_platform(opened((tmp_path / "disk/index.html").as_uri()), tiny_build)


def test_in_a_frame_of_another_site_it_is_the_page(opened, at, tmp_path, tiny_build):
    (tmp_path / "other.html").write_text(FRAME.format(f"{at}/lesson/index.html"))
    with served(tmp_path) as other:
        page = opened(f"{other}/other.html")
        inside = page.frame_locator("iframe")
        inside.locator(f"#clip-{CLOSED} .transcript summary").click()
        inside.locator(f"#clip-{CLOSED} details.transcript[open]").wait_for()
        assert inside.locator(".progress").count() == 0


def window_of(opened, at, **options):
    """Return the platform's page, and the window that it opens the lesson in."""
    page = opened(f"{at}/opener.html", **options)
    with page.expect_popup() as popup:
        page.evaluate("() => void window.open('lesson/index.html')")
    popup.value.locator(".progress").wait_for()
    return page, popup.value


def test_a_platform_that_opens_a_window_is_found_and_told_the_end(opened, at):
    page, window = window_of(opened, at)
    window.close(run_before_unload=True)
    page.wait_for_function("JSON.parse(localStorage.told ?? '[]').some(([name]) => name === 'LMSFinish')")


def test_axe_finds_nothing(opened, at):
    from axe_playwright_python.sync_playwright import Axe

    _, window = window_of(opened, at)
    window.locator(f"#clip-{CLOSED} .transcript summary").click()
    window.locator(".counts").wait_for()
    for scheme, rules in (("dark", TAGS), ("light", COLOUR_RULES)):
        window.emulate_media(color_scheme=scheme)
        found = Axe().run(window, options={"runOnly": rules, "preload": False}).response
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
        seen = [node["html"] for rule in found["passes"] if rule["id"] == "color-contrast" for node in rule["nodes"]]
        assert any("progress" in html for html in seen)
