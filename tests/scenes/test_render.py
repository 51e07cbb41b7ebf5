"""Further formats of a clip: each shows what the video shows, and asking for them changes nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from scenes.clip.formats import EXTRA
from scenes.painting.pacing import FINAL_HOLD_S
from scenes.painting.style import DARK, LIGHT, rgb
from scenes.render import render_clip
from tests.scenes.films import clear_pictures, nearness, over, pictures, times
from tests.scenes.runs import COARSE, TINY, on_houses, on_parabola

SVG = "{http://www.w3.org/2000/svg}"
RUN = on_parabola(1)
Files = Mapping[str, Path]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return render_clip(RUN, TINY, tmp_path_factory.mktemp("all"), formats=EXTRA).files


def test_the_files_that_all_clips_have_are_the_same_with_more_beside_them(files: Files, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    plain = render_clip(RUN, TINY, tmp_path, lambda done, total: seen.append((done, total))).files
    assert plain.keys() == {"mp4", "png", "card", "fade"}
    assert {kind: path.read_bytes() for kind, path in plain.items()} == {
        kind: files[kind].read_bytes() for kind in plain
    }
    assert {path.name.removeprefix("sample.") for path in files["mp4"].parent.iterdir()} == {
        *("mp4", "png", "card.mp4", "fade.mp4", "webm", "gif", "alpha.webm", "svg", "pdf")
    }


def test_the_same_clip_has_the_same_bytes_in_all_formats(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        found = render_clip(RUN, COARSE, tmp_path / name, formats=EXTRA).files
        contents.append({kind: path.read_bytes() for kind, path in found.items()})
    assert [kind for kind in contents[0] if contents[0][kind] != contents[1][kind]] == []


def test_progress_counts_the_frames_of_both_paintings(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    clip = render_clip(RUN, COARSE, tmp_path, lambda *report: seen.append(report), formats=("alpha",))
    assert seen == sorted(seen)
    assert seen[-1] == (2 * clip.n_frames, 2 * clip.n_frames)
    assert {total for _, total in seen} == {2 * clip.n_frames}


@pytest.mark.parametrize("kind", ["webm", "alpha"])
def test_a_webm_has_the_frames_of_the_video_at_their_times(files: Files, kind: str) -> None:
    # Matroska counts in thousandths of a second.
    np.testing.assert_allclose(times(files[kind]), times(files["mp4"]), atol=0.001)


def test_a_webm_shows_what_the_video_shows(files: Files) -> None:
    assert nearness(pictures(files["webm"]), pictures(files["mp4"])) > 38.0


def test_the_clear_film_before_the_background_is_the_video(files: Files) -> None:
    clear = clear_pictures(files["alpha"])
    assert clear[:, :8, :8, 3].max() == 0
    assert clear[..., 3].max() == 255
    background = tuple(255.0 * channel for channel in rgb(DARK.background))
    assert nearness(over(clear, background), pictures(files["mp4"])) > 32.0


def test_a_gif_lasts_as_long_as_the_video_and_begins_and_ends_like_it(files: Files) -> None:
    with Image.open(files["gif"]) as gif:
        assert nearness(np.asarray(gif.convert("RGB"))[None], pictures(files["mp4"])[:1]) > 28.0
        assert gif.size == (TINY.width_px, TINY.height_px)
        assert gif.info["loop"] == 0
        durations = []
        for i in range(gif.n_frames):
            gif.seek(i)
            durations.append(gif.info["duration"])
        assert sum(durations) == 1000 * len(times(files["mp4"])) / TINY.fps
        assert durations[-1] >= 1000 * FINAL_HOLD_S
        with Image.open(files["png"]) as poster:
            assert nearness(np.asarray(gif.convert("RGB"))[None], np.asarray(poster)[None]) > 38.0


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_vectors_show_the_poster_without_one_image(theme, tmp_path: Path) -> None:
    found = render_clip(on_houses(2), TINY, tmp_path, theme=theme, formats=("svg", "pdf")).files
    root = ElementTree.parse(found["svg"]).getroot()
    assert (root.tag, root[0].tag, root[0].text) == (f"{SVG}svg", f"{SVG}title", "A sample")
    assert [element.tag for element in root.iter() if element.tag in (f"{SVG}image", f"{SVG}text")] == []
    assert sum(element.tag == f"{SVG}path" for element in root.iter()) > 5000  # facets, lines, letters
    width, height = (float(root.attrib[side].removesuffix("px")) for side in ("width", "height"))
    assert (width, height) == (pytest.approx(720.0 * TINY.width_px / TINY.height_px), 720.0)
    assert not re.search(rb"CreationDate|/Subtype /Image|/Font", found["pdf"].read_bytes())
    with Image.open(found["png"]) as poster:
        assert nearness(printed(found["pdf"], poster.size)[None], np.asarray(poster)[None]) > 28.0


def printed(pdf: Path, size: tuple[int, int]) -> np.ndarray:
    """Return the one page of a document as a picture."""
    document = pypdfium2.PdfDocument(BytesIO(pdf.read_bytes()))
    (page,) = document
    width, height = page.get_size()
    assert (width / height, height) == (pytest.approx(size[0] / size[1], rel=0.01), 540.0)
    picture = page.render(scale=4.0 * size[1] / height).to_pil().convert("RGB").resize(size, Image.Resampling.BOX)
    document.close()
    return np.asarray(picture)


def test_a_field_that_was_computed_cell_by_cell_stays_an_image_in_its_colours(tmp_path: Path) -> None:
    found = render_clip(on_houses(2, view="contour"), TINY, tmp_path, formats=("svg", "pdf")).files
    images = [element for element in ElementTree.parse(found["svg"]).iter() if element.tag == f"{SVG}image"]
    assert [(image.get("width"), image.get("height")) for image in images] == [("160", "160")]
    with Image.open(found["png"]) as poster:
        assert nearness(printed(found["pdf"], poster.size)[None], np.asarray(poster)[None]) > 28.0
