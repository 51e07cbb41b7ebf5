"""Slides: everything that they link to is inside, nothing else may load, and their stills are the clips' own frames."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import av
import numpy as np
import pytest
from PIL import Image

from scenes.painting.style import DARK, LIGHT
from tests.stylesheets import loaded
from tests.valleyjump.reading import Node, read
from valleyjump.build.built import Built
from valleyjump.cli import main
from valleyjump.clips_on_page.stills import ground
from valleyjump.markup.theme import colours, one_scheme
from valleyjump.packs import reveal
from valleyjump.packs.forms import packed
from valleyjump.packs.powerpoint.style import SCHEME


@pytest.fixture(scope="module")
def entries(tiny_build: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with zipfile.ZipFile(packed("slides", tiny_build, tmp_path_factory.mktemp("slides") / "slides.zip")) as slides:
        return {name: slides.read(name) for name in slides.namelist()}


@pytest.fixture(scope="module")
def deck(entries: dict[str, bytes]) -> Node:
    return read(entries["index.html"].decode())


def test_every_link_is_inside_and_everything_inside_is_linked(entries: dict[str, bytes], deck: Node) -> None:
    found = {
        address
        for node in deck.walk()
        for address in filter(None, map(node.get, ("href", "src", "data-src")))
        if urlsplit(address).scheme != "data"
    }
    own = {name: content for name, content in entries.items() if not name.startswith("reveal/")}
    assert found | loaded(own) == entries.keys() - {"index.html", "reveal/LICENSE"}
    assert b"Permission is hereby granted" in entries["reveal/LICENSE"]


def test_the_policy_allows_the_deck_and_the_speaker_view_alone(deck: Node) -> None:
    (policy,) = [meta["content"] for meta in deck.all("meta") if "http-equiv" in meta.attributes]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert not re.search(r"unsafe|\*|https?:", policy)
    assert re.fullmatch(r"'self' file: 'sha256-[\w+/]{43}='", rules["script-src"])
    assert not deck.all("style")
    assert not [name for node in deck.walk() for name in node.attributes if name.startswith("on") or name == "style"]


def test_each_beat_is_a_click_with_its_sentence_in_the_notes(deck: Node, tiny_build: Built) -> None:
    for clip in tiny_build.clips:
        slide = next(node for node in deck.all("section") if node.get("id") == f"clip-{clip.slug}")
        said = [" ".join(cue.text.split()) for cue in clip.cues]
        assert [notes.text.strip() for notes in slide.all("aside")] == said
        assert [image["alt"] for image in slide.all("img")] == ["", *said]
        assert len([node for node in slide.all("div") if node.get("class") == "fragment"]) == len(said) - 1


def test_stills_are_the_last_frames_of_the_beats(entries: dict[str, bytes], tiny_build: Built) -> None:
    for clip in tiny_build.clips:
        with av.open(str(clip.files["mp4"])) as film:
            frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
        for place, frame in enumerate([0, *(round(cue.end_s * clip.fps) - 1 for cue in clip.cues)]):
            still = np.asarray(Image.open(BytesIO(entries[f"stills/{clip.slug}-{place}.webp"])).convert("RGB"))
            errors = [np.abs(still.astype(int) - other).mean() for other in frames]
            # Neighbours that stand still differ by less than coding does.
            assert errors[frame] <= 1.01 * min(errors) < 3.0


def test_the_deck_is_in_the_colours_of_the_clips() -> None:
    for theme, clips, scheme in ((None, DARK, "dark"), (DARK, DARK, "dark"), (LIGHT, LIGHT, "light")):
        found = colours(theme)
        assert (found["ground"], found["ink"]) == (clips.background.lower(), clips.ink.lower())
        assert found.keys() >= set(SCHEME.values())
        deck = one_scheme({**found, "ground": "#0d1318"} if scheme == "dark" else found).decode()
        assert re.findall("color-scheme: (.*);", deck) == [scheme]
        assert re.findall(r"--ground: (.*);", deck) == ["#0d1318" if scheme == "dark" else found["ground"]]
        assert "light-dark" not in deck


def test_the_deck_of_a_page_that_follows_its_reader_is_dark_in_the_colour_of_its_clips(
    tiny_build: Built, entries: dict[str, bytes]
) -> None:
    css = entries["assets/theme.css"].decode()
    assert f"--ground: {ground(tiny_build.path(f'clips/{tiny_build.clips[0].slug}.mp4'))};" in css
    assert f"--quiet: {tiny_build.colours['quiet']};" in css
    assert tiny_build.colours == colours(None)


def test_colours_have_one_place(entries: dict[str, bytes]) -> None:
    css = entries["assets/slides.css"].decode()
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl|@import|url\(", css)
    shared = entries["assets/theme.css"] + entries["assets/fonts.css"]
    declared = set(re.findall(r"--([a-z-]+):", css + shared.decode()))
    assert set(re.findall(r"var\(--([a-z-]+)", css)) <= declared


def test_without_the_extra_one_line_says_what_to_install(
    tiny_build: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reveal, "PACKAGE", "a_package_that_nobody_has")
    assert main(["pack", "slides", "--from", str(tiny_build.folder), "-o", str(tmp_path / "slides.zip")]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "pip install" in told.err
    assert "extra slides" in told.err
    assert not list(tmp_path.iterdir())
