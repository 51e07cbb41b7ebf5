"""What a page says of itself to those who share a link to it: Open Graph, the card of X, and its own address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from scenes.clip.clip import Clip
from valleyjump.clips_on_page.stills import opening_name, opening_words

SAFE = "/:@!$&'()*+,;=~%"
"""What may stand in a path as it is (RFC 3986, section 3.3); a percent sign belongs to what is escaped already."""


@dataclass(frozen=True)
class Shared:
    """Kind ("article", "video.other", "website"), and with a known address the page's own and that of its picture.

    ``width`` and ``height`` of the picture are in pixels; without an address there is none, for it must be absolute.
    """

    title: str
    description: str
    kind: str
    address: str = ""
    picture: str = ""
    alternative: str = ""
    width: int = 0
    height: int = 0


def shared(kind: str, title: str, description: str, place: str, name: str, picture: tuple[str, Clip]) -> Shared:
    """Return what the page ``name`` of a build says of itself; ``place`` is where the build is served, or empty.

    ``picture`` has title and clip whose first frame is shown: the last one would tell how the run ends.
    """
    if not place:
        return Shared(title, description, kind)
    scheme, _, rest = place.partition("://")
    host, slash, path = rest.partition("/")
    folder = f"{scheme}://{host}{slash}{quote(path, safe=SAFE)}"
    named, clip = picture
    start, words = f"{folder}/{opening_name(clip.slug)}", opening_words(named)
    return Shared(title, description, kind, f"{folder}/{name}", start, words, clip.width_px, clip.height_px)
