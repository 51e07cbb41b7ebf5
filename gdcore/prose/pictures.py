"""Pictures in a lesson's text: files beside the lesson, checked before anything is built."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from gdcore.own_files import own_file
from gdcore.prose.svg import svg_size

LARGEST_BYTES = 5_000_000
MOST_PIXELS = 25_000_000
MOST_BYTES = 50_000_000
"""The limit of all pictures of a lesson together."""
FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
KINDS = "PNG, JPEG, GIF, WebP or SVG"
TURNED = (5, 6, 7, 8)
"""EXIF orientations that swap width and height."""
DIGITS = 16


@dataclass(frozen=True)
class Picture:
    """A picture with its size in pixels and the ``name``, derived from its content, of its file beside the page."""

    name: str
    width: int
    height: int
    content: bytes = field(default=b"", repr=False)


def read_picture(folder: Path, address: str) -> Picture:
    """Return the picture at an address in Markdown, relative to the lesson's ``folder``.

    Raises ``InputError`` for a file outside the folder, once symbolic links are resolved, for one that is no picture,
    and for one that is too large.
    """
    content = _content(_inside(folder, address))
    ending, (width, height) = _looked_at(content)
    if width * height > MOST_PIXELS:
        raise InputError(f"has {width} × {height} pixels, at most {MOST_PIXELS // 1_000_000} million are shown")
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    return Picture(f"pictures/{digest}.{ending}", width, height, content)


def _inside(folder: Path, address: str) -> Path:
    """Return the file at an address. Raises ``InputError`` for a file outside the folder."""
    name = unquote(address)
    if ":" in re.split(r"[/\\]", name, maxsplit=1)[0] or name.startswith(("/", "\\")):
        raise InputError("expected the path of a file beside the lesson; save the picture there")
    if "\\" in name:
        raise InputError(f"write {in_one_line(name.replace(chr(92), '/'))}, with forward slashes")
    path = own_file(name, folder)
    if not path.is_file():
        raise InputError("no such file beside the lesson")
    return path


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from None
    if len(content) > LARGEST_BYTES:
        raise InputError(f"larger than {LARGEST_BYTES // 1_000_000} MB; save it smaller")
    return content


def _looked_at(content: bytes) -> tuple[str, tuple[int, int]]:
    """Return the file extension that fits a picture's content, whatever its name, and its size in pixels."""
    from PIL import Image, UnidentifiedImageError  # late: few lessons have pictures

    try:
        with Image.open(BytesIO(content), formats=tuple(FORMATS)) as image:
            size, ending = image.size, FORMATS[image.format or ""]
            if size[0] * size[1] <= MOST_PIXELS:
                image.load()
            return ending, size[::-1] if image.getexif().get(0x0112) in TURNED else size
    except UnidentifiedImageError:
        pass  # an SVG, or no picture
    except Exception:  # noqa: BLE001 - broken pictures fail in many ways
        raise InputError("is damaged; save it again") from None
    if b"<svg" not in content[:10_000]:
        raise InputError(f"is not a picture that all browsers show; expected {KINDS}")
    return "svg", svg_size(content)
