"""A lesson with hostile words, in a file, a folder and a table with hostile names: every form of it is harmless."""

from __future__ import annotations

import json
import posixpath
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from gdcore.lesson.lesson_file import read_document
from gdcore.text.language import use_language
from scenes.painting.style import LIGHT
from tests.valleyjump.builds import EACH_FORM, build_tiny
from tests.valleyjump.reading import read
from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.packs.forms import PACKS, packed
from valleyjump.rendering.render_style import RenderStyle

pytestmark = pytest.mark.heavy
NAME = """we "love" <b>&amp; 'x' $(touch pwned) %41 é"""
TABLE = f"{NAME}.csv"
LESSON = r"""
title = "T \u0001 \u202E <script>alert(1)</script> \uFFFE ]]> {{< x >}} 😀"
author = "A \u0007 \u001B[31m </title>"
[[scenario]]
slug = "one"
title = "t \u0001 \uFFFE ]]> \u2028 </title><img src=x onerror=alert(1)> {{ 7*7 }}"
data = { csv = 'TABLE', x = "x", y = "y" }
start = { a = 1, b = 1 }
learning_rate = 0.01
steps = 2
view = "fit"
before = "<script>alert(1)</script> \u0001"
[scenario.words]
introduce = "w \u0001 \uFFFE --> <b> &amp; 00:00.000"
[[scenario]]
slug = "one-item"
objective = "parabola"
learning_rate = 0.3
steps = 1
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("hostile") / NAME
    folder.mkdir()
    (folder / TABLE).write_text("x,y\n1,2\n2,3\n3,5\n")
    lesson = folder / f"{NAME}.toml"
    lesson.write_text(LESSON.replace("'TABLE'", json.dumps(TABLE)), encoding="utf-8")
    with use_language("es"):
        style = RenderStyle(theme=LIGHT, language="es", formats=("webm", "gif"))
        return build_tiny(folder / NAME, read_document(lesson).lesson(), style)


@EACH_FORM
def test_every_form_can_be_packed_beside_the_build(
    form: str, hostile: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", form, "--from", str(hostile.folder)]) == 0
    target = hostile.folder.with_name(NAME + PACKS[form].ending)
    assert capsys.readouterr().out == f"{target}\n"
    assert b"touch pwned" not in target.read_bytes()
    if not zipfile.is_zipfile(target):
        return
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert name.isascii()
            assert b"touch pwned" not in content, name
            if not name.endswith(".json"):
                assert b"<script>alert" not in content, name
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content)
            if name.endswith(".html"):
                assert linked_from(name, content.decode()) <= set(archive.namelist()), name


def linked_from(name: str, html: str) -> set[str]:
    """Return the files of an archive that one of its pages links to."""
    links = [
        node[part] for node in read(html).walk() for part in ("src", "href", "poster", "data-src") if node.get(part)
    ]
    files = [link.partition("#")[0] for link in links if not link.startswith("data:")]
    return {posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) for file in files if file}


def test_identifiers_occur_once_whatever_the_slugs(hostile: Built, tmp_path: Path) -> None:
    for form in ("scorm12", "cc"):
        with zipfile.ZipFile(packed(form, hostile, tmp_path / form)) as archive:
            root = etree.fromstring(archive.read("imsmanifest.xml"))
        identifiers = root.xpath("//@identifier")
        assert len(set(identifiers)) == len(identifiers) > 3


def test_what_does_not_print_is_told_and_not_sent(hostile: Built) -> None:
    words = [hostile.title, hostile.author, *hostile.titles.values(), *(cue.text for cue in hostile.clips[0].cues)]
    assert all(text.isprintable() for text in words)
    assert "\\x01" in hostile.clips[0].cues[0].text
