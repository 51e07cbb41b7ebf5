"""The page's colours: those of a theme, or a light and a dark one for a page that follows its reader."""

from __future__ import annotations

from collections.abc import Mapping

from scenes.theme.contrast import MARK, TEXT, contrast, luminance
from scenes.theme.theme import Theme, mix, rgb
from scenes.theme.theme_file import built_in

LEVELS = tuple(f"level-{letter}" for letter in "abcdef")
"""The variables of the ramp from the valley floor to the rim."""


def _levels(theme: Theme) -> dict[str, str]:
    """Return the ramp of a theme, which has as many colours as it likes, by the names of its variables."""
    last = len(theme.surface) - 1
    return {name: theme.surface[round(i * last / (len(LEVELS) - 1))].lower() for i, name in enumerate(LEVELS)}


_LIGHT, _DARK = (_levels(built_in(name)) for name in ("light", "dark"))
FOLLOWING: Mapping[str, tuple[str, str]] = {
    "ground": ("#fcfbf8", "#0f1419"),
    "raised": ("#f3f1eb", "#171e26"),
    "sunken": ("#e9e6dd", "#1b232c"),
    "ink": ("#1b2028", "#e6e9ef"),
    "quiet": ("#5a6372", "#8a94a6"),
    "rule": ("#d5d0c4", "#2b3542"),
    "rose": ("#8f5600", "#e69f00"),
    "fell": ("#0a5f99", "#56b4e9"),
    "link": ("#0a5f99", "#8ecdf2"),
    "focus": ("#8f5600", "#f0e442"),
    "screen": ("#0f1419", "#0f1419"),
    **{name: (_LIGHT[name], _DARK[name]) for name in LEVELS},
}
"""The light and the dark colours of a page that follows its reader. The clips keep their dark ground in both."""
LIGHT = built_in("light")
RAISED, SUNKEN, RULE = 0.04, 0.07, 0.16
"""How far a ground, and the lines on it, lie from the page's own ground towards its ink."""
TEXT_ROLES = {"quiet": "label", "rose": "rose", "fell": "fell", "link": "fell"}
"""The variables in which text is written, and the theme's roles that they come from."""
CONTROLS = """
/* In dark colours of the reader's own, Chromium writes its controls' words in white on white. */
@media (forced-colors: active) and (prefers-color-scheme: dark) {
  video::-webkit-media-controls-panel,
  video::-webkit-media-controls-current-time-display,
  video::-webkit-media-controls-time-remaining-display,
  video::-webkit-media-controls-timeline {
    filter: invert(1);
  }
}
"""
STEPS = 20
"""In how many steps a colour moves until it can be read."""


def scheme(theme: Theme | None) -> str:
    """Return what the browser is to paint its own parts for; without a theme, whatever the reader prefers."""
    return "dark light" if theme is None else _scheme(theme.background, theme.ink)


def stylesheet(theme: Theme | None, *, both: bool = False) -> bytes:
    """Return ``theme.css`` for a page in ``theme`` alone, or for one that follows its reader.

    Where clips are there in ``both`` colours, their ground follows, too.
    """
    if theme is not None:
        return one_scheme(colours(theme))
    screen = {"screen": (LIGHT.background.lower(), FOLLOWING["screen"][1])} if both else {}
    pairs = {
        name: light if light == dark else f"light-dark({light}, {dark})"
        for name, (light, dark) in {**FOLLOWING, **screen}.items()
    }
    ring = f"0 0 0 1px light-dark(transparent, {FOLLOWING['rule'][1]})"
    soft = _soft_shadow(FOLLOWING["ink"][0], "light-dark({}, transparent)")
    return _css(scheme(None), {**pairs, "shadow": f"{ring}, {soft}"})


def one_scheme(values: Mapping[str, str]) -> bytes:
    """Return ``theme.css`` in these ``colours`` alone."""
    found = _scheme(values["ground"], values["ink"])
    shadow = f"0 0 0 1px {values['rule']}" if found == "dark" else _soft_shadow(values["ink"])
    return _css(found, {**values, "shadow": shadow})


def colours(theme: Theme | None) -> dict[str, str]:
    """Return the colours of a page in ``theme`` by the names of their variables; else those of a dark page.

    What is text keeps its contrast on each of the three grounds, what is a mark keeps that of a mark, whatever the
    theme: where a colour falls short it moves towards the ink.
    """
    if theme is None:
        return {name: dark for name, (_, dark) in FOLLOWING.items()}
    ground, ink = theme.background.lower(), theme.ink.lower()
    grounds = [ground, _tinted(ground, ink, RAISED), _tinted(ground, ink, SUNKEN)]
    texts = {name: _readable(getattr(theme, role), ink, grounds, TEXT) for name, role in TEXT_ROLES.items()}
    return {
        **dict(zip(("ground", "raised", "sunken"), grounds, strict=True)),
        "ink": ink,
        **texts,
        "rule": mix(ground, ink, RULE),
        "focus": _readable(theme.rose, ink, grounds, MARK),
        "screen": ground,
        **_levels(theme),
    }


def _tinted(ground: str, ink: str, share: float) -> str:
    """Return the ground moved towards the ink by ``share``, or by as much as leaves the ink readable on it."""
    shares = [share * (STEPS - step) / STEPS for step in range(STEPS + 1)]
    tries = (mix(ground, ink, each) for each in shares)
    return next((found for found in tries if contrast(found, ink) >= TEXT), ground)


def _readable(colour: str, ink: str, grounds: list[str], least: float) -> str:
    """Return the first colour on the way from ``colour`` to ``ink`` that has enough contrast on all grounds."""
    tries = (mix(colour, ink, step / STEPS) for step in range(STEPS + 1))
    return next((found for found in tries if min(contrast(found, ground) for ground in grounds) >= least), ink)


def _scheme(ground: str, ink: str) -> str:
    return "light" if luminance(ground) > luminance(ink) else "dark"


def _css(found: str, values: Mapping[str, str]) -> bytes:
    lines = [f"  --{name}: {value};" for name, value in values.items()]
    return "\n".join([":root {", f"  color-scheme: {found};", *lines, "}", CONTROLS]).encode()


def _soft_shadow(ink: str, paint: str = "{}") -> str:
    channels = " ".join(str(round(255 * channel)) for channel in rgb(ink))
    parts = (("0 0.1rem 0.4rem", 0.2), ("0 0.8rem 2.4rem", 0.14))
    return ", ".join(f"{place} {paint.format(f'rgb({channels} / {alpha})')}" for place, alpha in parts)
