"""Lessons: users' functions, runs beside, words, domains, and every fault of them in one line."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.expressions.known import KNOWN
from gdcore.lesson.lesson import Lesson
from gdcore.lesson.lesson_file import read_document
from gdcore.narration.facts import facts
from gdcore.studies.race import clock_of
from gdcore.studies.race_names import run_names
from tests.conftest import CASES
from tests.gdcore.expressions.test_expression import EXPRESSIONS

HEAD = '[[scenario]]\nslug = "own"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lesson.toml"


def loaded(file: Path, content: str) -> Lesson:
    file.write_text(content, encoding="utf-8")
    return read_document(file).lesson()


def faults(file: Path, content: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        loaded(file, content)
    return [line.removeprefix(f'{file}: scenario "own": ') for line in str(caught.value).splitlines()]


def own(objective: str, more: str = "", rate: str = "0.1") -> str:
    return f"{HEAD}objective = {objective!r}\nlearning_rate = {rate}\n{more}\n"


def test_the_order_of_the_parameters_is_that_of_the_start(file: Path) -> None:
    (scenario,) = loaded(file, own("y**2 + 3*x**2", "start = { y = 1.0, x = 2.0 }")).scenarios
    assert scenario.objective.parameters == ("y", "x")
    assert scenario.start.tolist() == [1.0, 2.0]
    assert scenario.trajectory.losses[0] == 13.0


def test_or_that_of_the_rates(file: Path) -> None:
    (scenario,) = loaded(file, own("y**2 + 3*x**2", rate="{ y = 0.1, x = 0.2 }")).scenarios
    assert scenario.objective.parameters == ("y", "x")
    assert scenario.method.learning_rate.tolist() == [0.1, 0.2]


@pytest.mark.parametrize("name", KNOWN)
def test_a_well_known_function_begins_where_it_is_hard(file: Path, name: str) -> None:
    (scenario,) = loaded(file, own(name, rate="1e-4")).scenarios
    assert scenario.start.tolist() == list(KNOWN[name].start)
    assert scenario.objective.formula


def test_of_several_minimisers_the_one_at_the_end_of_the_run_counts(file: Path) -> None:
    (scenario,) = loaded(file, own("himmelblau", "start = { x = -3.0, y = 2.5 }", "0.01")).scenarios
    assert scenario.objective.minimiser == pytest.approx(scenario.trajectory.iterates[-1], abs=1e-3)


def test_runs_beside_may_have_starts_of_their_own_and_each_the_minimum_that_it_tends_to(file: Path) -> None:
    more = "start = -1\nbeside = [{ learning_rate = 0.1, start = 1 }, { learning_rate = 0.05, start = { x = -2 } }]"
    (scenario,) = loaded(file, own("x**4 - 3*x**2 + x", f"steps = 40\n{more}", "0.05")).scenarios
    assert scenario.view == "curve"
    assert scenario.is_together
    assert [run.start.tolist() for run in scenario.runs] == [[-1.0], [1.0], [-2.0]]
    ends = [run.trajectory.iterates[-1] for run in scenario.runs]
    for run, end in zip(scenario.runs, ends, strict=True):
        assert run.objective.minimiser == pytest.approx(end, abs=0.02)
    assert scenario.companions[1].objective is scenario.objective
    assert facts(scenario)["n_minima"] == "2"
    assert facts(scenario)["n_starts"] == "3"


def test_a_clock_of_evaluations_is_kept(file: Path) -> None:
    more = 'start = 1\nclock = "evaluations"\nbeside = [{ method = "halving", learning_rate = 3 }]'
    (scenario,) = loaded(file, own("x**2", more)).scenarios
    assert scenario.clock == clock_of(scenario) == "evaluations"


def test_runs_beside_share_objective_and_start(file: Path) -> None:
    more = 'view = "race"\nbeside = [{ learning_rate = 0.2 }, { method = "halving", learning_rate = 9, title = "h" }]'
    (scenario,) = loaded(file, own("x**2 + y**2 + z**2", f"start = {{ x = 1, y = 2, z = 3 }}\n{more}")).scenarios
    assert [run.title for run in scenario.companions] == ["", "h"]
    assert run_names(scenario) == ["gradient descent, η = 0.1", "gradient descent, η = 0.2", "h"]
    assert all(np.array_equal(run.trajectory.start, scenario.trajectory.start) for run in scenario.runs)


def test_what_the_page_says_is_kept(file: Path) -> None:
    head = 'title = " A\\n lesson "\nauthor = "Ada"\nlead = "So."\n'
    lesson = loaded(file, head + own("x**2", "before = 'From {loss_0}.'\nafter = 'To {loss_last}.'"))
    assert (lesson.title, lesson.author, lesson.lead) == ("A lesson", "Ada", "So.")
    assert lesson.prose["own"] == ("From {loss_0}.", "To {loss_last}.")


def test_a_part_goes_on_until_the_next(file: Path) -> None:
    texts = ["", 'part = "One"', "", 'part = " Two\\n"']
    runs = [own("x**2", more).replace('"own"', f'"own-{number}"') for number, more in enumerate(texts)]
    lesson = loaded(file, "".join(runs))
    assert lesson.parts == {"own-1": "One", "own-2": "One", "own-3": "Two"}
    assert {"One", "Two"} <= set(lesson.words)


def test_what_is_spoken_may_differ_from_what_is_written(file: Path) -> None:
    forms = 'steps = { spoken = "It goes on.\\nTo $x^2$, from {x_0}." }, rule = { written = "W.", spoken = "S." }'
    more = f'words = {{ {forms}, slope = {{ written = "Only written." }}, verdict = "A text." }}'
    (scenario,) = loaded(file, own("x**2", more)).scenarios
    assert scenario.words == {"rule": "W.", "slope": "Only written.", "verdict": "A text."}
    assert scenario.script == {"steps": "It goes on. To x², from {x_0}.", "rule": "S."}


def test_the_runs_beside_say_nothing_of_their_own(file: Path) -> None:
    more = 'view = "race"\nbeside = [{ learning_rate = 0.2 }]\nwords = { introduce = { spoken = "So." } }'
    (scenario,) = loaded(file, own("x**2", more)).scenarios
    assert scenario.script == {"introduce": "So."}
    assert not scenario.companions[0].script


def test_domain_and_camera_are_kept(file: Path) -> None:
    more = "start = { x = 1, y = 1 }\ndomain = { y = [-1, 2] }\ncamera = { azimuth = 20 }"
    (scenario,) = loaded(file, own("x**2 + y**2", more)).scenarios
    assert scenario.domain is not None
    assert np.isnan(scenario.domain[0]).all()
    assert scenario.domain[1].tolist() == [-1.0, 2.0]
    assert scenario.camera is not None
    assert (scenario.camera.azimuth, scenario.camera.elevation) == (20.0, 31.0)


FAULTS = {
    own("x**2 + foo(x)"): ['objective: unknown function "foo"; expected one of '],
    own("(x"): ["objective: not understood at character 1"],
    own("rosenbrok"): ['objective: unknown function "rosenbrok"; did you mean "rosenbrock"?'],
    own("x**2 + z", "start = { x = 1 }"): ["start.z: missing"],
    own("x**2", "start = { x = 1, w = 1 }"): ["start.w: unknown parameter; expected one of x"],
    own("log(x)", "start = -1"): ["start: the objective is not defined at x = -1"],
    own("1/x", "start = 0"): ["start: the objective is too large for double precision at x = 0"],
    own("abs(x)", "start = 0"): ["start: no gradient exists at x = 0: abs(x) has a kink there"],
    own("sqrt(x)", "start = 0"): ["start: no finite gradient exists at x = 0"],
    own("x**2", "steps = 1000001"): ["steps: must be <= 1000000, got 1000001"],
    own("x**2", 'view = "surface"'): ["view: surface needs 2 parameter(s), got 1: x"],
    own("x + y + z", 'view = "surface"'): ["view: surface needs 2 parameter(s), got 3: x, y, z"],
    own("x**2", "condition_number = 3"): ['condition_number: only for objective = "narrow_quadratic"'],
    own("x**2", "domain = { x = [2, 1] }"): ["domain.x: expected [low, high], got [2, 1]"],
    own("x**2", "domain = { y = [1, 2] }"): ["domain.y: unknown parameter; expected one of x"],
    own("x**2", "camera = { azimut = 3 }"): ['camera.azimut: unknown key; did you mean "azimuth"?'],
    own("x**2", f"beside = [{8 * '{ learning_rate = 1 },'}]"): ["beside: expected at most 7 entries"],
    own("x**2", "beside = [{ learning_rate = 1, start = { y = 1 } }]"): [
        "beside.1.start.y: unknown parameter; expected one of x",
        "beside.1.start.x: missing",
    ],
    own("log(x)", "start = 1\nbeside = [{ learning_rate = 1 }, { learning_rate = 1, start = -1 }]"): [
        "beside.2.start: the objective is not defined at x = -1"
    ],
    own("x**2 + y**2", "start = { x = 1, y = 1 }\nbeside = [{ learning_rate = 1, start = 2 }]"): [
        "beside.1.start: expected a table { x = ..., y = ... }, got 2"
    ],
    own("x**2", 'clock = "evaluations"'): ["clock: only for several runs; add others under beside, or leave it out"],
    own("x**2", 'clock = "seconds"\nbeside = [{ learning_rate = 1 }]'): [
        'clock: unknown clock "seconds"; expected one of steps, evaluations'
    ],
    own("x**2", 'view = "race"\nclock = "steps"'): [
        'clock: not for view = "race", which counts steps for one parameter and evaluations for more'
    ],
    own("x**2", 'run_title = "mine"'): ["run_title: only for a run with others under beside"],
    own("x**2", 'view = "race"\nbeside = [{ method = "momentum", learning_rate = { y = 1 } }]'): [
        "beside.1.momentum: missing",
        "beside.1.learning_rate.y: unknown parameter",
        "beside.1.learning_rate.x: missing",
    ],
    own("x**2", 'words = { steps = "{nothing}", opening = "x" }'): [
        "words.steps: {nothing} is not a fact of this run",
        'words.opening: unknown beat "opening"',
    ],
    own("x**2", 'words = { steps = "{x_0.real}" }'): ["words.steps: {x_0.real} is not a fact of this run"],
    own("x**2", 'words = { steps = "{x_0!r}" }'): ["words.steps: {x_0} must stand alone in its braces"],
    own("x**2", 'words = { steps = "{" }'): ["words.steps: unmatched brace"],
    own("x**2", 'words = { steps = 5, rule = ["x"] }'): [
        "words.steps: expected text in quotes, got 5; write words = {",
        "words.rule: expected text in quotes, got a list; write words = {",
    ],
    own("x**2", "words = { steps = {} }"): ["words.steps: expected written, spoken or both, got neither"],
    own("x**2", 'words.steps = { say = "x", spokne = "x" }'): [
        "words.steps.say: unknown key; expected one of written, spoken",
        'words.steps.spokne: unknown key; did you mean "spoken"?',
    ],
    own("x**2", 'words.steps = { written = 3, spoken = "" }'): [
        "words.steps.written: expected text in quotes, got 3",
        "words.steps.spoken: expected at least 1 character",
    ],
    own("x**2", 'words.steps = { spoken = " ... " }'): ["words.steps.spoken: expected words that can be said"],
    own("x**2", f'words.steps = {{ spoken = "{601 * "x"}" }}'): ["words.steps.spoken: expected at most 600 characters"],
    own("x**2", "words.steps = { spoken = '$\\foo{$' }"): [r"words.steps.spoken: formula '\\foo{': "],
    own("x**2", 'words.steps = { written = "{", spoken = "{nothing}" }\nwords.opening = { spoken = "x" }'): [
        "words.steps: unmatched brace",
        "words.steps.spoken: {nothing} is not a fact of this run",
        'words.opening: unknown beat "opening"',
    ],
    own("x**2", "before = 'From {lost_0}.'"): [
        "before: {lost_0} is not a fact of this run; did you mean {loss_0} (0)?"
    ],
    own("x^2", "steps = 0", "-1"): ["learning_rate: must be > 0", "steps: must be >= 1", 'objective: "x ^ 2"'],
}


@pytest.mark.parametrize(("content", "told"), FAULTS.items(), ids=range(len(FAULTS)))
def test_every_fault_is_told(file: Path, content: str, told: list[str]) -> None:
    lines = faults(file, content)
    assert len(lines) == len(told)
    assert all(line.startswith(start) for line, start in zip(lines, told, strict=True)), lines


def outcome(file: Path, content: str) -> Lesson | str:
    """Return the lesson, or the lines that refuse it."""
    try:
        return loaded(file, content)
    except InputError as error:
        return str(error)


NUMBERS = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**6), 10**6)).map(repr)
RATES = st.one_of(st.floats(1e-9, 10.0).map(repr), NUMBERS)
MORE = st.lists(
    st.one_of(
        NUMBERS.map(lambda n: f"start = {{ x = {n}, y = 1.5 }}"),
        st.sampled_from(['view = "race"', 'view = "contour"', 'method = "halving"', "tolerance = 1e-9", "odd = 1"]),
        st.sampled_from(['method = "momentum"\nmomentum = 0.9', 'method = "backtracking"', "domain = { x = [0, 1] }"]),
        st.text("{}_0xlos", max_size=12).map(lambda text: f"words = {{ steps = {text!r} }}"),
        st.text("{}_0xlos", max_size=12).map(lambda text: f"words = {{ steps = {{ spoken = {text!r} }} }}"),
    ),
    max_size=3,
    unique_by=lambda line: line.split(" ")[0],
)


@pytest.mark.more
@settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(EXPRESSIONS, st.sampled_from(list(KNOWN)), st.text(max_size=30)), RATES, MORE)
def test_any_lesson_is_a_run_or_lines_that_say_why_not(objective: str, rate: str, more: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lesson.toml"
        text = objective.encode("utf-8", "replace").decode().replace("'", "").replace("\n", " ")
        began = time.perf_counter()
        found = outcome(file, own(text, "\n".join(more), rate))
        event("refused" if isinstance(found, str) else "accepted")
        if isinstance(found, str):
            assert all(line.startswith(f"{file}: ") and line.isprintable() for line in found.splitlines())
        else:
            assert np.isfinite(found.scenarios[0].trajectory.losses).all()
        # Far above what any of them takes here: what is caught is one that would not end.
        assert time.perf_counter() - began < 10.0
