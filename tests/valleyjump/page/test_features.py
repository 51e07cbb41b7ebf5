"""A fit to several columns on the page and in the cache: nothing that its clip shows can change without its key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gdcore.scenario import Scenario
from scenes.clip.quality import QUALITIES
from tests.lessons import load_scenarios
from valleyjump.build.keys import clip_key
from valleyjump.clips_on_page.iterates import iterate_table
from valleyjump.clips_on_page.quantities import quantities

ROWS = "area,rooms,rent\n30,1,400\n50,2,600\n80,3,870\n100,3,1010\n70,2,800\n"
ENTRY = """[[scenario]]
slug = "rents"
data = { csv = "rents.csv", x = ["area", "rooms"], y = "rent", x_unit = ["m²", ""], y_unit = "€" }
learning_rate = { area = 1e-4, rooms = 0.02, constant = 0.1 }
steps = 9
"""
IN_STANDARD_UNITS = ENTRY.replace("}\nlearning_rate = { area = 1e-4, rooms = 0.02, constant = 0.1 }",
                                  ", standardise = true }\nlearning_rate = 0.1")  # fmt: skip
IDENTITY = {"valleyjump": "1"}


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str, str], Scenario]:
    """Return what loads the one scenario of a file with these entries, beside data of these rows."""

    def loaded(entry: str = ENTRY, rows: str = ROWS) -> Scenario:
        (tmp_path / "rents.csv").write_text(rows, encoding="utf-8")
        (tmp_path / "lesson.toml").write_text(entry, encoding="utf-8")
        return load_scenarios(tmp_path / "lesson.toml")[0]

    return loaded


def key(scenario: Scenario) -> str:
    return clip_key(scenario, QUALITIES["draft"], IDENTITY)


def test_the_same_file_has_the_same_key(load: Callable[..., Scenario]) -> None:
    assert key(load()) == key(load())


@pytest.mark.parametrize(
    ("entry", "rows"),
    [
        (ENTRY, ROWS.replace("80,3,870", "80,3,871")),
        (ENTRY, ROWS.replace("80,3,870", "80,4,870")),
        (ENTRY.replace('"m²", ""', '"ft²", ""'), ROWS),
        (ENTRY.replace('"€"', '"$"'), ROWS),
        (ENTRY.replace("rooms", "halls"), ROWS.replace("rooms", "halls")),
        (ENTRY.replace('"rent"', '"price"'), ROWS.replace("rent", "price")),
        (IN_STANDARD_UNITS, ROWS),
    ],
)  # fmt: skip
def test_other_data_other_names_and_other_units_have_another_key(
    load: Callable[..., Scenario], entry: str, rows: str
) -> None:
    assert key(load(entry, rows)) != key(load())


def test_the_page_has_a_column_for_each_parameter_and_the_best_fit(load: Callable[..., Scenario]) -> None:
    scenario = load()
    table = iterate_table(scenario)
    assert [name for name, _unit in table.parameters] == ["area", "rooms", "constant"]
    assert all(len(row.point) == 3 for row in table.rows)
    (best,) = [entry for entry in quantities(scenario) if entry.label == "Least squares"]
    values = np.array([line.split(",") for line in ROWS.split()[1:]], dtype=float)
    design = np.column_stack([values[:, :2], np.ones(len(values))])
    found, *_ = np.linalg.lstsq(design, values[:, 2])
    shown = [float(quantity.exact.replace("−", "-")) for quantity in best.quantities[:3]]
    np.testing.assert_allclose(shown, found, rtol=1e-9)
