"""What packages say: each has the sound of the clips, and each beat is heard at its time."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import av
import pptx
import pytest

from tests.conftest import built_once
from tests.installed import LIBRE_OFFICE, program
from tests.voice.pitched import SLUG, build_pitched, check_film, unpacked
from valleyjump.build.built import Built, read_build
from valleyjump.packs.forms import packed


@pytest.fixture(scope="module")
def hummed(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return read_build(built_once(tmp_path_factory, "hummed", build_pitched))


@pytest.mark.parametrize("form", ["scorm12", "cc", "zip", "slides", "pptx"])
def test_a_package_has_the_clip_with_its_sound(hummed: Built, tmp_path: Path, form: str) -> None:
    films = [path for path in unpacked(form, hummed, tmp_path).rglob("*.mp4") if path.stem != "explainer"]
    assert [film.read_bytes() for film in films] == [hummed.read(f"clips/{SLUG}.mp4")]
    check_film(films[0], hummed.clips[0].cues)
    with av.open(str(films[0])) as film:
        assert [stream.codec_context.name for stream in film.streams.audio] == ["aac"]


def test_powerpoint_plays_the_sound_of_the_beats(hummed: Built, tmp_path: Path) -> None:
    slides = packed("pptx", hummed, tmp_path / "slides.pptx")
    (media,) = {
        rel.target_part
        for slide in pptx.Presentation(str(slides)).slides
        for rel in slide.part.rels.values()
        if "media" in rel.reltype
    }
    assert media.content_type == "video/mp4"
    check_film(media.blob, hummed.clips[0].cues)


@pytest.mark.office
def test_libreoffice_opens_the_slides_with_their_sound(hummed: Built, tmp_path: Path) -> None:
    slides = packed("pptx", hummed, tmp_path / "slides.pptx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [program(*LIBRE_OFFICE), profile, "--headless", "--convert-to", "odp", "--outdir", tmp_path, slides]
    subprocess.run(words, check=True, capture_output=True, timeout=240)
    with zipfile.ZipFile(tmp_path / "slides.odp") as opened_slides:
        (name,) = [name for name in opened_slides.namelist() if name.endswith(".mp4")]
        check_film(opened_slides.read(name), hummed.clips[0].cues)
