"""Programs and packages that tests need beside .venv: `make test-all` installs them; without one its tests fail.

Those of a voice are skipped: not every machine can have each.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
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


def needs_packages(*names: str) -> None:
    """Skip the test where one of these packages is not installed."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        pytest.skip(f"not installed: {' and '.join(missing)} (the extra called voice)")


def needs_espeak() -> None:
    """Skip the test where eSpeak NG is not installed."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("not installed: espeak-ng (tests/voice/install_voices)")
