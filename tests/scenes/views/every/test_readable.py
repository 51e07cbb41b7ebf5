"""Every view, on drawn runs and on those of the article: no word is struck, overprinted, covered, too small or cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcore.narration.beats import row_of
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.painting.style import DARK
from scenes.surface.mesh import Mesh
from scenes.views.by_name import LESSONS
from tests.conftest import mostly_heavy
from tests.scenes.drawn import drawn
from tests.scenes.frames import Still, stills
from tests.scenes.overprints import overprints

VIEWS = [(n, view) for n, views in LESSONS.items() for view in views]
SEEDS = {
    (1, "race"): range(5), (2, "race"): range(1, 14, 2), (1, "fate"): [0, 1, 2, 3, 7, 13],
    (2, "fate"): [0, 1, 3, 8], (2, "contour"): [*range(5), 20, 21], (2, "surface"): [*range(5), 19],
    (1, "curve"): [*range(4), *range(10, 14)], (2, "circle"): range(3), (3, "fit"): range(3), (3, "race"): range(2),
}  # fmt: skip
"""The seeds of views that are not drawn from the first four."""
CASES = mostly_heavy(
    ((*key, seed) for i in range(24) for key in VIEWS for seed in list(SEEDS.get(key, range(4)))[i : i + 1]),
    n_light=2 * len(VIEWS),
)
"""Number of parameters, view and seed: the first two of every view, then the rest."""


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let surfaces fill no facets: only lines and words are looked at."""
    monkeypatch.setattr(Mesh, "paint", lambda _mesh, _pen, _eye: None)


def assert_readable(scenario: Scenario, folder: Path, per_drive: int) -> None:
    found: dict[str, str] = {}

    def look(still: Still) -> None:
        for line in overprints(still.picture):
            where, _, what = line.partition("]: ")
            found.setdefault(where.partition(" at ")[0] + what, f"{still.beat}, frame {still.frame}: {line}")

    # The words at a curve may stand over its grid.
    stills(scenario, folder, look, per_drive, DARK.grid if scenario.view == "curve" else "")
    assert not found, "\n".join(found.values())


def test_every_view_has_drawn_runs() -> None:
    assert set(drawn) == set(VIEWS)


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
def test_a_drawn_run_can_be_read(case: tuple[int, str, int], tmp_path: Path) -> None:
    n_parameters, view, seed = case
    scenario = drawn[n_parameters, view](seed)
    assert (row_of(scenario), scenario.view) == (n_parameters, view)
    assert_readable(scenario, tmp_path, 3 if view in ("race", "fate", "noise") else 2)


@pytest.mark.heavy
@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("scenario", catalogue(), ids=lambda scenario: scenario.slug)
def test_a_built_in_run_can_be_read(scenario: Scenario, tmp_path: Path) -> None:
    assert_readable(scenario, tmp_path, 3)
