"""The gallery has each example lesson: its picture twice, and the file that makes it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from PIL import Image

from tests.conftest import EXAMPLES
from tests.docs.conftest import write_site
from tests.docs.links import read_page

MOST_B = 2**20


def test_every_example_has_its_picture_and_its_file(examples_build: Path, tmp_path: Path) -> None:
    write_site(tmp_path / "docs", "-D", f"gallery_builds={examples_build}")
    site = tmp_path / "docs"
    links = read_page(site / "gallery.html").links
    text = unescape(re.sub("<[^>]*>", "", (site / "gallery.html").read_text(encoding="utf-8")))
    for lesson in EXAMPLES:
        picture = site / "_images" / f"{lesson.stem}.jpg"
        assert links.count(("img", "src", f"_images/{picture.name}")) == 2
        assert picture.stat().st_size <= MOST_B
        with Image.open(picture) as image:
            assert image.size == (854, 480)
        assert lesson.read_text(encoding="utf-8").strip() in text
        assert ("a", "href", f"#{lesson.stem}") in links
