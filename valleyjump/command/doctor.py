"""What this machine lacks for rendering, and the command that mends it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gdcore.errors import InputError
from valleyjump.errors import BuildError
from valleyjump.packs.browser import INSTALL, find_browser
from valleyjump.store.output import made_folder

APT = "sudo apt-get install -y libcairo2-dev libpango1.0-dev pkg-config gcc python3-dev"
BREW = "brew install cairo pango pkg-config"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is there, what was seen, and if it is not, the command that mends it."""

    name: str
    good: bool
    seen: str
    mend: str = ""


def examine(folder: Path) -> Iterator[Finding]:
    """Yield what rendering needs, one finding after the other; ``folder`` is the output folder to try."""
    install = f"{sys.executable} -m pip install --force-reinstall --no-cache-dir"
    yield _tried("cairo", _cairo, f"{_system_packages()}{install} pycairo")
    yield _tried("pango", _pango, f"{_system_packages()}{install} manimpango")
    yield _tried("video", _h264, f"{install} av")
    yield _tried("webm", _vp9, f"{install} av")
    yield _tried("typst", _typst, f"{install} typst")
    yield _tried("browser", _browser, "give the path of one in VALLEYJUMP_BROWSER, or unset it")
    yield _tried("temporary files", _temporary, "free some space, or set TMPDIR to a folder that can be written")
    yield _tried("output", lambda: _output(folder), "choose another output folder with -o")


def report(finding: Finding) -> str:
    """Return a finding as one line."""
    line = f"{'ok' if finding.good else 'LACKING':<9}{finding.name:<17}{finding.seen}"
    return line if finding.good else f"{line}; mend with: {finding.mend}"


def _tried(name: str, look: Callable[[], str], mend: str) -> Finding:
    try:
        return Finding(name, True, look())
    except Exception as error:  # noqa: BLE001 - a broken library may raise anything
        seen = next(iter(str(error).splitlines()), "") or type(error).__name__
        return Finding(name, False, seen, mend)


def _system_packages() -> str:
    """Return the command that installs cairo and pango themselves, followed by ``&&``, where it is known."""
    if shutil.which("apt-get"):
        return f"{APT} && "
    return f"{BREW} && " if shutil.which("brew") else ""


def _cairo() -> str:
    cairo = import_module("cairo")
    cairo.ImageSurface(cairo.FORMAT_ARGB32, 1, 1)
    return f"cairo {cairo.cairo_version_string()}"


def _pango() -> str:
    pango = import_module("manimpango")
    return f"pango {pango.pango_version()}"


def _h264() -> str:
    av = import_module("av")
    av.codec.Codec("libx264", "w")
    return f"libx264 through PyAV {av.__version__}"


def _vp9() -> str:
    av = import_module("av")
    av.codec.Codec("libvpx-vp9", "w")
    return f"libvpx-vp9 through PyAV {av.__version__}"


def _typst() -> str:
    typst = import_module("typst")
    typst.compile(b"#set page(width: auto, height: auto)\n$x^2$", format="svg")
    return f"typst {getattr(typst, '__version__', '')}".rstrip()


def _browser() -> str:
    """Return what prints handouts; nothing else needs it, so that none is there is no fault."""
    return find_browser() or f"none, which pack handout alone needs: {INSTALL}"


def _temporary() -> str:
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"\0" * 4096)
        file.flush()
    return f"{tempfile.gettempdir()} can be written"


def _output(folder: Path) -> str:
    try:
        with made_folder(folder), tempfile.TemporaryFile(dir=folder):
            return f"{folder} can be written"
    except (InputError, BuildError) as error:
        raise OSError(str(error)) from error
