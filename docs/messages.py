"""Collects all messages of the source into the catalogues and says what is not translated yet: ``make messages``."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from gdcore.text.own_language import written

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "gdcore" / "languages"
HEADER = "# What readers see, in {language}. `make messages` brings this file up to date with the source.\n"


def collected() -> Catalog:
    """Return every message of the source, with the files that say it."""
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]
    mappings = [(entry["pattern"], entry["method"]) for entry in settings["mappings"]]
    options = {
        entry["pattern"]: {name: value for name, value in entry.items() if name not in ("pattern", "method")}
        for entry in settings["mappings"]
    }
    keywords = parse_keywords([*settings["keywords"], "_", "gettext", "ngettext:1,2", "pgettext:1c,2"])
    rooms = {pattern.split("/")[0] for pattern, _ in mappings}
    found = Catalog(project="valleyjump", fuzzy=False)
    for name, _, message, _, context in extract_from_dir(
        ROOT, mappings, options, keywords, directory_filter=lambda path: Path(path).relative_to(ROOT).parts[0] in rooms
    ):
        found.add(message, locations=[(name, 0)], context=context)
    return found


def read(path: Path) -> Catalog:
    """Return the catalogue of a language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def update(path: Path) -> Catalog:
    """Bring a catalogue up to date: new messages come untranslated, those that nobody says any more go."""
    catalogue = read(path) if path.exists() else Catalog(locale=path.stem, fuzzy=False)
    catalogue.update(collected(), no_fuzzy_matching=True)
    write(path, catalogue)
    return catalogue


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue with no date in it, so that the same messages give the same file."""
    catalogue.obsolete.clear()
    path.write_text(written(catalogue, HEADER), encoding="utf-8")


def main() -> None:
    """Bring all catalogues up to date, or begin a new one."""
    parser = argparse.ArgumentParser(prog="make messages", description=__doc__)
    parser.add_argument("--new", metavar="CODE", help="begin the catalogue of this language, such as de or pt_BR")
    code = parser.parse_args().new
    paths = sorted(FOLDER.glob("*.po"))
    for path in [*paths, *([FOLDER / f"{code}.po"] if code else [])]:
        catalogue = update(path)
        missing = sum(not message.string or not all(message.string) for message in catalogue if message.id)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {missing} not translated")


if __name__ == "__main__":
    main()
