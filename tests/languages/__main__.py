"""``make messages``: collect all messages into the catalogues, and say what is not translated yet."""

from __future__ import annotations

import argparse

from tests.languages.collected import FOLDER, update


def main() -> None:
    """Bring all catalogues up to date, or begin a new one."""
    parser = argparse.ArgumentParser(prog="make messages", description=__doc__)
    parser.add_argument("--new", metavar="CODE", help="begin the catalogue of this language, such as de or pt_BR")
    code = parser.parse_args().new
    paths = sorted(FOLDER.glob("*.po"))
    for path in [*paths, *([FOLDER / f"{code}.po"] if code else [])]:
        catalogue = update(path)
        missing = sum(not message.string or not all(message.string) for message in catalogue if message.id)
        print(f"{path.relative_to(FOLDER.parents[1])}: {len(catalogue)} messages, {missing} not translated")


if __name__ == "__main__":
    main()
