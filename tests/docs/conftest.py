"""The documentation, built once for all tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, environment
from tests.docs.links import Page, read_page

COMMAND = (sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built documentation, in which a warning is an error."""
    folder = tmp_path_factory.mktemp("docs")
    done = subprocess.run(
        [*COMMAND, "-d", folder / "trees", ROOT / "docs", folder / "site"],
        capture_output=True, text=True, env=environment(), cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    """Return all pages of the documentation by their path."""
    return {str(path.relative_to(site)): read_page(path) for path in sorted(site.rglob("*.html"))}
