"""The Jinja templates, with the filters, messages and addresses that they print by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdcore.text.language import tr, tr_n, tr_p
from gdcore.text.readers import isolated
from valleyjump.markup.tab_title import named_tab_title, tab_title
from valleyjump.page.files import Beside

if TYPE_CHECKING:
    from jinja2 import Environment


def environment() -> Environment:
    """Return the templates, whose messages are in the current language when they are printed."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only here: a model is made without templates

    environment = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals["files"] = Beside()
    environment.filters["isolated"] = isolated
    # The new style marks messages as HTML and escapes the values in them.
    environment.install_gettext_callables(tr, tr_n, newstyle=True, pgettext=tr_p)  # type: ignore[attr-defined]
    environment.filters |= {"tab_title": tab_title, "named_tab_title": named_tab_title}
    return environment
