"""The page's colours, out of a theme: the variables of ``theme.css`` for a page that is in one theme alone."""

from __future__ import annotations

import re

from scenes.theme.contrast import MARK, TEXT, contrast, luminance
from scenes.theme.theme import Theme, mix, rgb

RAISED, SUNKEN, RULE = 0.04, 0.07, 0.16
"""How far a ground, and the lines on it, lie from the page's own ground towards its ink."""
TEXT_ROLES = {"quiet": "label", "rose": "rose", "fell": "fell", "link": "fell"}
"""The variables in which text is written, and the theme's roles that they come from."""
STEPS = 20
"""In how many steps a colour moves until it can be read."""
LIGHT_OR_DARK = re.compile(r"light-dark\([^,()]*, ([^,()]*)\)")
"""How ``theme.css`` writes a colour that follows the reader."""


def scheme(theme: Theme | None) -> str:
    """Return what the browser is to paint its own parts for; without a theme, whatever the reader prefers."""
    if theme is None:
        return "dark light"
    return "light" if luminance(theme.background) > luminance(theme.ink) else "dark"


def stylesheet(theme: Theme) -> bytes:
    """Return ``theme.css`` for a page in ``theme`` alone."""
    lines = [f"  --{name}: {value};" for name, value in variables(theme).items()]
    return "\n".join([":root {", f"  color-scheme: {scheme(theme)};", *lines, "}", ""]).encode()


def variables(theme: Theme) -> dict[str, str]:
    """Return the page's colours by the names of their variables.

    What is text keeps its contrast on each of the three grounds, what is a mark keeps that of a mark, whatever the
    theme: where a colour falls short it moves towards the ink.
    """
    ground, ink = theme.background.lower(), theme.ink.lower()
    grounds = [ground, _tinted(ground, ink, RAISED), _tinted(ground, ink, SUNKEN)]
    texts = {name: _readable(getattr(theme, role), ink, grounds, TEXT) for name, role in TEXT_ROLES.items()}
    rule = mix(ground, ink, RULE)
    return {
        **dict(zip(("ground", "raised", "sunken"), grounds, strict=True)),
        "ink": ink,
        **texts,
        "rule": rule,
        "focus": _readable(theme.rose, ink, grounds, MARK),
        "shadow": f"0 0 0 1px {rule}" if scheme(theme) == "dark" else _soft_shadow(ink),
        "screen": ground,
    }


def clip_colours(css: bytes) -> dict[str, str]:
    """Return the colours around the clips by the names of their variables, given a page's ``theme.css``.

    A page that follows its reader has two of each; the clips in it are dark.
    """
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", LIGHT_OR_DARK.sub(r"\1", css.decode())))


def one_scheme(css: bytes, ground: str) -> bytes:
    """Return a page's ``theme.css`` in the scheme of its clips alone, all of it on one ``ground``."""
    fixed = css.replace(b"color-scheme: dark light;", b"color-scheme: dark;")
    return fixed + f":root {{\n  --ground: {ground};\n  --screen: {ground};\n}}\n".encode()


def _tinted(ground: str, ink: str, share: float) -> str:
    """Return the ground moved towards the ink by ``share``, or by as much as leaves the ink readable on it."""
    shares = [share * (STEPS - step) / STEPS for step in range(STEPS + 1)]
    tries = (mix(ground, ink, each) for each in shares)
    return next((found for found in tries if contrast(found, ink) >= TEXT), ground)


def _readable(colour: str, ink: str, grounds: list[str], least: float) -> str:
    """Return the first colour on the way from ``colour`` to ``ink`` that has enough contrast on all grounds."""
    tries = (mix(colour, ink, step / STEPS) for step in range(STEPS + 1))
    return next((found for found in tries if min(contrast(found, ground) for ground in grounds) >= least), ink)


def _soft_shadow(ink: str) -> str:
    channels = " ".join(str(round(255 * channel)) for channel in rgb(ink))
    return f"0 0.1rem 0.4rem rgb({channels} / 0.2), 0 0.8rem 2.4rem rgb({channels} / 0.14)"
