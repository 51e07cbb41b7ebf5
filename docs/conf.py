"""Sphinx’s settings for this documentation: ``make docs`` builds it into build/docs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent / "_ext")]

project = "Valleyjump"
author = "The Valleyjump authors"
language = "en"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "beats_and_facts",
    "command_pages",
    "gallery",
    "numbers_of_runs",
    "schema_tables",
    "snippets",
    "typst_math",
]
exclude_patterns = ["_*"]

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3

# Every name in a docstring’s single backticks must be there; other libraries’ inventories would have to be fetched.
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [(r"py:.*", r"(?!gdcore).*")]
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_type_aliases = {name: name for name in ("Array", "ArrayLike")}
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
add_module_names = False

# Apostrophes are typed as they shall be, and quotation marks in code-like words must stay straight.
smartquotes = False

html_theme = "furo"
html_title = "Valleyjump"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_math_renderer = "typst"
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
pygments_style = "friendly"
pygments_dark_style = "github-dark"


def plain_aliases(_app: Sphinx, *told: Any) -> tuple[str, str | None] | None:
    """Return a signature with aliases by their name, which autodoc leaves wrapped inside other types."""
    signature, returned = (re.sub(r"TypeAliasForwardRef\('(\w+)'\)", r"\1", part or "") for part in told[-2:])
    return (signature, returned or None) if signature else None


def setup(app: Sphinx) -> None:
    """Mend the signatures."""
    app.connect("autodoc-process-signature", plain_aliases)
