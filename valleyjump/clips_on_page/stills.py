"""Single pictures out of a clip, for slides that must stand still and for paper."""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO
from pathlib import Path

from gdcore.text.language import tr
from gdcore.text.readers import isolated

SMALL_PX = 480
"""Wide enough for a picture on the cover, of which three stand side by side."""
QUALITY = 90
"""Of 100: thin lines and small type stay clean, at a fifth of the bytes of a PNG."""


def stills(clip: Path, frames: Collection[int]) -> dict[int, bytes]:
    """Return the pictures at ``frames``, counted from 0, as WebP by their number. Raises ``OSError`` for a bad file."""
    import av

    found: dict[int, bytes] = {}
    with av.open(str(clip)) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number in frames:
                picture = BytesIO()
                frame.to_image().save(picture, "WEBP", quality=QUALITY)
                found[number] = picture.getvalue()
    return found


def opening_name(slug: str, *, light: bool = False) -> str:
    """Return the name of a clip's first picture, in dark or ``light`` colours, relative to the output folder."""
    return f"openings/{slug}.light.jpg" if light else f"openings/{slug}.jpg"


def small_name(slug: str, *, light: bool = False) -> str:
    """Return the name of the same picture, small."""
    return f"openings/{slug}.small.light.jpg" if light else f"openings/{slug}.small.jpg"


def opening_words(title: str) -> str:
    """Return what a clip's first picture is to those who do not see it."""
    return tr("The start of the clip: {title}", title=isolated(title))


def opening(clip: Path, width_px: int | None = None) -> bytes:
    """Return the first picture of a clip, no wider than asked, as JPEG, which every chat and platform can show."""
    import av

    with av.open(str(clip)) as film:
        image = next(film.decode(video=0)).to_image()
    if width_px is not None:
        image.thumbnail((width_px, image.height))
    picture = BytesIO()
    image.save(picture, "JPEG", quality=QUALITY)
    return picture.getvalue()


def ground(clip: Path) -> str:
    """Return the colour in the corner of a clip, as "#rrggbb": encoding moves it a little from that of the theme."""
    import av

    with av.open(str(clip)) as film:
        corner = next(film.decode(video=0)).to_ndarray(format="rgb24")[0, 0]
    return "#" + "".join(f"{channel:02x}" for channel in corner)
