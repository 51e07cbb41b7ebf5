"""What a learner does with a lesson inside a platform, and what the platform has taken of it."""

from __future__ import annotations

import json

FAST = 8
"""The clips are played for real, as fast as the browser keeps count."""


def lesson(page):
    return page.frame_locator("iframe")


def held(page):
    """Return what the platform holds now."""
    return json.loads(page.evaluate("API.renderCMIToJSONString()"))["cmi"]


def told(page):
    """Return every call of the lesson that the platform has taken, with its answer and its error."""
    return page.evaluate("[...JSON.parse(localStorage.told ?? '[]'), ...told]")


def progress(page, clips, questions):
    lesson(page).locator(".progress", has_text=f"Clips: {clips} of 2 · Questions: {questions} of 2").wait_for()


def play(video, start=0.0):
    video.evaluate(
        """async (video, [start, rate]) => {
          video.muted = true;
          video.preload = "auto";
          if (video.readyState < 1) await new Promise((done) => { video.onloadedmetadata = done; video.load(); });
          video.currentTime = start;
          video.playbackRate = rate;
          await video.play();
        }""",
        [start, FAST],
    )


def answer(page, slug, letter):
    box = lesson(page).locator(f"#question-{slug}")
    box.locator(f"label:has([value={letter}])").click()
    box.get_by_role("button", name="Check").click()


def right_letter(built, slug):
    return "ABCD"[[choice.right for choice in built.questions[slug][0].choices].index(True)]


def wrong_letter(built, slug):
    return "ABCD"[[choice.right for choice in built.questions[slug][0].choices].index(False)]
