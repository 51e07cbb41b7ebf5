"""What browsers are given is valid HTML: the page, before and after its scripts, frames, course pages and slides."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from gdcore.scenarios import catalogue
from tests.browser.conftest import still, wake
from tests.installed import from_npm, program
from valleyjump.article.article import make_article
from valleyjump.build.built import Built
from valleyjump.packs.forms import packed
from valleyjump.page.frames import playground_pages

CHECKER = "html-validate/bin/html-validate.mjs"
RULES = {"root": True, "extends": ["html-validate:recommended"]}
WRITTEN_BY_BROWSERS: dict[str, object] = {
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "no-inline-style": "off",
    "aria-label-misuse": ["error", {"allowAnyNamable": True}],
}
"""How a browser writes down what it holds is its own affair, as are places that scripts set; and a video may be named
though the page has taken the place of its controls."""


def faults(files: Iterable[Path], folder: Path, **rules: object) -> list[str]:
    """Return what html-validate has against files, a line each; its configuration is written to ``folder``."""
    checker, node = from_npm(CHECKER), program("node")
    settings = folder / "rules.json"
    settings.write_text(json.dumps({**RULES, "rules": rules}), encoding="utf-8")
    words = [node, checker, "--config", settings, "--formatter", "json", *files]
    said = folder / "said.json"  # a file: into a pipe it says no more than the pipe holds
    with said.open("w") as told:
        done = subprocess.run(words, stdout=told, stderr=subprocess.PIPE, text=True, check=False)
    assert said.read_text().startswith("["), done.stderr
    return [
        f"{Path(file['filePath']).name}:{fault['line']}: {fault['ruleId']}: {fault['message']}"
        for file in json.loads(said.read_text())
        for fault in file["messages"]
    ]


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text('<!DOCTYPE html><html lang="en"><title>a</title><div><figcaption>b</figcaption></div></html>')
    assert any("element-permitted-content" in fault for fault in faults([wrong], tmp_path))


def test_the_article_and_its_playgrounds_frames_are_valid(article: Path, tmp_path: Path) -> None:
    runs, frames = catalogue(), []
    for name, html in playground_pages(make_article(runs), (runs[0].title, still(runs[0].slug)), place="https://a.b"):
        frames.append(tmp_path / Path(name).name)
        frames[-1].write_text(html, encoding="utf-8")
    assert len(frames) == 2
    assert faults([article, *frames], tmp_path) == []


def test_what_scripts_make_of_the_article_is_valid(browser, article: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(article.as_uri())
    wake(page)
    made = tmp_path / "made.html"
    made.write_text(page.content(), encoding="utf-8")
    page.close()
    assert faults([made], tmp_path, **WRITTEN_BY_BROWSERS) == []


@pytest.mark.parametrize("pack", ["zip", "cc", "scorm12", "slides"])
def test_pages_in_packages_are_valid(tiny_build: Built, tmp_path: Path, pack: str) -> None:
    with zipfile.ZipFile(packed(pack, tiny_build, tmp_path / f"{pack}.zip")) as archive:
        archive.extractall(tmp_path / "out")
    pages = list((tmp_path / "out").rglob("*.html"))
    assert pages
    assert faults(pages, tmp_path) == []
