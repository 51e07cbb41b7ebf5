"""The player of a clip: scenes, steps, time, repeats, captions, its result, one menu, and stills where asked for."""

import re

import pytest

from gdcore.scenario import Scenario
from scenes.render import render_clip
from tests.scenes.runs import TINY, on_houses, on_parabola
from tests.valleyjump.reading import render_page
from valleyjump.clips_on_page.stills import opening, opening_name
from valleyjump.page.assets import page_assets
from valleyjump.page.page import make_page
from valleyjump.rendering.explainer import chapters, join_clips

HALF_FRAME = 0.5 / TINY.fps
ROW = "tr[aria-current] > :first-child"


def renamed(scenario: Scenario, slug: str) -> Scenario:
    return Scenario(
        slug, slug, *(getattr(scenario, name) for name in ("objective", "method", "start", "steps", "view"))
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a page of two real clips, one of three steps and one of forty, and the clips by slug."""
    folder = tmp_path_factory.mktemp("player")
    (folder / "clips").mkdir()
    runs = [renamed(on_parabola(3), "short"), renamed(on_houses(40), "long")]
    clips = {run.slug: render_clip(run, TINY, folder / "clips") for run in runs}
    (folder / "index.html").write_text(render_page(make_page(runs, clips)), encoding="utf-8")
    (folder / "openings").mkdir()
    for slug, clip in clips.items():
        (folder / opening_name(slug)).write_bytes(opening(clip.files["mp4"]))
    join_clips(chapters(list(clips.values()), {run.slug: run.title for run in runs}), folder / "explainer.mp4")
    for name, content in page_assets().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder / "index.html", clips


@pytest.fixture
def opened(browser, built):
    """Return a function that opens the page from disk in a context of its own and returns it."""
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(built[0].as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened):
    opened_page = opened()
    yield opened_page
    assert opened_page.faults == []


def figure(page, slug):
    return page.locator(f"#clip-{slug}")


def press(page, slug, name):
    figure(page, slug).get_by_role("button", name=name, exact=True).click()


def arrives(page, slug, time_s):
    """Wait until the video stands there. A video that has only just loaded does not seek yet, and stands elsewhere."""
    page.wait_for_function(
        "([v, time]) => v.readyState >= 2 && !v.seeking && Math.abs(v.currentTime - time) <= 1e-3",
        arg=[figure(page, slug).locator("video").element_handle(), time_s],
    )


def words_on(page, slug, text):
    """Wait until these words stand beneath the picture, and are marked in the transcript."""
    from playwright.sync_api import expect

    expect(figure(page, slug).locator(".caption")).to_have_text(text)
    expect(figure(page, slug).locator(".transcript [aria-current] .words")).to_have_text([text])


def state(page, slug):
    return figure(page, slug).locator("video").evaluate("v => [v.paused, v.controls, v.playbackRate]")


def open_settings(page, slug):
    """Open the one menu of the page beside a clip, and return the clip's figure."""
    button = figure(page, slug).get_by_role("button", name="Settings")
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return figure(page, slug)


def test_nothing_plays_or_loads_by_itself(page):
    for slug in ("short", "long"):
        assert figure(page, slug).locator("video").evaluate("v => [v.paused, v.readyState]") == [True, 0]
        assert not figure(page, slug).locator(ROW).count()


def test_arrow_keys_go_from_scene_to_scene(page, built):
    cues = built[1]["short"].cues
    press(page, "short", "Next scene")
    arrives(page, "short", cues[1].start_s + HALF_FRAME)
    page.keyboard.press("ArrowRight")
    arrives(page, "short", cues[2].start_s + HALF_FRAME)
    words_on(page, "short", cues[2].text)
    assert cues[2].text in figure(page, "short").get_by_role("status").text_content()
    page.keyboard.press("ArrowLeft")
    arrives(page, "short", cues[1].start_s + HALF_FRAME)
    assert state(page, "short")[0]


def test_what_needs_the_arrows_itself_keeps_them(page):
    open_settings(page, "short").get_by_label("Captions").focus()
    page.keyboard.press("ArrowRight")
    assert figure(page, "short").locator(".where").text_content() == "5 scenes"
    figure(page, "short").get_by_label("Time").focus()
    page.keyboard.press("ArrowRight")
    arrives(page, "short", 3 * HALF_FRAME)


def test_every_step_is_reached_and_its_row_marked(page, built):
    steps = built[1]["short"].steps
    figure(page, "short").get_by_role("button", name="Play", exact=True).focus()
    for time_s, k in steps:
        page.keyboard.press("Shift+ArrowRight" if k and k % 2 else ".") if k != 1 else press(
            page, "short", "One step on"
        )
        arrives(page, "short", time_s + HALF_FRAME)
        assert figure(page, "short").locator(ROW).text_content() == str(k)
        assert f"k = {k}" in figure(page, "short").locator(".now").text_content()
    page.keyboard.press(",")
    arrives(page, "short", steps[-2][0] + HALF_FRAME)


def test_many_wishes_before_anything_has_loaded_are_one(page, built):
    press(page, "long", "One step on")
    for _ in range(9):
        page.keyboard.press(".")
    time_s, k = built[1]["long"].steps[9]
    arrives(page, "long", time_s + HALF_FRAME)
    assert figure(page, "long").locator(".at-step").text_content() == f"step {k} of 40"


def test_a_step_that_is_left_out_of_the_table_is_marked_where_it_would_stand(page, built):
    steps = [k for _, k in built[1]["long"].steps]
    press(page, "long", "One step on")
    for k in steps[1:]:
        page.keyboard.press(".")
        row = figure(page, "long").locator("tr[aria-current]")
        assert row.count() == 1
        shown = row.locator(":first-child").first.text_content()
        assert shown == (f"35 more, now k = {k}" if 4 < k < 40 else str(k))
    assert steps[-1] == 40


def test_the_table_follows_while_the_clip_plays(page):
    open_settings(page, "short").get_by_label("Speed").select_option("2")
    press(page, "short", "Next scene")
    press(page, "short", "Play")
    figure(page, "short").locator("tr[aria-current][data-k='1']").wait_for(state="attached")
    assert state(page, "short") == [False, False, 2.0]
    press(page, "short", "Pause")
    assert state(page, "short")[0]


@pytest.mark.parametrize(("slug", "presses", "name"), [("short", 2, r"this step"), ("long", 12, r"steps \d+ to \d+")])
def test_a_step_is_repeated_until_it_is_left(page, built, slug, presses, name):
    for _ in range(presses):
        press(page, slug, "One step on")
    page.keyboard.press("Tab")
    first = built[1][slug].steps[presses - 1][0]
    arrives(page, slug, first + HALF_FRAME)
    repeat = figure(page, slug).get_by_role("button", name=re.compile(f"^Repeat {name}$"))
    repeat.click()
    seen = (
        figure(page, slug)
        .locator("video")
        .evaluate(
            """video => new Promise((done) => {
          const seen = [];
          const look = () => {
            if (!video.seeking) seen.push(video.currentTime);
            const returns = seen.filter((time, i) => i > 0 && time < seen[i - 1] - 0.3).length;
            if (returns >= 2) done(seen); else requestAnimationFrame(look);
          };
          look();
        })"""
        )
    )
    assert min(seen) <= first + 2 * HALF_FRAME
    assert max(seen) - min(seen) >= 0.8
    assert max(seen) < built[1][slug].duration_s - 1.0
    assert repeat.get_attribute("aria-pressed") == "true"
    repeat.click()
    assert repeat.get_attribute("aria-pressed") == "false"


def test_captions_change_their_size_or_go_on_the_whole_page(page):
    caption, other = (figure(page, slug).locator(".caption") for slug in ("short", "long"))
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    normal = caption.evaluate(size)
    open_settings(page, "long").get_by_label("Captions").select_option("large")
    assert caption.evaluate(size) > 1.2 * normal
    assert open_settings(page, "short").get_by_label("Captions").input_value() == "large"
    assert page.locator(".settings").count() == 1
    paint = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    plain = caption.evaluate(paint)
    figure(page, "short").get_by_label("Captions").select_option("boxed")
    boxed = caption.evaluate(paint)
    assert boxed[0] not in (plain[0], boxed[1])
    figure(page, "short").get_by_label("Captions").select_option("off")
    assert not caption.is_visible()
    assert not other.is_visible()


@pytest.mark.parametrize("slug", ["short", "long"])
def test_captions_are_shown_from_disk_at_every_moment(page, built, slug):
    cues = built[1][slug].cues
    press(page, slug, "Next scene")
    arrives(page, slug, cues[1].start_s + HALF_FRAME)  # what has not loaded yet would go there after the first cue
    for cue in cues:
        middle_s = (cue.start_s + cue.end_s) / 2.0
        figure(page, slug).locator("video").evaluate("(v, time) => { v.currentTime = time }", middle_s)
        arrives(page, slug, middle_s)
        words_on(page, slug, cue.text)
        assert figure(page, slug).locator(".caption").is_visible()


def test_the_transcript_takes_the_reader_there(page, built):
    figure(page, "long").locator(".transcript summary").click()
    figure(page, "long").locator(".transcript button").nth(2).click()
    page.wait_for_function(
        "v => !v.paused && v.currentTime > 0", arg=figure(page, "long").locator("video").element_handle()
    )
    assert figure(page, "long").locator("video").evaluate("v => v.currentTime") >= built[1]["long"].cues[2].start_s


def test_stills_stand_in_where_less_motion_is_asked_for(opened, built):
    page, cues = opened(reduced_motion="reduce"), built[1]["long"].cues
    assert state(page, "long")[:2] == [True, False]
    assert not figure(page, "long").get_by_role("button", name="Repeat").count()
    assert not open_settings(page, "long").get_by_label("Speed").is_visible()
    page.keyboard.press("Escape")
    press(page, "long", "Next scene")
    for cue in cues[:3]:
        arrives(page, "long", cue.end_s - HALF_FRAME)
        words_on(page, "long", cue.text)
        page.keyboard.press("ArrowRight")
    assert state(page, "long")[0]
    figure(page, "long").locator(".transcript summary").click()
    figure(page, "long").locator(".transcript button").first.click()
    arrives(page, "long", cues[0].end_s - HALF_FRAME)
    assert state(page, "long")[:2] == [True, False]
    press(page, "long", "Play anyway")
    assert state(page, "long")[:2] == [False, False]
    assert state(page, "short")[:2] == [True, False]


def test_a_change_of_mind_stops_the_clip(page):
    press(page, "short", "Play")
    page.emulate_media(reduced_motion="reduce")
    page.locator("#clip-short[data-motion=less]").wait_for()
    assert state(page, "short")[:2] == [True, False]
    page.emulate_media(reduced_motion="no-preference")
    page.locator("#clip-short[data-motion=full]").wait_for()
    assert state(page, "short")[:2] == [True, False]


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_the_bar_fits_and_can_be_hit(opened, width):
    page = opened(viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for box in (handle.bounding_box() for handle in page.query_selector_all(".player button, .player select")):
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    for control in page.query_selector_all(".player button"):
        assert control.get_attribute("aria-label")


def test_the_slider_goes_to_any_frame_and_marks_the_scenes(page, built):
    clip = built[1]["short"]
    slider = figure(page, "short").get_by_label("Time")
    assert slider.evaluate("e => [e.min, e.max, e.value]") == ["0", str(clip.n_frames - 1), "0"]
    places = figure(page, "short").locator(".begins").evaluate_all("(all) => all.map((e) => e.offsetLeft)")
    assert len(places) == len(clip.cues) - 1
    assert places == sorted(set(places))
    frame = round(clip.cues[2].start_s * clip.fps) + 1
    slider.fill(str(frame))
    arrives(page, "short", (frame + 0.5) / clip.fps)
    words_on(page, "short", clip.cues[2].text)
    assert slider.get_attribute("aria-valuetext").endswith(", scene 3 of 5")


def test_the_film_has_the_same_player_with_chapters(page, built):
    film = page.locator(".film")
    assert film.locator(".where").text_content() == "2 chapters"
    clip_s = float(film.locator(".chapters a").nth(1).get_attribute("data-clip-start"))
    film.get_by_role("button", name="Next chapter").click()
    film.locator(".where", has_text="chapter 2 of 2").wait_for()
    assert film.locator(".caption").text_content() == ""  # a card is silent
    film.get_by_label("Time").fill(str(round(clip_s * TINY.fps) + 1))
    assert film.locator(".caption").text_content() == built[1]["long"].cues[0].text
    assert not film.get_by_role("button", name="One step on").count()
    film.locator(".chapters a").first.click()
    page.wait_for_function("(v) => !v.paused && v.currentTime < 3", arg=film.locator("video").element_handle())


def test_speed_and_captions_are_kept_for_the_next_visit(opened):
    page = opened()
    rates = "(all) => all.map((v) => v.playbackRate)"
    open_settings(page, "long").get_by_label("Speed").select_option("0.5")
    assert set(page.locator("video").evaluate_all(rates)) == {0.5}
    open_settings(page, "short").get_by_label("Captions").select_option("large")
    page.reload()
    assert set(page.locator("video").evaluate_all(rates)) == {0.5}
    assert open_settings(page, "short").get_by_label("Captions").input_value() == "large"
    page.keyboard.press("Escape")
    assert not page.locator(".settings").count()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Settings"


def test_what_was_kept_by_somebody_else_means_nothing(page):
    for kept in ("no JSON", "null", '{"speed": "9", "captions": "<b>"}'):
        page.evaluate("(kept) => localStorage.setItem('valleyjump-player', kept)", kept)
        page.reload()
        assert state(page, "short")[2] == 1.0
        assert page.evaluate("document.documentElement.dataset.captions") == "normal"


MEASURE = """(e) => [".picture", ".caption", ".player"].flatMap((name) => {
  const { top, bottom } = e.querySelector(name).getBoundingClientRect();
  return [top - e.getBoundingClientRect().top, bottom - e.getBoundingClientRect().top];
})"""


@pytest.mark.parametrize("width", [375, 1280])
def test_words_are_right_under_the_picture_and_nothing_jumps(opened, built, width):
    page = opened(viewport={"width": width, "height": 900})
    for slug in ("short", "long"):
        _, bottom, top, _, bar, _ = figure(page, slug).evaluate(MEASURE)
        assert 0 <= top - bottom <= 12
        for cue in built[1][slug].cues[1:]:
            press(page, slug, "Next scene")
            words_on(page, slug, cue.text)
            assert figure(page, slug).evaluate(MEASURE)[4] == pytest.approx(bar, abs=0.5)


def test_the_result_waits_until_it_is_asked_for(page, built):
    shown = figure(page, "short")
    for hidden in (".last", ".badge", "table", "dl", ".transcript li"):
        assert not shown.locator(hidden).first.is_visible()
    assert shown.locator(".poster").is_visible()
    shown.get_by_text("Show the result").click()
    page.locator("#clip-short[data-at=end] .last").wait_for()
    assert shown.locator(".badge").is_visible()
    assert shown.locator(".caption").text_content() == built[1]["short"].cues[-1].text
    assert shown.locator(".where").text_content() == "scene 5 of 5"
    assert shown.locator("video").evaluate("v => v.readyState") == 0  # nothing had to be loaded for it
    press(page, "short", "Play")
    page.locator("#clip-short:not([data-at])").wait_for()
    assert not shown.locator(".last").is_visible()


def test_the_result_comes_when_the_clip_is_over(page, built):
    shown = figure(page, "short")
    shown.get_by_label("Time").fill(str(built[1]["short"].n_frames - 6))
    press(page, "short", "Play")
    shown.locator(".badge").wait_for()
    assert not shown.locator(".last").is_visible()  # the clip's own last frame is there


def test_a_press_on_the_picture_plays_and_stops(page):
    figure(page, "short").locator(".picture").click()
    video = figure(page, "short").locator("video").element_handle()
    page.wait_for_function("(v) => !v.paused && v.currentTime > 0", arg=video)
    figure(page, "short").locator(".picture").click()
    assert state(page, "short")[0]


def test_full_screen_has_picture_words_and_bar(page):
    press(page, "short", "Full screen")
    page.wait_for_function("document.fullscreenElement?.matches('#clip-short .stage')")
    boxes = [figure(page, "short").locator(name).bounding_box() for name in (".picture", ".caption", ".player")]
    picture, words, bar = ((box["y"], box["y"] + box["height"]) for box in boxes)
    assert words[0] >= picture[1] * 7 / 8 - 8  # on the band that clips keep free
    assert words[1] <= picture[1] <= bar[0]
    assert bar[1] <= page.evaluate("innerHeight")
    press(page, "short", "Leave full screen")
    page.wait_for_function("!document.fullscreenElement")


@pytest.mark.parametrize("touch", [True, False])
def test_fingers_have_room(opened, touch):
    page = opened(viewport={"width": 375, "height": 900}, has_touch=touch, is_mobile=touch)
    open_settings(page, "long")
    for box in (handle.bounding_box() for handle in page.query_selector_all(".player :is(button, select)")):
        assert min(box["width"], box["height"]) >= (44 if touch else 24)


def test_without_scripts_the_browser_shows_its_own_controls(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("#clip-short video[controls]").count() == 1
    assert not page.locator(".player").count()
    assert not page.locator(".now").first.is_visible()
