"""What is said by default is true of the run, whatever the run."""

from __future__ import annotations

import re

import numpy as np
import pytest

from gdcore.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.narration import DEFAULTS, RULES, TAILS, narrate
from tests.scenes.runs import METHODS, ODD_RUNS, on_houses, on_parabola

BEATS = (*DEFAULTS, "steps", "tail", "rule")
GROWTH = {"pull_back", "log_view"}
RUNS: dict[str, Scenario] = {
    **{f"{name} {rate}": on_parabola(7, rate=rate, method=name) for name in METHODS for rate in (0.1, 0.8, 1.0, 1.2)},
    **{f"houses {name} {steps}": on_houses(steps, method=name) for name in METHODS for steps in (1, 40)},
    **{name: run() for name, run in ODD_RUNS.items()},
}


@pytest.mark.parametrize("name", RUNS)
def test_every_beat_of_every_run_has_its_facts(name: str) -> None:
    scenario = RUNS[name]
    first, last = scenario.trajectory.losses[[0, -1]]
    for beat in BEATS:
        if beat in GROWTH and not last > first > 0.0:
            continue
        sentence = narrate(scenario, facts(scenario), beat)
        assert re.fullmatch(r"[A-Z].*[.]", sentence)
        assert not re.search(r"[{}]|nan|inf\b|None", sentence)


@pytest.mark.parametrize("scenario", catalogue(), ids=lambda scenario: scenario.slug)
def test_the_words_of_a_built_in_scenario_have_their_facts(scenario: Scenario) -> None:
    assert scenario.words
    for beat, template in scenario.words.items():
        sentence = narrate(scenario, facts(scenario), beat)
        assert not re.search(r"[{}]|nan|None", sentence)
        assert all(part in sentence for part in re.split(r"\{.*?\}", template))


def test_own_words_come_first() -> None:
    sample = on_parabola(2)
    own = Scenario("own", "Own", sample.objective, sample.method, sample.start, 2, "curve", words={"rule": "{steps}!"})
    assert narrate(own, facts(own), "rule") == "2!"
    assert narrate(own, facts(own), "introduce").startswith("Own.")


@pytest.mark.parametrize("name", RUNS)
def test_what_is_said_of_the_steps_is_true(name: str) -> None:
    scenario = RUNS[name]
    change = np.diff(scenario.trajectory.losses)
    said = narrate(scenario, facts(scenario), "steps")
    truth = {
        "Each step lands lower than the last.": (change < 0.0).all(),
        "Each step lands higher than the last.": (change > 0.0).all(),
        "Some steps land higher, some lower.": (change > 0.0).any() and (change < 0.0).any(),
        "No step lands higher than the last.": (change <= 0.0).all(),
        "No step lands lower than the last.": (change >= 0.0).all(),
        "The steps repeat: the run comes back to where it was.": scenario.verdict.kind == "cycling",
    }
    assert truth[said]


def test_there_is_a_rule_for_every_method_and_a_tail_for_every_verdict() -> None:
    assert set(RULES) == set(METHODS)
    assert set(TAILS) == {"converging", "cycling", "diverging"}
