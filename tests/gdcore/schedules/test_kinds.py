"""Every kind of schedule: in lessons, in the trace, in verdicts, with every method on any input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore import Scenario, descend, gradient_descent, houses, judge, mean_squared_error, parabola, sgd
from gdcore.arrays import Array
from gdcore.errors import InputError
from gdcore.lesson.lesson_file import read_document
from gdcore.narration.facts import facts
from gdcore.questions.by_slug import questions
from gdcore.scenario import NEED_CONSTANT
from gdcore.schedules.decays import exponential, inverse_time, step_decay
from gdcore.schedules.ramps import cosine, range_test
from gdcore.schedules.rates_listed import rate_list
from gdcore.schedules.registry import KINDS
from gdcore.schedules.schedule import Schedule
from gdcore.studies.race_names import run_names
from gdcore.sweeps.sweep import sweep
from gdcore.theory.observed import Fate
from gdcore.trace import thinned_trace, trace
from tests.conftest import CASES
from tests.gdcore.sweeps.test_sweep import ON_ROWS, RULES

GIVEN: dict[str, dict[str, Any]] = {
    "step_decay": {"every": 3},
    "exponential": {"factor": 0.9},
    "inverse_time": {"decay": 0.5},
    "linear": {"steps": 9, "warmup": 2},
    "cosine": {"steps": 9},
    "one_cycle": {"steps": 9},
    "range_test": {"steps": 9},
    "list": {"multiples": [1.0, 0.0, 40.0]},
    "chebyshev": {"smallest": 0.5, "largest": 8.0, "length": 8},
    "inverse_eigenvalues": {"eigenvalues": [2.0, 0.5]},
    "silver": {"largest": 2.0},
}
"""Settings that have no default, by kind."""
RATE = {"constant": "rate = 0.05", **{kind: f"{KINDS[kind].rates} = 0.05" for kind in GIVEN}}


def made(kind: str, rates: Array) -> Schedule:
    return KINDS[kind].made(rates, **GIVEN.get(kind, {}))


def lesson(folder: Path, rate: str, objective: str = "booth", more: str = "") -> Scenario:
    """Return the scenario of a lesson file with this learning rate."""
    path = folder / "lesson.toml"
    start = "1.0" if objective == "parabola" else "{ x = 2.0, y = 1.0 }"
    lines = ["[[scenario]]", 'slug = "one"', f'objective = "{objective}"', f"start = {start}", "steps = 12"]
    path.write_text("\n".join([*lines, f"learning_rate = {rate}", more]), encoding="utf-8")
    return read_document(path).lesson().scenarios[0]


@pytest.mark.parametrize("name", KINDS)
def test_a_lesson_takes_every_kind(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    settings_given = [
        f"{one.name} = {json.dumps(GIVEN[name][one.name])}" for one in kind.settings if one.needed or one.form == "rows"
    ]
    scenario = lesson(tmp_path, f"{{ {', '.join([f'schedule = {name!r}', RATE[name], *settings_given])} }}")
    schedule = scenario.method.schedule
    assert (schedule.name, schedule.learning_rate.tolist()) == (name, [0.05, 0.05])
    assert schedule.numbers.keys() == {one.name for one in kind.settings}
    each = lesson(
        tmp_path,
        f"{{ {', '.join([f'schedule = {name!r}', f'{kind.rates} = {{ y = 0.01, x = 0.02 }}', *settings_given])} }}",
    )
    assert each.method.learning_rate.tolist() == [0.02, 0.01]
    said = json.loads(json.dumps(trace(scenario), allow_nan=False))
    if schedule.is_constant:
        assert (said["learning_rate"], said["learning_rates"], said["schedule"]) == ([0.05, 0.05], None, None)
        return
    assert said["learning_rate"] is None
    assert said["schedule"]["name"] == name
    rows = [schedule.rate(k).tolist() for k in range(scenario.trajectory.n_steps)]
    assert said["learning_rates"] == rows
    verdict = said["verdict"]
    unknown = ("predicted_factor", "measured_factor", "eigenvalues", "stability_limit", "edge_multiple")
    assert [verdict[name] for name in unknown] == [None] * 5


def test_what_follows_from_the_run_and_its_curvatures_is_filled_in(tmp_path: Path) -> None:
    """Booth's function has the curvatures 2 and 18."""
    numbers = lesson(tmp_path, "{ schedule = 'chebyshev' }").method.schedule.numbers
    assert dict(numbers) == pytest.approx({"smallest": 2.0, "largest": 18.0, "length": 8})
    steps = lesson(tmp_path, "{ schedule = 'inverse_eigenvalues' }")
    assert steps.trajectory.learning_rates[:2, 0] == pytest.approx([1 / 2, 1 / 18])
    assert steps.trajectory.losses[2] == pytest.approx(0.0, abs=1e-20)
    assert lesson(tmp_path, "{ schedule = 'silver' }").method.schedule.numbers["largest"] == pytest.approx(18.0)
    assert lesson(tmp_path, "{ schedule = 'cosine', peak = 0.1 }").method.schedule.numbers["steps"] == 12
    rows = lesson(tmp_path, "{ schedule = 'list', multiples = { y = [0.1, 0.2], x = [0.3, 0.4] } }")
    assert rows.trajectory.learning_rates[:3].tolist() == [[0.3, 0.1], [0.4, 0.2], [0.3, 0.1]]


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        ("{ schedule = 'cosin', peak = 0.1 }", 'unknown schedule "cosin"; did you mean "cosine"?'),
        ("{ peak = 0.1, warmup = 5 }", 'learning_rate.schedule: missing; write schedule = "..." beside peak'),
        ("{ schedule = 'cosine' }", "learning_rate.peak: missing; write peak = 0.1"),
        ("{ schedule = 'cosine', rate = 0.1 }", 'learning_rate.rate: schedule = "cosine" calls it peak; write peak ='),
        ("{ schedule = 'cosine', peak = 0.1, warm_up = 2 }", 'unknown key; did you mean "warmup"?'),
        ("{ schedule = 'cosine', peak = 0.1, warmup = 12 }", "learning_rate.warmup: must be below the 12 steps"),
        ("{ schedule = 'cosine', peak = 0.1, every = 2 }", 'learning_rate.every: only for schedule = "step_decay"'),
        ("{ schedule = 'cosine', peak = 0 }", "learning_rate.peak: must be > 0, got 0"),
        ("{ schedule = 'cosine', peak = { x = 0.1 } }", "learning_rate.peak.y: missing"),
        ("{ schedule = 'step_decay', rate = 0.1 }", 'learning_rate.every: missing; schedule = "step_decay"'),
        ("{ schedule = 'list', multiples = [0.1, -1] }", "learning_rate.multiples: must be >= 0, got [0.1, -1.0]"),
        ("{ schedule = 'list', multiples = { x = [1] } }", "learning_rate.multiples.y: missing"),
        ("{ schedule = 'list', multiples = { x = [1], y = [1, 2] } }", "learning_rate.multiples: expected as many"),
        ("{ schedule = 'inverse_eigenvalues', eigenvalues = { x = [1], y = [2] } }", "eigenvalues: expected one list"),
        ("{ schedule = 'chebyshev', length = 6 }", "learning_rate.length: must be a power of 2, got 6"),
        ("{ schedule = 'chebyshev', smallest = 2, largest = 1 }", "learning_rate.smallest: must be at most"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_schedule_is_one_line(tmp_path: Path, rate: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        lesson(tmp_path, rate)
    assert len(str(caught.value).splitlines()) == 1
    assert told in str(caught.value)


def test_a_list_has_a_number_or_one_per_parameter() -> None:
    with pytest.raises(InputError, match="multiples: expected a number a step, or 3, got 2"):
        rate_list([1.0, 1.0, 1.0], [[0.1, 0.2]])


def test_curvatures_are_known_of_quadratics_alone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="largest: missing; only the curvatures of a quadratic"):
        lesson(tmp_path, "{ schedule = 'silver' }", "rosenbrock")
    assert lesson(tmp_path, "{ schedule = 'silver', largest = 2000 }", "rosenbrock").trajectory.n_steps == 12


def test_a_schedule_has_no_playground_and_no_map_of_fates(tmp_path: Path) -> None:
    rate = "{ schedule = 'cosine', peak = 0.1 }"
    with pytest.raises(InputError, match="playground: its rates stay as they are set"):
        lesson(tmp_path, rate, more="playground = { learning_rate = [0.01, 0.2] }\n")
    with pytest.raises(InputError, match="view: fate needs constant learning rates, got the schedule 'cosine'"):
        lesson(tmp_path, rate, more='view = "fate"\n')
    method = gradient_descent(cosine([0.1, 0.1], 5))
    error = mean_squared_error(houses())
    for view in {"speeds", "momentum", "circle"} & set(NEED_CONSTANT):
        with pytest.raises(InputError, match=f"view: {view} needs constant learning rates"):
            Scenario("one", "One", error, method, np.array([250.0, 250_000.0]), 5, view)  # type: ignore[arg-type]


def test_facts_names_and_questions_speak_of_the_rates_of_steps(tmp_path: Path) -> None:
    beside = "beside = [{ learning_rate = 0.2 }, { learning_rate = { schedule = 'silver' } }, "
    beside += "{ learning_rate = { schedule = 'cosine', peak = 0.5, warmup = 3 } }]\n"
    scenario = lesson(tmp_path, "{ schedule = 'exponential', rate = 0.4, factor = 0.5 }", "parabola", beside)
    known = facts(scenario)
    assert "rate" not in known
    told = {name: known[f"{name}_rate"] for name in ("first", "last", "lowest", "highest")}
    assert told == {"first": "0.4", "last": "1.95 × 10⁻⁴", "lowest": "1.95 × 10⁻⁴", "highest": "0.4"}
    assert known["schedule"] == "exponential decay"
    assert run_names(scenario) == ["exponential decay", "η = 0.2", "silver steps", "cosine decay"]
    (asked,) = questions(lesson(tmp_path, "{ schedule = 'list', multiples = [0.4, 0.1] }", "parabola"))
    assert "With a learning rate of 0.4, where does step 1 land?" in asked.prompt
    alike = "beside = [{ learning_rate = { schedule = 'cosine', peak = 0.5, warmup = 3 } }]\n"
    names = run_names(lesson(tmp_path, "{ schedule = 'cosine', peak = 0.5 }", "parabola", alike))
    assert [name.replace("\N{NO-BREAK SPACE}", " ") for name in names] == [
        "cosine decay (η = 0.5)", "cosine decay (η = 0.5, warmup 3)"
    ]  # fmt: skip


def test_a_thinned_trace_has_the_rates_of_the_steps_from_its_rows() -> None:
    method = gradient_descent(inverse_time([0.01], 0.1))
    found = thinned_trace(Scenario("long", "Long", parabola(), method, np.array([1.0]), 25_000, "curve"), "whole.json")
    kept = [k for k in found["thinned"]["k"] if k < 25_000]
    assert found["learning_rates"] == pytest.approx(np.array([[0.01 / (1.0 + 0.1 * k)] for k in kept]))


@pytest.mark.parametrize(
    ("schedule", "n_steps", "kind"),
    [
        (step_decay([1.0], 100), 30, "converging"),  # to and fro, until the rate falls
        (rate_list([1.0], [1.0, 1.0]), 30, "cycling"),
        (rate_list([1.0], [1.2, 0.9]), 30, "diverging"),  # 1.4 * 0.8 > 1
        (rate_list([1.0], [1.2, 0.8]), 30, "converging"),  # 1.4 * 0.6 < 1
        (range_test([1e-4], 50, 1e5), 20, "diverging"),  # small so far
        (cosine([0.1], 50), 20, "converging"),
    ],
    ids=["step decay", "as constant", "out", "in", "range test", "cosine"],
)
def test_a_run_is_judged_as_it_goes_on_by_its_schedule(schedule: Schedule, n_steps: int, kind: str) -> None:
    method = gradient_descent(schedule)
    assert judge(descend(parabola(), method, [1.0], n_steps)).kind == kind
    rates = [schedule.learning_rate]
    fates = sweep(parabola(), lambda rates: gradient_descent(schedule.at(rates)), rates, [1.0], n_steps)
    assert Fate(int(fates.kind[0])).kind == kind


def test_a_fall_without_end_is_told_from_one_that_stops_short() -> None:
    def kind(schedule: Schedule) -> str:
        return judge(descend(lambda x: x, gradient_descent(schedule), [1.0], 60)).kind

    assert kind(inverse_time([0.5], 0.1)) == "diverging"
    assert kind(exponential([0.5], 0.8)) == "converging"


def test_noise_under_a_rate_that_falls_comes_to_rest() -> None:
    error, start, good = mean_squared_error(houses()), [250.0, 250_000.0], [5e-8, 0.15]
    kinds = [judge(descend(error, sgd(one), start, 100)).kind for one in (good, inverse_time(good, 0.05))]
    assert kinds == ["wandering", "converging"]


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=max(3, CASES // 100))
@given(
    rates=st.lists(st.floats(1e-300, 1e300), min_size=2, max_size=2),
    rule=st.sampled_from([*RULES.values(), *ON_ROWS.values()]),
    start=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2),
    n_steps=st.integers(1, 30),
)
def test_every_method_ends_under_every_schedule(
    kind: str, rates: list[float], rule, start: list[float], n_steps: int
) -> None:
    run = descend(mean_squared_error(houses()), rule(made(kind, np.array(rates))), start, n_steps)
    assert run.stopped in {"max_steps", "overflow", "stalled"}
    for array in (run.iterates, run.losses, run.learning_rates):
        assert np.isfinite(array).all()
    assert (run.learning_rates >= 0.0).all()
    assert run.learning_rates.tolist() == [run.method.schedule.rate(k).tolist() for k in range(run.n_steps)]
