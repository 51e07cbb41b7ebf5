"""A lesson with a question, a catalogue and a logo of its own: all of it is in the build and in its packages."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from valleyjump.cli import main

LESSON = """language = "de.po"
theme = "mine.toml"
author = "Eine Lehrerin"
[[scenario]]
slug = "ball"
objective = "x**2"
start = 1.0
learning_rate = 0.3
steps = 2
[[scenario.question]]
text = "How far is it after {steps} steps?"
choices = [{ text = "Only {x_last}", right = "x_last < 0.5" }, { text = "Farther", right = "x_last >= 0.5" }]
explanation = "The loss is {loss_last} then."
[[scenario.question]]
text = "And how much is left of it?"
choices = ["16 %", "40 %"]
answer = "A"
"""
GERMAN = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
TRANSLATED = {"Predict, then watch": "Erst raten, dann sehen", "Each step lands lower than the last.": "Immer tiefer."}


@pytest.mark.heavy
def test_a_lesson_in_its_own_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = "".join(f'msgid "{message}"\nmsgstr "{text}"\n\n' for message, text in TRANSLATED.items())
    (tmp_path / "de.po").write_text(GERMAN + entries, encoding="utf-8")
    (tmp_path / "lesson.toml").write_text(LESSON, encoding="utf-8")
    (tmp_path / "mine.toml").write_text('base = "light"\nlogo = "logo.png"\n')
    Image.new("RGB", (120, 60), "red").save(tmp_path / "logo.png")
    folder = tmp_path / "out"
    words = ["build", str(tmp_path / "lesson.toml"), "-o", str(folder), "--quality", "draft", "--no-cache"]
    assert main([*words, "--single-file"]) == 0
    assert "messages are not translated and stay English" in capsys.readouterr().err

    page = (folder / "index.html").read_text(encoding="utf-8")
    (logo,) = (folder / "pictures").iterdir()
    assert f'<img src="pictures/{logo.name}" alt="Eine Lehrerin" width="120" height="60">' in page
    assert 'lang="de"' in page
    for told in ("Erst raten, dann sehen", "How far is it after 2 steps?", "Only 0,16", "The loss is 0,0256 then."):
        assert told in page
    assert 'src="data:image/png;base64,' in (folder / "single-file.html").read_text(encoding="utf-8")
    assert "Immer tiefer." in (folder / "clips/ball.vtt").read_text(encoding="utf-8")
    asked = json.loads((folder / "questions.json").read_text(encoding="utf-8"))["questions"]
    assert [[choice["right"] for choice in one["choices"]] for one in asked] == [[True, False]] * 2

    for form in ("scorm12", "cc", "slides"):
        assert main(["pack", form, "--from", str(folder), "-o", str(tmp_path / f"{form}.zip")]) == 0
        with zipfile.ZipFile(tmp_path / f"{form}.zip") as pack:
            texts = [pack.read(name).decode() for name in pack.namelist() if name.endswith((".html", ".xml"))]
        assert any("How far is it after 2 steps?" in text for text in texts), form
        assert any("And how much is left of it?" in text for text in texts), form
        assert any("Only 0,16" in text for text in texts), form
        assert form != "scorm12" or f"pictures/{logo.name}" in pack.namelist()
