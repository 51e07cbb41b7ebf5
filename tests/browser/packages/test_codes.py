"""Codes, each pasted into a real project of its kind, built and opened: the video plays, hostile titles stay words."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser.serving import PLAYED, opened, served
from tests.scenes.runs import TINY
from tests.valleyjump.page.pages import HOSTILE
from valleyjump.page.embed_codes import Code, code

THEME = Path(__file__).with_name("myst_theme")
PAGE = '<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>Course</title><body>{}</body></html>'
WIDTHS = (390, 900)
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def codes_of(built, name: str, place: str = "") -> list[Code]:
    return [code(name, clip, built.titles[clip.slug], place or "/lesson") for clip in built.clips]


def files_of(built, codes: list[Code], folder: Path) -> None:
    """Copy the files that codes need into a folder, without the folders that they have in the build."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in {name for each in codes for name in each.files}:
        shutil.copy(built.path(name), folder)


def check(built, page, *, captions: bool = True) -> None:
    """Every clip of the build is on the page, plays, and has its words."""
    videos = page.locator("video").all()
    assert len(videos) == len(built.clips)
    for clip, video in zip(built.clips, videos, strict=True):
        seen = video.evaluate(PLAYED)
        assert seen["time"] > 0.3
        assert seen["duration"] == pytest.approx(clip.duration_s, abs=0.01)
        assert seen["picture"] == [TINY.width_px, TINY.height_px]
        assert seen["controls"]
        if captions:
            assert seen["cues"] == [[" ".join(cue.text.split()) for cue in clip.cues]]


@pytest.fixture(scope="module")
def course(tiny_build, tmp_path_factory):
    """Serve a course with the build beside its pages, and return folder and address."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "lesson").symlink_to(tiny_build.folder, target_is_directory=True)
    with served(folder) as address:
        yield folder, address


LINE = "(more) => (getComputedStyle(more).position === 'absolute' ? 0 : more.offsetHeight)"
"""How high the line with the link to the page is; in a low frame it takes no room."""


def test_a_plain_page_shows_the_frames_in_their_shape(browser, tiny_build, course) -> None:
    folder, address = course
    codes = codes_of(tiny_build, "frame", f"{address}/lesson")
    (folder / "frames.html").write_text(PAGE.format("".join(each.text for each in codes)))
    for width in WIDTHS:
        with opened(browser, f"{address}/frames.html", viewport={"width": width, "height": 800}) as page:
            boxes = [frame.bounding_box() for frame in page.locator("iframe").all()]
            assert [box["width"] for box in boxes] == [width - 16] * len(codes)
            for box in boxes:
                assert box["width"] / box["height"] == pytest.approx(TINY.width_px / TINY.height_px, rel=0.01)
            titles = [frame.get_attribute("title") for frame in page.locator("iframe").all()]
            assert titles == [tiny_build.titles[clip.slug] for clip in tiny_build.clips]
            for place, clip in enumerate(tiny_build.clips):
                frame = page.frame_locator("iframe").nth(place)
                seen = frame.locator("video").evaluate(PLAYED)
                assert seen["time"] > 0.3
                assert seen["cues"] == [[" ".join(cue.text.split()) for cue in clip.cues]]
                width, height = seen["box"]
                more = frame.locator(".more").evaluate(LINE)
                assert height + more == pytest.approx(boxes[place]["height"], abs=1)
                # Beside the picture there may be room for the browser's controls, and for nothing else.
                assert -1 < height - width * TINY.height_px / TINY.width_px < 70


def test_a_plain_page_shows_the_videos(browser, tiny_build, course) -> None:
    folder, address = course
    codes = codes_of(tiny_build, "video", f"{address}/lesson")
    (folder / "videos.html").write_text(PAGE.format("".join(each.text for each in codes)))
    for width in WIDTHS:
        with opened(browser, f"{address}/videos.html", viewport={"width": width, "height": 800}) as page:
            check(tiny_build, page)
            names = [video.get_attribute("aria-label") for video in page.locator("video").all()]
            assert names == [" ".join(tiny_build.titles[clip.slug].split()) for clip in tiny_build.clips]
            box = page.locator("video").first.bounding_box()
            assert box["width"] == width - 16
            assert box["width"] / box["height"] == pytest.approx(TINY.width_px / TINY.height_px, rel=0.01)


def test_a_course_that_keeps_its_files_under_static_shows_the_videos(browser, tiny_build, course) -> None:
    folder, address = course
    codes = codes_of(tiny_build, "edx")
    files_of(tiny_build, codes, folder / "static")
    (folder / "edx.html").write_text(PAGE.format("".join(each.text for each in codes)))
    with opened(browser, f"{address}/edx.html") as page:
        check(tiny_build, page)


def test_a_sphinx_project_shows_the_videos_on_pages_of_any_depth(browser, tiny_build, tmp_path) -> None:
    source, site = tmp_path / "source", tmp_path / "site"
    codes = codes_of(tiny_build, "sphinx")
    files_of(tiny_build, codes, source / "extra/clips")
    files_of(tiny_build, codes, source / "extra/guide/clips")
    (source / "guide").mkdir()
    icon = f"extra/{codes[0].files[1]}"  # browsers ask for one, and all that they ask for must be there
    (source / "conf.py").write_text(f'project = "Course"\nhtml_extra_path = ["extra"]\nhtml_favicon = "{icon}"\n')
    text = "\n\n".join(each.text for each in codes)
    (source / "index.rst").write_text(f"Course\n======\n\n{text}\n\n.. toctree::\n\n   guide/page\n")
    (source / "guide/page.rst").write_text(f"Page\n====\n\n{text}\n")
    subprocess.run([sys.executable, "-m", "sphinx", "-qW", source, site], check=True)
    with served(site) as address:
        for name in ("index.html", "guide/page.html"):
            with opened(browser, f"{address}/{name}") as page:
                check(tiny_build, page)


def test_a_myst_project_takes_the_videos_along_and_shows_them(browser, node, tiny_build, tmp_path) -> None:
    codes = codes_of(tiny_build, "myst")
    files_of(tiny_build, codes, tmp_path / "guide")
    shutil.copytree(THEME, tmp_path / "theme")
    for name in ("node_modules", "public"):
        (tmp_path / "theme" / name).mkdir()
    (tmp_path / "myst.yml").write_text(
        "version: 1\nproject:\n  toc:\n    - file: index.md\n    - file: guide/page.md\nsite:\n  template: ./theme\n"
    )
    (tmp_path / "index.md").write_text("# Course\n")
    (tmp_path / "guide/page.md").write_text("# Page\n\n" + "\n\n".join(each.text for each in codes) + "\n")
    build_myst(tmp_path)
    with served(tmp_path / "_build/html") as address, opened(browser, f"{address}/page/") as page:
        check(tiny_build, page, captions=False)  # MyST has no captions; the file is linked instead
        words = [caption.inner_text() for caption in page.locator("figcaption").all()]
        for clip, said in zip(tiny_build.clips, words, strict=True):
            straight = said.translate(STRAIGHT)  # MyST sets quotation marks as printers do
            assert straight.endswith(f"{' '.join(tiny_build.titles[clip.slug].split())}. Captions")
        for link, clip in zip(page.locator("figcaption a").all(), tiny_build.clips, strict=True):
            answer = page.request.get(address + link.get_attribute("href"))
            assert answer.body() == tiny_build.read(f"clips/{clip.slug}.vtt")


def build_myst(folder: Path) -> None:
    """Build a site; MyST may leave the server of its theme behind, so all that it has started is ended."""
    myst = subprocess.Popen(
        [Path(sys.executable).with_name("myst"), "build", "--html", "--strict"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        told, _ = myst.communicate(timeout=180)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(myst.pid, signal.SIGKILL)
    assert myst.returncode == 0, told


@pytest.mark.skipif(shutil.which("quarto") is None, reason="quarto is not installed, and no package registry has it")
def test_a_quarto_project_takes_the_videos_along_and_shows_them(browser, tiny_build, tmp_path) -> None:
    codes = codes_of(tiny_build, "quarto")
    files_of(tiny_build, codes, tmp_path)
    (tmp_path / "_quarto.yml").write_text("project:\n  type: website\n")
    (tmp_path / "index.qmd").write_text("# Course\n\n" + "\n\n".join(each.text for each in codes) + "\n")
    subprocess.run(["quarto", "render", tmp_path], check=True)
    with served(tmp_path / "_site") as address, opened(browser, f"{address}/index.html") as page:
        check(tiny_build, page, captions=False)


def test_the_page_copies_a_code_with_its_own_address(browser, tiny_build, course) -> None:
    _, address = course
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    with opened(context, f"{address}/lesson/index.html") as page:
        page.locator("figure.run").first.locator(".codes a").click()
        page.wait_for_url("**/codes.html#codes-*")
        figure = page.locator(".codes").first
        figure.get_by_role("button", name="Copy", exact=True).first.click()
        figure.get_by_text("Copied.").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == codes_of(tiny_build, "frame", f"{address}/lesson")[0].text
    context.close()


def test_without_scripts_one_code_of_a_clip_is_open_at_a_time(browser, tiny_build) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((tiny_build.folder / "codes.html").as_uri())
    assert page.locator(".codes").count() == 2 * len(tiny_build.clips), "of each clip and of its playground"
    codes = page.locator(".codes").first
    codes.locator(".code > summary").last.click()
    assert codes.locator("pre:visible").count() == 1
    page.context.close()


def test_a_page_from_disk_keeps_the_example_and_selects_what_it_may_not_copy(browser, tiny_build) -> None:
    page = browser.new_page()
    page.goto((tiny_build.folder / "codes.html").as_uri())
    figure = page.locator(".codes").first
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')) }")
    figure.get_by_role("button", name="Copy", exact=True).first.click()
    figure.get_by_text("Selected: now copy it with the keyboard.").wait_for()
    assert (
        page.evaluate("getSelection().toString()")
        == codes_of(tiny_build, "frame", "https://example.org/lesson")[0].text
    )
    page.close()


def test_hostile_titles_are_in_the_build() -> None:
    assert HOSTILE.count("<")  # else nothing above would show anything
