"""The style sheets and scripts that the page links to, and those that a course package adds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from gdcore.text.language import SOURCE, current_language
from scenes.theme.theme import Theme, typeface_of
from valleyjump.markup.javascript import MODULE as WRITTEN
from valleyjump.markup.javascript import written_module
from valleyjump.markup.messages import messages_json
from valleyjump.markup.quantity import NOTHING
from valleyjump.markup.scripts import join
from valleyjump.markup.theme import stylesheet
from valleyjump.page.templates import environment

if TYPE_CHECKING:
    from gdcore.expressions.derivatives import WrittenFunction
    from scenes.theme.typeface import Typeface

FONT_SHEET = "assets/fonts.css"
"""The style sheet that every page begins with: it names the typefaces and loads their files."""
FONT_FOLDER = "assets/fonts/"
RANGES: dict[str, str] = json.loads((files("templates") / "assets" / "fonts" / "ranges.json").read_bytes())
"""The characters of each file of a typeface, as a style sheet names them."""
FONTS = tuple(f"{FONT_FOLDER}{face}.woff2" for face in RANGES)
STYLESHEETS = tuple(
    f"{name}.css" for name in ("fonts", "theme", "page", "playground", "figure", "player", "quiz", "prose")
)
"""What frames, slides and the page of codes link to one by one."""
ALL_STYLES = "styles.css"
"""All of these in one file, for the page: each request would hold its first screen up, and a late one move it."""
PAPER = "print.css"
SCRIPTS = ("page.js", "playground.js", "player.js", "quiz.js")
"""Scripts that wait for the whole page. Each is joined from the modules of its folder, beginning in main.js."""
EARLY_MODULE = "page/early.js"
"""What cannot wait, and stands in the page itself."""
CODES = ("codes.css", "codes.js")
"""What the page of codes adds to the page's own."""
REPORTING = ("scorm.css", "scorm.js")
REPORTING_MODULE = "scorm/main.js"
"""What a course package adds to the page, which has its messages already."""


def scripts_messages() -> Markup:
    """Return what the page's scripts say in the current language, as JSON; nothing in English, as it is written."""
    return NOTHING if current_language() == SOURCE else messages_json((*_joined({}).values(), joined(REPORTING_MODULE)))


def page_assets(
    theme: Theme | None = None, *, both: bool = False, functions: Mapping[str, WrittenFunction] | None = None
) -> dict[str, bytes]:
    """Return the files that the page needs besides its clips, by path relative to the page, in ``theme`` if any.

    ``both`` says that its clips are there in light colours, too; ``functions`` are those that its playgrounds name.
    """
    folder = files("templates") / "assets"
    made = {name: script.encode() for name, script in _joined(functions or {}).items()}
    made |= {"theme.css": stylesheet(theme, both=both), "fonts.css": _font_sheet(typeface_of(theme))}
    names = (*STYLESHEETS, PAPER, *SCRIPTS, *CODES)
    linked = {f"assets/{name}": made.get(name) or (folder / name).read_bytes() for name in names}
    linked[f"assets/{ALL_STYLES}"] = all_styles(linked)
    linked |= {name: (files("templates") / name).read_bytes() for name in FONTS}
    return linked | _own_fonts(theme)


def all_styles(sheets: Mapping[str, bytes]) -> bytes:
    """Return the page's style sheets in one. Raises ``ValueError`` if one is not there."""
    if missing := [name for name in STYLESHEETS if f"assets/{name}" not in sheets]:
        raise ValueError(f"assets/{missing[0]}: linked by the page, and not among its files")
    return b"\n".join(sheets[f"assets/{name}"] for name in STYLESHEETS)


def fonts_of(theme: Theme | None) -> tuple[str, ...]:
    """Return the names of the font files of a page in ``theme``."""
    return *FONTS, *_own_fonts(theme)


def _own_fonts(theme: Theme | None) -> dict[str, bytes]:
    own = typeface_of(theme)
    return {} if own is None else {FONT_FOLDER + own.names[style]: content for style, content in own.files.items()}


def _font_sheet(own: Typeface | None) -> bytes:
    return environment().get_template(FONT_SHEET).render(ranges=RANGES, own={} if own is None else own.names).encode()


def early_script() -> Markup:
    """Return the script that stands in the page."""
    return Markup(joined(EARLY_MODULE))


def reporting_assets() -> dict[str, bytes]:
    """Return what makes the page report to a learning platform, by path relative to the page."""
    style, script = (f"assets/{name}" for name in REPORTING)
    return {style: (files("templates") / style).read_bytes(), script: joined(REPORTING_MODULE).encode()}


def _joined(functions: Mapping[str, WrittenFunction]) -> dict[str, str]:
    """Return the page's scripts by name."""
    made = {WRITTEN: written_module(functions)} if functions else {}
    return {name: joined(name.replace(".js", "/main.js"), made) for name in (*SCRIPTS, CODES[1])}


def joined(entry: str, made: Mapping[str, str] | None = None) -> str:
    """Return the script that begins in a module of ``templates/assets/modules``, or one ``made`` in its place."""
    folder = files("templates") / "assets" / "modules"
    given = made or {}
    return join(entry, lambda path: given.get(path) or (folder / path).read_text(encoding="utf-8"))
