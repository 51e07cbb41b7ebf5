"""`trace` and `facts`: a run as JSON, CSV and tables."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from gdcore.scenarios import catalogue
from gdcore.trace import trace
from tests.valleyjump.command.conftest import PARABOLA


def test_trace_as_json_is_the_published_trace(cli) -> None:
    for scenario in catalogue():
        outcome = cli("trace", scenario.slug, "--format", "json")
        assert (outcome.status, outcome.told) == (0, [])
        assert json.loads(outcome.out) == trace(scenario)


def test_trace_as_csv_has_full_precision(cli) -> None:
    outcome = cli("trace", "mse-blowup", "--format", "csv")
    run = next(s for s in catalogue() if s.slug == "mse-blowup").trajectory
    header, *rows = csv.reader(io.StringIO(outcome.out))
    assert header == ["k", "a", "b", "loss"]
    assert [int(row[0]) for row in rows] == list(range(151))
    assert [[float(cell) for cell in row[1:3]] for row in rows] == run.iterates.tolist()
    assert [float(row[3]) for row in rows] == run.losses.tolist()


def test_trace_as_table_shows_the_run_and_its_verdict(cli) -> None:
    lines = cli("trace", "parabola-diverges").out.splitlines()
    assert lines[-4:] == ["0     -1         1", "1    1.4      1.96", "2  -1.96    3.8416", "3  2.744  7.529536"]
    assert "verdict           diverging, overshoots" in lines
    assert "predicted_factor  1.4" in lines


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_no_trace_has_a_minus_before_zero(cli, form: str) -> None:
    lesson = '[[scenario]]\nslug = "nought"\nobjective = "x**2"\nstart = -0.0\nlearning_rate = 0.25\nsteps = 3\n'
    Path("lesson.toml").write_text(lesson)
    out = cli("trace", "nought", "--file", "lesson.toml", "--format", form).out
    assert "0" in out
    assert not re.search(r"-0(?:\.0)?(?![.\de])", out)


def test_steps_of_a_trace_are_counted_in_thousands(cli) -> None:
    Path("lesson.toml").write_text(PARABOLA.replace("steps = 2", "steps = 1200").replace("0.25", "1e-5"))
    out = cli("trace", "ball", "--file", "lesson.toml").out
    assert "1,200, stopped by max_steps" in out
    assert "\n1,200  -0.97" in out


def test_trace_from_a_file(cli) -> None:
    Path("lesson.toml").write_text(PARABOLA)
    outcome = cli("trace", "ball", "--file", "lesson.toml", "--format", "csv")
    assert outcome.out.splitlines() == ["k,x,loss", "0,-1.0,1.0", "1,-0.5,0.25", "2,-0.25,0.0625"]


BAD = PARABOLA.replace("ball", "bad").replace("0.25", "-1")


def test_a_good_scenario_is_traced_beside_a_bad_one_which_is_told(cli) -> None:
    Path("mixed.toml").write_text(BAD + PARABOLA)
    outcome = cli("trace", "ball", "--file", "mixed.toml", "--format", "csv")
    assert outcome.status == 0
    assert len(outcome.out.splitlines()) == 4
    assert outcome.told == ['note: mixed.toml: scenario "bad": learning_rate: must be > 0, got -1']
    assert cli("trace", "bad", "--file", "mixed.toml").told == [
        'mixed.toml: scenario "bad": learning_rate: must be > 0, got -1'
    ]
    assert cli("trace", "ball", "--file", "mixed.toml").status == 0
    assert cli("trace", "bal", "--file", "mixed.toml").status == 2


def test_facts_lists_beats_and_facts_with_their_meanings(cli) -> None:
    Path("lesson.toml").write_text(PARABOLA)
    lines = cli("facts", "ball", "--file", "lesson.toml").out.splitlines()
    assert lines[0] == "beats: introduce, slope, steps, rule, verdict"
    # -1, then half of that twice: x**2 from 1 to 1/16
    assert re.fullmatch(
        r"\{loss_last\} +0\.0625 +the loss at the end", next(one for one in lines if "loss_last" in one)
    )
    assert all(len(line.split("  ")) > 2 for line in lines[2:])
