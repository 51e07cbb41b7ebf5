"""How tests press the player and wait for it."""

from tests.scenes.runs import TINY

HALF_FRAME = 0.5 / TINY.fps
ROW = "tr[aria-current] > :first-child"


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
