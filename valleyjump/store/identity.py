"""What renders: the program's version and source, and the versions of the packages that shape a run or a picture."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

Identity = Mapping[str, str]
"""The version by package, and under "source" the digest of the rooms that compute and paint."""
MAKERS = ("numpy", "scipy", "sympy", "manim", "av", "typst", "pycairo", "pillow")
SHOWN_DIGITS = 12


@cache
def identity() -> Identity:
    """Return what this process renders with. Kept from the first call on: an edit changes no module that is loaded."""
    versions = {package: installed(package) for package in ("valleyjump", *MAKERS)}
    return {**versions, "source": source_digest("gdcore", "scenes")}


def difference(theirs: Identity, ours: Identity) -> str:
    """Return what others render with that this process does not, as a few words; empty for no difference."""
    names = [name for name in ours if theirs.get(name) != ours[name]]
    if not names:
        return ""
    shown = list(dict.fromkeys(("valleyjump", "source", *names)))
    return f"has {_listed(theirs, shown)}; this build needs {_listed(ours, shown)}"


def _listed(found: Identity, names: list[str]) -> str:
    return ", ".join(f"{name} {found.get(name, 'unknown')[:SHOWN_DIGITS]}" for name in names)


def installed(package: str) -> str:
    """Return the version of an installed package, or "unknown" for a source tree on the path."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def source_digest(*rooms: str) -> str:
    """Return the SHA-256 of all files of these packages, data included, with their names, as hexadecimal digits."""
    digest = hashlib.sha256()
    for room in rooms:
        root = _root(room)
        for path in sorted(_files(root)):
            content = path.read_bytes()
            digest.update(f"{room}/{path.relative_to(root).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _root(room: str) -> Path:
    spec = find_spec(room)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"no package {room}")
    return Path(next(iter(spec.submodule_search_locations)))


def _files(root: Path) -> Iterator[Path]:
    """Yield what belongs to a package: neither compiled files nor what editors leave behind."""
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if not name.startswith((".", "__pycache__"))]
        yield from (Path(folder, name) for name in names if not name.startswith(".") and not name.endswith(".pyc"))
