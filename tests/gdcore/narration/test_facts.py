"""The sentences' numbers against the published results."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from gdcore.arrays import frozen
from gdcore.descent.line_search import halving
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.methods.registry import made
from gdcore.narration import map_facts
from gdcore.narration.fact_meanings import MEANINGS, meaning_of
from gdcore.narration.facts import facts
from gdcore.objectives.parabola import parabola
from gdcore.scenario import FateChoice, Scenario
from gdcore.scenarios import catalogue
from gdcore.schedules.ramps import range_test
from gdcore.studies.fate_map import fate_map
from gdcore.text.notation import rounded

pytestmark = pytest.mark.filterwarnings("error")

WELLS = Scenario(
    "wells", "Two wells", written(read_expression("x**4 - 3*x**2 + x")), gradient_descent(frozen([0.05])),
    frozen([1.9]), 30, "fate", fate=FateChoice(axes=("x",)),
)  # fmt: skip
CATALOGUE = {scenario.slug: scenario for scenario in catalogue()}


def on_parabola(rate: float, steps: int = 3, start: float = -1.0) -> Scenario:
    return Scenario("run", "A run", parabola(), gradient_descent(frozen([rate])), frozen([start]), steps, "curve")


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("parabola-converges", {"x_1": "0.6", "x_2": "−0.36", "x_3": "0.216", "x_last": "0.216", "rate": "0.8"}),
        ("parabola-converges", {"loss_1": "0.36", "factor": "0.60", "predicted": "0.60", "edge": "1.25", "steps": "3"}),
        ("parabola-converges", {"limit_x": "1", "lambda_1": "1.6", "slope_0": "−2", "slope_1": "1.2", "least": "0"}),
        ("parabola-cycles", {"x_0": "−1", "x_1": "1", "factor": "1.00", "loss_growth": "1", "loss_orders": "0.0"}),
        ("parabola-diverges", {"x_2": "−1.96", "x_3": "2.744", "factor": "1.40", "loss_factor": "1.96"}),
        ("mse-converges", {"a_last": "144.9", "b_last": "51,924", "loss_0": "1.562 × 10¹¹", "rate_a": "5 × 10⁻⁸"}),
        ("mse-converges", {"best_a": "147.1", "best_b": "47,630", "least": "9.072 × 10⁸", "rows": "60"}),
        ("mse-converges", {"lambda_1": "0.3249", "lambda_2": "0.01152", "condition": "2.79 × 10⁷", "steps": "150"}),
        ("mse-blowup", {"loss_7": "4.552 × 10¹²", "loss_last": "7.309 × 10⁴²", "loss_factor": "1.6264"}),
        ("mse-blowup", {"rate": "5.75 × 10⁻⁷ and 0.15", "loss_growth": "4.678 × 10³¹", "lambda_1": "2.275"}),
        ("mse-blowup", {"multiplier": "−1.275", "loss_orders": "31.7", "edge": "0.879", "limit_a": "5.054 × 10⁻⁷"}),
        ("mse-halving", {"rejected": "19", "a_last": "141.7", "b_last": "59,893", "loss_last": "9.284 × 10⁸"}),
        ("mse-halving", {"evaluations": str(1 + 150 + 19 + 150)}),
    ],
)
def test_a_fact_reads_as_published(slug: str, expected: dict[str, str]) -> None:
    found = facts(CATALOGUE[slug])
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize("scenario", CATALOGUE.values(), ids=CATALOGUE)
def test_facts_are_finished_text(scenario: Scenario) -> None:
    for name, text in facts(scenario).items():
        assert name.isidentifier()
        assert text
        assert not set(text) & set("{}")
        assert not re.search(r"-[0-9]|[0-9]e", text)


@pytest.mark.parametrize("scenario", CATALOGUE.values(), ids=CATALOGUE)
def test_iterates_and_losses_are_named_for_the_first_eight_rows(scenario: Scenario) -> None:
    found, rows = facts(scenario), min(scenario.trajectory.n_steps + 1, 8)
    for stem in ("loss", *scenario.objective.parameters):
        numbered = {name for name in found if name.startswith(f"{stem}_") and name.rpartition("_")[2].isdigit()}
        assert numbered == {f"{stem}_{k}" for k in range(rows)}


@pytest.mark.parametrize("scenario", CATALOGUE.values(), ids=CATALOGUE)
def test_the_words_of_a_scenario_name_only_facts_that_it_has(scenario: Scenario) -> None:
    for sentence in scenario.words.values():
        assert "{" not in sentence.format_map(facts(scenario))


def test_facts_without_a_meaning_are_absent() -> None:
    assert (
        facts(CATALOGUE["mse-halving"])
        .keys()
        .isdisjoint({"factor", "predicted", "loss_factor", "edge", "limit_a", "multiplier"})
    )
    assert facts(on_parabola(0.8)).keys().isdisjoint({"rows"})
    assert facts(CATALOGUE["mse-blowup"]).keys().isdisjoint({"slope_0"})


def test_a_run_that_never_moved_still_has_facts() -> None:
    still = Scenario("run", "A run", parabola(), halving(frozen([0.1])), frozen([0.0]), 3, "curve")
    found = facts(still)
    assert (found["steps"], found["loss_0"], found["loss_last"], found["x_last"]) == ("0", "0", "0", "0")
    assert "loss_growth" not in found


@pytest.mark.parametrize("rate", [1e100, 1e155, 1e200, 1e300, 1e308, 1e-300])
def test_an_extreme_rate_has_facts(rate: float) -> None:
    assert facts(on_parabola(rate))["x_0"] == "−1"


def test_growth_by_more_orders_than_float64_has_is_told_in_both_directions() -> None:
    shrunk, grown = on_parabola(0.4999995, 43, 1e100), on_parabola(1e6, 49, 1e-160)
    assert shrunk.trajectory.losses[-1] > 0.0
    assert facts(shrunk)["loss_growth"] == "0"
    assert facts(shrunk)["loss_orders"] == "516.0"
    assert facts(grown)["loss_growth"] == "∞"


def test_every_fact_has_a_meaning_and_every_meaning_a_fact() -> None:
    leaving = replace(catalogue()[0], objective=written(read_expression("sqrt(x)")), start=frozen([1.0]), steps=9)
    given = [("adamw", {"clip": 1.0}), ("rmsprop", {}), ("polyak", {"target": 0.0})]
    chosen = [replace(on_parabola(0.5), method=made(name, frozen([0.5]), **numbers)) for name, numbers in given]
    tested = replace(on_parabola(0.5, 30), method=gradient_descent(range_test([1e-3], 30, 1e4)))
    chosen.append(tested)
    met = {fact: meaning_of(fact) for scenario in (*catalogue(), leaving, WELLS, *chosen) for fact in facts(scenario)}
    assert [fact for fact, meaning in met.items() if meaning is None] == []
    assert [meaning.name for meaning in MEANINGS if meaning not in met.values()] == []


def test_the_facts_of_a_map_are_computed_when_they_are_asked_for(monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(map_facts, "fate_map", lambda scenario: asked.append(scenario) or fate_map(scenario))
    run = replace(WELLS, title="Once")
    found = facts(run)
    assert (found["steps"], asked) == ("30", [])
    assert (found["map_minima"], facts(run)["map_place_1"]) == ("2", "x = −1.301")
    assert asked == [run]
    kinds = fate_map(run).minima.reached
    assert found["map_percent_2"] == str(rounded(100.0 * float((kinds == 1).mean()), 2))
    assert "map_place_3" not in found
    assert not any(name.startswith("map_") for name in facts(CATALOGUE["fate-houses"]))
