"""The slides in a browser, from a disk: each click is a beat, and every way to one leads to its last picture."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from tests.browser.conftest import cut_off
from tests.valleyjump.reading import is_title
from valleyjump.packs.forms import packed

FAST = 8
"""How much faster than a lecturer the tests play."""
STATE = """() => {
  const slide = Reveal.getCurrentSlide();
  const video = slide.querySelector("video");
  return {
    id: slide.id,
    fragment: slide.querySelectorAll(".fragment.visible").length,
    resting: !video || (video.paused && !video.seeking && slide.classList.contains("live")),
    time: video?.currentTime,
    still: [...slide.querySelectorAll(".still")].findIndex((image) => image.classList.contains("shown")),
  };
}"""
HASTE = """(rate) => document.querySelectorAll("video").forEach((video) => {
  video.defaultPlaybackRate = video.playbackRate = rate;
})"""
NOTES = """() => {
  const slide = Reveal.getCurrentSlide();
  const notes = slide.querySelector(".current-fragment aside.notes") ?? slide.querySelector("aside.notes");
  return notes.textContent.trim();
}"""


@pytest.fixture(scope="module")
def deck(tiny_build, tmp_path_factory) -> Path:
    """Return the folder that the slides unpack to."""
    folder = tmp_path_factory.mktemp("slides")
    with zipfile.ZipFile(packed("slides", tiny_build, folder / "slides.zip")) as slides:
        slides.extractall(folder / "deck")
    return folder / "deck"


@pytest.fixture
def opened(browser, deck):
    """Return a function that opens the deck at a hash; what it asks for and says is kept."""
    contexts = []

    def open_deck(place: str = "", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **options})
        contexts.append(context)
        page = cut_off(context)
        page.goto(f"{(deck / 'index.html').as_uri()}{place}")
        until(page, "() => Reveal.isReady()")
        page.evaluate(HASTE, FAST)
        return page

    yield open_deck
    for context in contexts:
        context.close()


def until(page, question: str) -> None:
    """Wait for a yes; the page's own policy forbids playwright's way to wait."""
    for _ in range(400):
        if page.evaluate(question):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"never came true: {question}; {page.evaluate(STATE)}")


def rested(page) -> dict:
    until(page, f"() => ({STATE})().resting")
    return page.evaluate(STATE)


def press(page, key: str) -> dict:
    page.keyboard.press(key)
    return rested(page)


def last_frames(clip) -> list[int]:
    """Return the number of the last frame of each beat: those of the captions."""
    return [round(cue.end_s * clip.fps) - 1 for cue in clip.cues]


def at_frame(state: dict, clip, frame: int) -> bool:
    return int(state["time"] * clip.fps) == frame


def test_each_click_plays_a_beat_and_stops_at_its_last_frame(opened, deck, tiny_build):
    page = opened()
    for clip in tiny_build.clips:
        if clip.slug in tiny_build.questions:
            assert press(page, "PageDown")["id"] == f"question-{clip.slug}"
            assert page.locator(".present .answer").count() == 0
        for place, frame in enumerate(last_frames(clip)):
            before = page.evaluate(STATE)
            state = press(page, "PageDown")
            assert (state["id"], state["fragment"]) == (f"clip-{clip.slug}", place)
            assert at_frame(state, clip, frame), (place, frame, state)
            assert place == 0 or before["time"] < state["time"]
            assert page.evaluate(NOTES) == " ".join(clip.cues[place].text.split())
        if clip.slug in tiny_build.questions:
            assert press(page, "PageDown")["id"] == f"answer-{clip.slug}"
            assert page.locator(".present .answer").is_visible()
    assert page.faults == []
    assert [url for url in page.asked if not url.startswith((f"{deck.as_uri()}/", "data:"))] == []


def test_back_goes_to_the_beat_before_and_plays_nothing(opened, tiny_build):
    clip = tiny_build.clips[0]
    frames = last_frames(clip)
    page = opened(f"#/clip-{clip.slug}/{len(frames) - 2}")
    assert at_frame(rested(page), clip, frames[-1])
    page.evaluate("() => document.addEventListener('play', () => { window.played = true; }, true)")
    for frame in frames[-2::-1]:
        assert at_frame(press(page, "PageUp"), clip, frame)
    assert press(page, "PageUp")["id"] == f"question-{clip.slug}"
    assert page.locator(".present .answer").count() == 0
    assert not page.evaluate("() => window.played")


def test_a_click_while_a_beat_plays_goes_on_with_the_next(opened, tiny_build):
    clip = tiny_build.clips[0]
    page = opened(f"#/clip-{clip.slug}")
    rested(page)
    page.evaluate("() => { Reveal.next(); Reveal.next(); }")
    assert at_frame(rested(page), clip, last_frames(clip)[2])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_address_leads_to_the_last_frame_of_a_beat(opened, tiny_build, place):
    clip = tiny_build.clips[0]
    page = opened(f"#/clip-{clip.slug}" + (f"/{place - 1}" if place else ""))
    for _ in ("opened", "opened again"):
        state = rested(page)
        assert at_frame(state, clip, last_frames(clip)[place])
        assert state["still"] == place + 1
        page.reload()
        until(page, "() => Reveal.isReady()")
    assert page.faults == []


def test_with_less_motion_stills_stand_in_for_the_video(opened, tiny_build):
    clip = tiny_build.clips[0]
    page = opened(f"#/clip-{clip.slug}", reduced_motion="reduce")
    for place in range(1, len(clip.cues)):
        page.keyboard.press("PageDown")
        until(page, f"() => ({STATE})().still === {place + 1}")
    assert page.locator("video").evaluate_all("(all) => all.every((video) => video.played.length === 0)")
    image = page.locator(".present .still.shown")
    assert image.is_visible()
    assert image.evaluate("(image) => image.naturalWidth") == clip.width_px


def test_a_video_that_does_not_come_is_stood_in_for(opened, deck, tiny_build):
    clip = tiny_build.clips[0]
    film = deck / f"clips/{clip.slug}.mp4"
    whole = film.read_bytes()
    film.write_bytes(b"no video")
    try:
        page = opened(f"#/clip-{clip.slug}")
        page.keyboard.press("PageDown")
        until(page, f"() => ({STATE})().still === 2")
    finally:
        film.write_bytes(whole)
    assert page.locator(".present .still.shown").is_visible()


def test_the_speaker_sees_the_words_of_the_beat_and_the_lecture_stays_where_it_is(opened, tiny_build):
    clip = tiny_build.clips[0]
    page = opened(f"#/clip-{clip.slug}/0")
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    notes = opening.value.locator(".speaker-controls-notes .value")
    for place in (1, 2):
        words = " ".join(clip.cues[place].text.split())
        notes.filter(has_text=words).wait_for()
        page.wait_for_timeout(1200)  # the two windows tell each other of every move, within half a second
        assert notes.text_content().strip() == words
        assert page.evaluate(STATE)["fragment"] == place
        page.keyboard.press("PageDown")
    assert page.faults == []


def test_hostile_words_stay_words_on_slides(opened, tiny_build):
    page = opened("#/title")
    assert page.locator("h1").inner_text() == tiny_build.title
    assert is_title(page.title(), tiny_build.title)
    assert page.locator("#clip-hostile h2").text_content() == tiny_build.titles["hostile"]
    assert page.locator("script").count() == 3
    assert page.faults == []


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_picture_has_no_edge_and_words_stay_on_their_slide(opened, tiny_build, size, tmp_path):
    from PIL import Image

    width, height = size
    page = opened(f"#/clip-{tiny_build.clips[0].slug}/1", viewport={"width": width, "height": height})
    rested(page)
    page.screenshot(path=tmp_path / "clip.png")
    picture = Image.open(tmp_path / "clip.png").convert("RGB")
    corners = [
        picture.getpixel(place) for place in ((1, 1), (width - 2, 1), (1, height // 2), (width - 2, height // 2))
    ]
    assert max(abs(a - b) for corner in corners for a, b in zip(corner, corners[0], strict=True)) <= 1
    assert len(picture.getcolors(1 << 20)) > 100
    for place in ("#/title", f"#/answer-{tiny_build.clips[0].slug}"):
        page.evaluate("(place) => { location.hash = place; }", place)
        until(page, f"() => '#/' + Reveal.getCurrentSlide().id === {place!r}")
        over = page.evaluate("""() => [...Reveal.getCurrentSlide().querySelectorAll("h1, h2, p, li")]
          .filter((one) => one.checkVisibility())
          .map((one) => [one.getBoundingClientRect(), one.outerHTML.slice(0, 120)])
          .filter(([box]) => box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight)""")
        assert over == [], place


def test_on_paper_each_beat_has_a_page(opened, tiny_build, tmp_path):
    import pypdfium2

    page = opened("?print-pdf")
    until(page, "() => document.querySelector('.slides > .pdf-page')")
    until(page, "() => [...document.images].every((image) => image.complete)")
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    pdf = pypdfium2.PdfDocument(tmp_path / "deck.pdf")
    n_beats = sum(len(clip.cues) for clip in tiny_build.clips)
    assert len(pdf) == 1 + 2 * len(tiny_build.questions) + n_beats
    words = [re.sub(r"\s+", " ", each.get_textpage().get_text_range()) for each in pdf]
    (asked,) = tiny_build.questions[tiny_build.clips[0].slug]
    answer = 2 + len(tiny_build.clips[0].cues)
    assert (asked.explanation[:20] in words[1], asked.explanation[:20] in words[answer]) == (False, True)
    for each in pdf:
        assert each.get_width() / each.get_height() == pytest.approx(16 / 9, abs=0.01)
        assert len(each.render(scale=0.3).to_pil().convert("RGB").getcolors(1 << 20)) > 20
    pdf.close()
