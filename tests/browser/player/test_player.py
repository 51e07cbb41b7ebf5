"""The player of a clip: scenes, steps, time, repeats and captions; the film has the same."""

import re

import pytest

from tests.browser.player.controls import HALF_FRAME, ROW, arrives, figure, open_settings, press, state, words_on
from tests.scenes.runs import TINY


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


def test_a_press_on_the_picture_plays_and_stops(page):
    figure(page, "short").locator(".picture").click()
    video = figure(page, "short").locator("video").element_handle()
    page.wait_for_function("(v) => !v.paused && v.currentTime > 0", arg=video)
    figure(page, "short").locator(".picture").click()
    assert state(page, "short")[0]
