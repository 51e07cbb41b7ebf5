"""``valleyjump embed``: one code for one platform, out of a build that is there already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gdcore.errors import InputError
from gdcore.faults import in_one_line, unknown
from gdcore.text.language import tr

if TYPE_CHECKING:
    from valleyjump.build.built import Built
    from valleyjump.page.embed_codes import Code

PLATFORMS: Mapping[str, str] = {
    "html": "frame",
    "moodle": "video",
    "canvas": "frame",
    "edx": "edx",
    "myst": "myst",
    "quarto": "quarto",
    "sphinx": "sphinx",
}
"""The code for each platform that the command line knows."""
FRAMING = ("html", "moodle", "canvas", "edx")
"""The platforms whose pages take a frame as it is."""
ADDRESS = re.compile(r"(https?://[^\s/?#\"'<>]+(?:/[^\s?#\"'<>]*?)??)/?(?:/[^\s/?#\"'<>]+\.html)?")
"""The address of a folder, or of a page in it, which is how people know it."""
PLAYGROUND = re.compile(r"embed/(playground_([\w-]+))\.html")


def served_at(address: str) -> str:
    """Return the address of a folder, given it or a page in it. Raises ``InputError`` for what is none."""
    from valleyjump.page.embed_codes import PLACE  # late: the command line is read without it

    found = ADDRESS.fullmatch(address)
    try:
        if found and urlsplit(address).hostname and urlsplit(address).port != 0:
            return found[1]
    except ValueError:  # a port or an IPv6 address that is none
        pass
    raise InputError(f"--url: expected an address such as {PLACE}, got {in_one_line(address)!r}")


def embedding(built: Built, slug: str, platform: str, address: str | None) -> tuple[str, str]:
    """Return the code of a clip or playground for one of ``PLATFORMS``, and the advice that goes with it.

    Raises ``InputError`` for a slug that the build does not have and for an address that is none.
    """
    from valleyjump.page.embed_codes import FORMS, PLACE, SERVED  # late: the command line is read without it

    place = served_at(PLACE if address is None else address)
    with built.speaking():
        code = _code(built, slug, platform, place)
    advice = [FORMS[code.name].advice]
    if code.served and address is None:
        advice.append(f"{SERVED} It is {PLACE}; --url puts another in its place.")
    elif address is not None and not code.served:
        advice.append("It has no use for --url.")
    files = "\n".join(f"  {in_one_line(str(built.path(name)))}" for name in code.files)
    return code.text, "\n".join((*advice, "It needs these files:", files))


def _code(built: Built, slug: str, platform: str, place: str) -> Code:
    from valleyjump.page.embed_codes import code, embed_name

    clips = {clip.slug: clip for clip in (*built.clips, *built.apart) if embed_name(clip.slug) in built.files}
    playgrounds = {found[1]: found[2] for found in map(PLAYGROUND.fullmatch, built.files) if found}
    if slug in clips:
        return code(PLATFORMS[platform], clips[slug], built.titles[slug], place, built.fonts)
    if slug in playgrounds:
        return _playground_code(playgrounds[slug], built, platform, place)
    raise InputError(unknown("slug", slug, [*clips, *playgrounds]))


def _playground_code(name: str, built: Built, platform: str, place: str) -> Code:
    from valleyjump.article.article import HEADINGS, PLACES
    from valleyjump.page.embed_codes import playground_codes
    from valleyjump.playgrounds.of_run import TURN

    if platform not in FRAMING:
        raise InputError(f"--for {platform}: a playground needs a frame; expected one of {', '.join(FRAMING)}")
    own = built.titles.get(name.removesuffix("-run"))
    title = tr(HEADINGS[PLACES[name]]) if own is None else tr(TURN, title=own)
    return playground_codes(name, title, place, built.fonts)[0]
