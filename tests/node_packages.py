"""What the tests take from npm: ``tests/node/install_node_packages`` brings it, ``make test`` calls that."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import missing
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "node" / "node_modules"


def from_npm(name: str) -> Path:
    """Return a file or folder of a package; without it the test is skipped, or fails where that is asked for."""
    path = FOLDER / name
    if not path.exists():
        missing(f"{name} is not installed (tests/node/install_node_packages)")
    return path
