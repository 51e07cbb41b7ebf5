"""The benchmark measures and reports; how fast anything is, no test asserts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scenes.clip.quality import Quality
from tests.benchmarks import many
from tests.benchmarks.__main__ import NAMES
from tests.benchmarks.clips import memory_row, render
from tests.benchmarks.floor import BareEncoder, encode_all, on_cores
from tests.benchmarks.processes import alone
from tests.benchmarks.report import page
from tests.benchmarks.report.machine import describe, in_words
from tests.benchmarks.report.rows import Row, as_text, missing
from tests.benchmarks.stock import against_stock
from tests.benchmarks.sweep import sweep_row

TINY = Quality("tiny", 320, 180, 4)


def sampled_curve(folder: Path) -> dict[str, float]:
    """Time the first play of the stock curve, every other frame, in a process of its own."""
    from tests.benchmarks.stock.stock_curve import StockCurve
    from tests.benchmarks.stock.timed_frames import sample

    return sample(StockCurve, TINY, 2, 1, folder).summary()


@pytest.mark.heavy
def test_a_clip_and_a_sample_make_rows_with_ratios(tmp_path: Path) -> None:
    ours, stock = render(against_stock.CURVE, TINY, 4), alone(sampled_curve, tmp_path)
    assert stock["plays_sampled"] == 1 < stock["plays"]
    assert stock["frames"] == pytest.approx(ours.frames, rel=0.15)
    # The curve's first play moves everything, as a moving camera does.
    assert 0 < stock["moving_sampled"] <= stock["moving_frames"] < stock["frames"]
    assert stock["seconds"] >= stock["moving_frame_s"] * stock["moving_frames"] > 0.0
    pair = against_stock.Pair(ours, stock)
    rows = [against_stock.curve_row([pair]), *against_stock.surface_rows([pair])]
    assert [row.name for row in rows] == ["curve", "surface", "surface-moving"]
    assert all(row.ratio is not None and row.ratio > 0.0 for row in rows)
    assert memory_row([ours], None).measured == f"{ours.peak_bytes / 1e6:.0f} MB"


def test_the_floor_encodes_every_frame_and_converts_repeats_once(tmp_path: Path) -> None:
    built = BareEncoder(64, 36, TINY.fps)
    for level in (0, 60, 120):
        built.convert(np.full((36, 64, 4), level, np.uint8))
        built.encode()
    for _ in range(5):
        built.encode()
    built.close()
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(built.target.getvalue())
    (encoded,) = encode_all([clip], TINY.fps, 1)
    assert (encoded.frames, encoded.converted) == (8, 3)
    assert min(encoded.converting_s, encoded.encoding_s) > 0.0
    assert encoded.bytes == pytest.approx(clip.stat().st_size, rel=0.3)


def test_jobs_on_cores_begin_with_the_longest() -> None:
    assert on_cores([1.0, 2.0, 4.0, 3.0], 1) == 10.0
    assert on_cores([1.0, 2.0, 4.0, 3.0], 2) == 5.0


@pytest.mark.heavy
def test_many_scenarios_are_counted() -> None:
    row = many.many_row(20)
    few, all_of_them = row.detail["builds"]
    assert (few["n"], all_of_them["n"]) == (2, 20)
    assert min(all_of_them[name] for name in ("planning_s", "building_s", "standing_in_s", "peak_bytes")) > 0.0


@pytest.mark.heavy
def test_a_small_sweep_agrees_cell_by_cell() -> None:
    row = sweep_row(8)
    assert row.detail["agreeing"] == 180
    assert row.ratio is not None
    assert row.ratio > 0.0


def test_a_report_becomes_a_table(tmp_path: Path) -> None:
    rows = [Row("a", "what", "1 s", "2 s", 2.0, "≥ 1×", passed=True), missing("b", "other", "≤ 3")]
    target, machine = tmp_path / "benchmark.md", describe()
    target.write_text("# A\n<!-- measured: make benchmark -->\nold\n<!-- /measured -->\nend\n", encoding="utf-8")
    report = json.loads(json.dumps({"rows": [row.plain() for row in rows], "machine": machine, "quality": "tiny"}))
    page.show(report, target)
    text = target.read_text(encoding="utf-8")
    assert "| what | 1 s | 2 s | 2.00× | ≥ 1× | pass |" in text
    assert "| other | not available |  |  | ≤ 3 |  |" in text
    assert "old" not in text
    assert in_words(machine) in text
    assert "what   1 s            2 s      2.00×" in as_text(rows)


def test_a_page_without_its_marks_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "benchmark.md"
    target.write_text("# A\n", encoding="utf-8")
    with pytest.raises(ValueError, match="one marked section"):
        page.show({"rows": [], "machine": describe(), "quality": "tiny"}, target)
    assert target.read_text(encoding="utf-8") == "# A\n"


def test_the_page_on_speed_has_its_marks_and_a_row_for_everything_measured() -> None:
    (found,) = page.SECTION.findall(page.PAGE.read_text(encoding="utf-8"))
    assert found.count("\n| ") >= len(NAMES)
