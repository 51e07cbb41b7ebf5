"""The gallery has each example lesson: its picture twice, and the file that makes it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.conftest import EXAMPLES
from tests.docs.conftest import write_site
from tests.valleyjump.reading import read

MOST_B = 2**20


def test_every_example_has_its_picture_and_its_file(examples_build: Path, tmp_path: Path) -> None:
    write_site(tmp_path / "docs", "-D", f"gallery_builds={examples_build}")
    page = read((tmp_path / "docs" / "gallery.html").read_text(encoding="utf-8"))
    shown = [image["src"] for image in page.all("img") if image["src"].startswith("_images/")]
    blocks = [block.text.strip() for block in page.all("pre")]
    links = [link.get("href") for link in page.all("a")]
    for lesson in EXAMPLES:
        picture = tmp_path / "docs" / "_images" / f"{lesson.stem}.jpg"
        assert shown.count(f"_images/{picture.name}") == 2
        assert picture.stat().st_size <= MOST_B
        with Image.open(picture) as image:
            assert image.size == (854, 480)
        assert lesson.read_text(encoding="utf-8").strip() in blocks
        assert f"#{lesson.stem}" in links
