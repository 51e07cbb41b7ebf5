"""No test lies where pytest does not look."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from tests.conftest import ROOT


def test_no_folder_of_tests_is_left_out(pytestconfig: pytest.Config) -> None:
    places = {file.relative_to(ROOT / "tests").parent for file in (ROOT / "tests").rglob("test_*.py")}
    folders = {name for place in places if "node_modules" not in place.parts for name in place.parts}
    assert "build" in folders
    assert not [
        name for name in folders for left_out in pytestconfig.getini("norecursedirs") if fnmatch(name, left_out)
    ]
