"""The documentation, built once for all tests, and once more with the pictures of its gallery."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, built_once, environment
from tests.docs.links import Page, read_page

COMMAND = (sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html")


def write_site(folder: Path, *options: str) -> None:
    """Build the documentation, in which a warning is an error."""
    words = [*COMMAND, *options, "-d", folder.with_name("trees"), ROOT / "docs", folder]
    done = subprocess.run(words, capture_output=True, text=True, env=environment(), cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built documentation; its gallery has no pictures, which take long."""
    return built_once(tmp_path_factory, "docs", write_site)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    """Return all pages of the documentation by their path."""
    return {str(path.relative_to(site)): read_page(path) for path in sorted(site.rglob("*.html"))}
