"""XML of elements and words: whatever the words are, what comes out is well-formed and means them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped (production 2, Char)."""
REPLACEMENT = "\ufffd"


def element(name: str, attributes: Mapping[str, str] | None = None, *children: Element | str) -> Element:
    """Return an element with its attributes and children; a text can only be the one child.

    Names stand as they are written, with their prefixes; the root declares those by attributes. ElementTree would
    choose prefixes itself, and platforms look for some declarations by their letters.
    """
    made = Element(name, {key: allowed(value) for key, value in (attributes or {}).items()})
    for child in children:
        if isinstance(child, str):
            made.text = allowed(child)
        else:
            made.append(child)
    return made


def document(root: Element) -> bytes:
    """Return the whole document, indented, as UTF-8."""
    ElementTree.indent(root, " ")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (head + ElementTree.tostring(root, encoding="unicode") + "\n").encode()


def allowed(text: str) -> str:
    """Return ``text`` with a sign in the place of each character that XML cannot hold."""
    return FORBIDDEN.sub(REPLACEMENT, text)
