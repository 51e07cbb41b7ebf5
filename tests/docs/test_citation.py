"""The file that says how to cite the project is valid, and says what the package says of itself."""

from __future__ import annotations

import tomllib

import yaml

from tests.conftest import ROOT


def test_the_citation_is_that_of_the_package() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == project["version"]
    # A citation has no way to say AND: it names the licence of the code, the package also that of the typefaces.
    assert project["license"] == f"{citation['license']} AND OFL-1.1"
    assert citation["authors"] == project["authors"]
    assert citation["abstract"] == project["description"] + "."
    assert citation["cff-version"] == "1.2.0"
