"""Programs and packages that tests need beside .venv: `make test-all` installs them; without one its tests fail."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
LIBRE_OFFICE = ("soffice", "libreoffice")
NODE_MODULES = Path(__file__).parent / "node" / "node_modules"


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed; fail the test where none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or pytest.fail(f"not installed: {' or '.join(names)}")


def from_npm(name: str) -> Path:
    """Return a file or folder of a package from npm; fail the test where it is not installed."""
    path = NODE_MODULES / name
    return path if path.exists() else pytest.fail(f"not installed: {name} (tests/node/install_node_packages)")
