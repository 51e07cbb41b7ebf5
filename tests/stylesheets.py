"""What style sheets load, beside what is in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping


def loaded(files: Mapping[str, bytes]) -> set[str]:
    """Return the files that the style sheets among ``files`` load, by path relative to the folder of all."""
    sheets = {name: content.decode() for name, content in files.items() if name.endswith(".css")}
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        for name, css in sheets.items()
        for address in re.findall(r"url\([\"']?([^\"')]+)", css)
    }
