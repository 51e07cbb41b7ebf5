"""Clips that are heard: sound with the picture, a button that silences, a volume, and both kept for the next visit."""

from tests.browser.player.controls import figure, open_settings, press

SOUND = "(all) => all.map((v) => [v.muted, v.volume])"


def test_sound_comes_with_the_picture_and_captions_follow_its_sentences(opened, spoken):
    page, clip = opened(spoken[0]), spoken[1]["heard"]
    shown, sentences = figure(page, "heard"), list(clip.captions)
    assert page.locator("video").evaluate_all("(all) => all.every((v) => v.paused)")  # nothing plays by itself
    assert len(sentences) > len(clip.cues)
    press(page, "heard", "Play")
    page.wait_for_function(
        "(v) => v.currentTime > 0.5 && v.webkitAudioDecodedByteCount > 0", arg=shown.locator("video").element_handle()
    )
    for cue in sentences[1:3]:
        shown.get_by_label("Time").fill(str(round((cue.start_s + cue.end_s) / 2 * clip.fps)))
        shown.locator(".caption", has_text=cue.text).wait_for()


def test_the_button_silences_all_clips_of_the_page_and_is_remembered(opened, spoken):
    page = opened(spoken[0])
    press(page, "heard", "Mute")
    assert page.locator("video").evaluate_all(SOUND) == 3 * [[True, 1]]
    page.reload()
    assert page.locator("video").evaluate_all(SOUND) == 3 * [[True, 1]]
    figure(page, "heard").get_by_role("button", name="Unmute").press("m")
    assert page.locator("video").evaluate_all(SOUND) == 3 * [[False, 1]]
    assert figure(page, "heard").get_by_role("button", name="Mute", exact=True).is_visible()


def test_the_volume_is_one_of_the_settings_of_the_page(opened, spoken):
    page = opened(spoken[0])
    open_settings(page, "heard").get_by_label("Volume").select_option("0.5")
    page.reload()
    assert page.locator("video").evaluate_all(SOUND) == 3 * [[False, 0.5]]


def test_silent_clips_have_no_button_and_silent_pages_no_volume(opened, spoken, built):
    page = opened(spoken[0])
    assert not figure(page, "silent").get_by_role("button", name="Mute").count()
    assert not open_settings(opened(built[0]), "short").get_by_label("Volume").count()
