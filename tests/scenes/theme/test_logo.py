"""A theme's logo: checked, part of the keys, in each frame beside the title, and in the head of the page."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gdcore.errors import InputError
from gdcore.scenarios import built_in
from gdcore.text.language import use_language
from scenes.clip.quality import QUALITIES
from scenes.painting.logo import TitleBesideLogo, logo_size, pixels_of
from scenes.painting.style import DARK, RIGHT
from scenes.stage.hud import title
from scenes.theme.theme import Theme, logo_of
from scenes.theme.theme_file import load_theme
from valleyjump.build.keys import build_key, clip_key
from valleyjump.rendering.render_style import RenderStyle


def themed(folder: Path, size: tuple[int, int] = (300, 100), colour: str = "red", name: str = "logo.png") -> Theme:
    Image.new("RGB", size, colour).save(folder / name)
    (folder / "mine.toml").write_text(f'base = "dark"\nlogo = "{name}"\n', encoding="utf-8")
    return load_theme(folder / "mine.toml")


def test_a_theme_has_the_logo_of_its_file_and_its_base_s_colours(tmp_path: Path) -> None:
    theme = themed(tmp_path)
    logo = logo_of(theme)
    assert logo is not None
    assert (logo.width, logo.height) == (300, 100)
    assert hashlib.sha256(logo.content).hexdigest().startswith(logo.name.removeprefix("pictures/").removesuffix(".png"))
    assert {**vars(theme), "logo": None} == {**vars(DARK), "logo": None, "typeface": None}
    assert logo_of(DARK) is logo_of(None) is None


@pytest.mark.parametrize(
    ("size", "name", "fault"),
    [
        (
            (300, 40),
            "logo.png",
            "expected at least 48 pixels in height and 4,000,000 at most in all, got 300",
        ),
        ((2500, 2000), "logo.png", "expected at least 48 pixels in height and 4,000,000 at most in all"),
        ((900, 100), "logo.png", "expected a picture at most 8 times as long as high, got 900 × 100 pixels"),
        ((90, 60), "logo.gif", "expected png, jpg, webp, which frames can show, got logo.gif"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_refused(tmp_path: Path, size: tuple[int, int], name: str, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        themed(tmp_path, size, name=name)
    assert str(caught.value).startswith(f"theme {tmp_path}/mine.toml: logo: {fault}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("logo = 3", "logo: expected the path of a picture in quotes, got 3"),
        ('logo = "none.png"', "logo: no such file beside the lesson"),
        ('logo = "mine.toml"', "logo: is not a picture that all browsers show"),
        ('logo = "../secret.png"', "logo: expected a file in the folder of the lesson or below"),
    ],
)
def test_what_is_no_picture_in_the_theme_s_folder_is_refused(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "theme").mkdir()
    Image.new("RGB", (100, 100)).save(tmp_path / "secret.png")
    path = tmp_path / "theme/mine.toml"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_theme(path)
    assert str(caught.value).startswith(f"theme {path}: {fault}")


def test_another_logo_gives_clips_and_pages_other_keys(tmp_path: Path) -> None:
    scenario, quality = built_in("parabola-converges"), QUALITIES["draft"]
    themes = [DARK, themed(tmp_path), themed(tmp_path, colour="blue")]
    assert len({clip_key(scenario, quality, {}, RenderStyle(theme=theme)) for theme in themes}) == 3
    assert len({build_key([], {}, theme) for theme in themes}) == 3


def test_another_catalogue_gives_clips_other_keys() -> None:
    scenario, quality = built_in("parabola-converges"), QUALITIES["draft"]
    styles = [RenderStyle(language="de", messages=messages) for messages in (b"", b"one", b"other")]
    assert len({clip_key(scenario, quality, {}, style) for style in styles}) == 3


@pytest.mark.parametrize("size", [(300, 100), (100, 300), (800, 100)])
def test_the_title_leaves_the_logo_its_place(tmp_path: Path, size: tuple[int, int]) -> None:
    theme = themed(tmp_path, size)
    with use_language("en"):
        made = title(built_in("remedies-race"), theme)
    assert isinstance(made, TitleBesideLogo)
    width, height = logo_size(made.logo)
    assert width / height == pytest.approx(size[0] / size[1])
    assert made.place[0] + made.text_width < RIGHT - width
    assert pixels_of(made.logo).shape[2] == 4


def test_a_translucent_logo_is_premultiplied(tmp_path: Path) -> None:
    Image.new("RGBA", (60, 60), (200, 100, 0, 128)).save(tmp_path / "logo.png")
    (tmp_path / "mine.toml").write_text('logo = "logo.png"\n')
    theme = load_theme(tmp_path / "mine.toml")
    made = title(built_in("parabola-converges"), theme)
    assert isinstance(made, TitleBesideLogo)
    np.testing.assert_allclose(pixels_of(made.logo)[0, 0], [100, 50, 0, 128], atol=1)
