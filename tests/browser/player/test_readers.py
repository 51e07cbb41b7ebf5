"""What readers ask for: less motion, the result, what they chose last time, no scripts."""

from tests.browser.player.controls import HALF_FRAME, arrives, figure, open_settings, press, state, words_on


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


def test_without_scripts_the_browser_shows_its_own_controls(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("#clip-short video[controls]").count() == 1
    assert not page.locator(".player").count()
    assert not page.locator(".now").first.is_visible()
