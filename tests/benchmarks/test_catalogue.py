"""The simulation of a large catalogue, where its results can be worked out by hand."""

from __future__ import annotations

import pytest

from tests.benchmarks.catalogue import LINK_BYTES_PER_S, Measured, simulate, table


def measured(put_away_s: float = 0.0, n_bytes: float = 0.0) -> Measured:
    return Measured(((10.0, n_bytes), (20.0, n_bytes)), put_away_s, cores=2)


@pytest.mark.parametrize(("machines", "wall_s"), [(1, 750.0), (5, 150.0), (25, 30.0), (50, 20.0), (500, 20.0)])
def test_where_handing_over_costs_nothing_rendering_is_all(machines: int, wall_s: float) -> None:
    assert simulate(measured(), machines, 100).wall_s == pytest.approx(wall_s, rel=0.05)


def test_no_number_of_machines_beats_the_one_that_collects() -> None:
    costly = measured(put_away_s=0.5, n_bytes=0.5 * LINK_BYTES_PER_S)
    assert costly.most_machines == pytest.approx(7.5)
    few, many = simulate(costly, 4, 1000), simulate(costly, 100, 1000)
    assert few.wall_s == pytest.approx(15.0 * 1000 / 8, rel=0.02)
    assert many.wall_s == pytest.approx(1000.0, rel=0.02)
    assert many.busy > 0.98


def test_a_report_becomes_a_table() -> None:
    report = {
        "clips": {"a": {"seconds": 4.0, "bytes": 1_000_000, "frames": 100}},
        "rows": [{"name": "many", "detail": {"builds": [{"n": 10, "building_s": 1.0}, {"n": 100, "building_s": 0.8}]}}],
        "machine": {"cores": 2},
    }
    assert Measured.of(report) == Measured(((4.0, 1e6),), 0.008, 2)
    lines = table(Measured.of(report), 1000).splitlines()
    assert [line.split(" | ")[0] for line in lines[2:6]] == ["| 1", "| 10", "| 100", "| 1000"]
    assert "stops scaling at about 125 machines of 2 cores" in " ".join(lines)
    with pytest.raises(ValueError, match="no clips"):
        Measured.of({**report, "clips": {}})
