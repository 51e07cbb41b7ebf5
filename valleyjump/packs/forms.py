"""The formats that a build can be packed in. Each has its own module, imported when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from valleyjump.build import manifest
from valleyjump.build.built import Built
from valleyjump.store.files import checked_target


@dataclass(frozen=True)
class Pack:
    """One format: its purpose, the ending of its file names, the module whose ``write`` makes it, its first bytes."""

    about: str
    ending: str
    module: str
    magic: bytes = b"PK"


PACKS: Mapping[str, Pack] = {
    "scorm12": Pack(
        "one SCORM 1.2 object for a course, which reports progress", "-scorm12.zip", "valleyjump.packs.scorm"
    ),
    "cc": Pack(
        "clips, transcripts and questions apart, as IMS Common Cartridge 1.1",
        "-cc.imscc",
        "valleyjump.packs.cartridge.package",
    ),
    "zip": Pack("the page with all its files", "-site.zip", __name__),
    "slides": Pack("slides for reveal.js", "-slides.zip", "valleyjump.packs.slides"),
    "pptx": Pack("slides for PowerPoint", "-slides.pptx", "valleyjump.packs.powerpoint.presentation"),
    "handout": Pack("the page printed to PDF", "-handout.pdf", "valleyjump.packs.handout", b"%PDF"),
}


def packed(form: str, built: Built, target: Path | None = None) -> Path:
    """Write ``built`` in one of the forms in ``PACKS`` and return the file, which is whole or not there.

    Without a ``target`` the file is beside the build, named after its folder. Raises ``InputError`` for a build that
    was changed and for a target that cannot be, ``BuildError`` for whatever fails later.
    """
    pack = PACKS[form]
    write: Callable[[Built, Path], Path] = import_module(pack.module).write
    folder = built.folder.resolve()
    place = checked_target(target or folder.with_name(folder.name + pack.ending))
    _check_replaced(place, pack)
    with built.speaking():
        return write(built, place)


def write(built: Built, target: Path) -> Path:
    """Write everything that ``built`` has, to be unpacked where pages are served or on a disk; return ``target``."""
    from valleyjump.packs.archive import write_archive  # late, like every form

    files = {name: built.path(name) for name in built.files}
    return write_archive(target, {**files, manifest.NAME: built.folder / manifest.NAME})


def _check_replaced(place: Path, pack: Pack) -> None:
    """Raise ``InputError`` rather than overwrite a file of another format."""
    try:
        with place.open("rb") as file:
            start = file.read(len(pack.magic))
    except OSError:
        return  # nothing there; what cannot be written is found when it is
    if start and start != pack.magic:
        raise InputError(f"{in_one_line(str(place))}: another file is there already, which is not replaced")
