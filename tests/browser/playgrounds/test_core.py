"""The playground’s JavaScript computes what gdcore computes: iterates, losses and verdicts."""

import math
import random
from dataclasses import asdict, replace

import numpy as np
import pytest

from gdcore.arrays import FLAT
from gdcore.descent.line_search import EXPONENTS
from gdcore.descent.momentum import momentum
from gdcore.descent.outcomes import OUTCOMES, outcomes
from gdcore.descent.trajectory import descend
from gdcore.methods.registry import FAMILIES, takers
from gdcore.models.line_error import LineError, mean_squared_error, standardised_error
from gdcore.objectives.parabola import parabola
from gdcore.scenarios import built_in
from gdcore.studies.edges import edge_curve
from gdcore.tables.table import houses
from gdcore.theory.verdict import EDGE, judge
from valleyjump.article.story import limit_of_first_rate
from valleyjump.playgrounds.model import METHODS

SETTINGS = 100
"""Drawn at random; a few that nobody would draw come on top."""
RUN_ALL = """async ({settings, sums}) => {
  const [{descend}, {METHODS}, {objectiveOf}, v] = await Promise.all(
    ["descent", "methods", "objectives", "verdict"].map((name) => import(`./descent/${name}.js`)));
  const line = (name) => objectiveOf({kind: "line", sums: sums[name]});
  const objectives = {parabola: objectiveOf({kind: "parabola"}), raw: line("raw"), standard: line("standard")};
  const usual = {sufficient: 1e-4, shrink: 0.5};
  return settings.map(({objective, method, rates, beta, start, steps, tolerance}) => {
    const made = METHODS[method](rates, {...usual, momentum: beta});
    const run = descend(objectives[objective], made, start, steps, tolerance);
    const {objective: _, method: __, state: ___, ...numbers} = run;
    return {...numbers, verdict: v.judge(run)};
  });
}"""


def objectives():
    return {"parabola": parabola(), "raw": mean_squared_error(houses()), "standard": standardised_error(houses())}


def line_sums():
    table = houses()
    z = (table.x - table.x.mean()) / table.x.std()
    return {"raw": asdict(LineError.on(table)), "standard": asdict(LineError.on(replace(table, x=z)))}


def made(name, rates, beta):
    """Return the method of this name in the registry; only one that takes momentum is given any."""
    numbers = {"momentum": beta} if name in takers("momentum") else {}
    return FAMILIES[name].make(np.array(rates), **numbers)


def random_settings(n):
    chance = random.Random(20)
    return [(_parabola if chance.random() < 0.3 else _houses)(chance) for _ in range(n)] + edges()


def _parabola(chance):
    rate = round(chance.uniform(0.001, 1.3), 3)
    return {
        "objective": "parabola",
        "method": "gradient_descent",
        "rates": [rate],
        "beta": 0.0,
        "start": [round(chance.uniform(-2, 2), 2)],
        "steps": chance.choice([1, 2, 3, 10, 100, 2000]),
        "tolerance": None,
    }


def _houses(chance):
    space = chance.choice(["raw", "raw", "raw", "standard"])
    method = "gradient_descent" if space == "standard" else chance.choice(METHODS)
    low, high = ((2.7e-9, 1.9e-6), (0.01, 7.2)) if space == "raw" else ((0.01, 7.2),) * 2
    rates = [math.exp(chance.uniform(math.log(a), math.log(b))) for a, b in (low, high)]
    start = [chance.uniform(-334, 628), chance.uniform(-817770, 913030)]
    return {
        "objective": space,
        "method": method,
        "rates": rates,
        "beta": round(chance.uniform(0, 0.99), 2),
        "start": start,
        "steps": chance.choice([1, 2, 7, 150, 150, 600]),
        "tolerance": chance.choice([1.0, 1.0, None]),
    }


def edges():
    """Settings that nobody would draw: exactly on the edge, at the bottom, in one step."""
    base = {"objective": "parabola", "method": "gradient_descent", "beta": 0.0, "tolerance": None, "steps": 100}
    blowup = built_in("mse-blowup")
    line = {**base, "objective": "raw", "start": [250.0, 250000.0], "steps": 150, "tolerance": 1.0}
    exact = [limit_of_first_rate(blowup), 0.15]
    on_axis = [1e5, float(objectives()["standard"].minimiser[1])]
    return [
        *({**base, "rates": [rate], "start": [x]} for rate in (0.5, 0.8, 1.0, 1.3) for x in (-1.0, 0.0, 0.3)),
        *({**line, "rates": exact, "method": method} for method in ("gradient_descent", "halving", "momentum")),
        {**line, "rates": [5.75e-7, 0.15], "method": "momentum", "beta": 0.13},
        {**line, "rates": [5.75e-7, 0.15], "method": "momentum", "beta": 0.14},
        {**line, "objective": "standard", "rates": [1.0, 1.0]},
        {**line, "objective": "standard", "rates": [2.0, 0.4]},
        *({**base, "method": "halving", "rates": [rate], "start": [-1.0]} for rate in (0.1, 1.0, 3.0)),
        {**line, "objective": "standard", "rates": [3.0, 0.4], "start": on_axis, "tolerance": None},
    ]


@pytest.fixture(scope="module")
def both(modules):
    settings = random_settings(SETTINGS)
    known = objectives()
    there = modules.evaluate(RUN_ALL, {"settings": settings, "sums": line_sums()})
    here = [
        descend(known[s["objective"]], made(s["method"], s["rates"], s["beta"]), s["start"], s["steps"], s["tolerance"])
        for s in settings
    ]
    return list(zip(settings, there, here, strict=True))


def close(found, expected):
    """Whether numbers agree to 1e-12, each relative to itself."""
    return np.allclose(np.array(found, dtype=float), np.array(expected, dtype=float), rtol=1e-12, atol=0.0)


def test_every_iterate_and_every_loss_agree(both):
    for setting, there, here in both:
        assert (there["stopped"], there["overflowStep"]) == (here.stopped, here.overflow_step), setting
        assert close(there["iterates"], here.iterates), setting
        assert close(there["losses"], here.losses), setting
        assert close(there["gradients"], here.gradients), setting


def test_trial_points_and_evaluations_agree(both):
    assert sum(len(here.rejected) for _, _, here in both) > 100
    for setting, there, here in both:
        assert [trial["k"] for trial in there["rejected"]] == [trial.k for trial in here.rejected], setting
        assert close([trial["loss"] for trial in there["rejected"]], [trial.loss for trial in here.rejected])
        assert there["lossEvaluations"] == here.loss_evaluations, setting
        assert there["gradientEvaluations"] == here.gradient_evaluations, setting


def test_verdicts_are_the_same(both):
    seen = set()
    for setting, there, here in both:
        found, expected = there["verdict"], judge(here)
        assert (found["kind"], found["period"]) == (expected.kind, expected.period), setting
        assert found["overshoots"] == expected.overshoots, setting
        for name, other in (("measured", "measured_factor"), ("predicted", "predicted_factor")):
            known = getattr(expected, other)
            assert (found[name] is None) == (known is None), (setting, name)
            if known is not None:
                assert found[name] == pytest.approx(known, rel=1e-9, abs=1e-12), (setting, name)
        assert found["eigenvalues"][0] == pytest.approx(expected.eigenvalues[0], rel=1e-12)
        if expected.edge_multiple is not None:
            assert found["edgeMultiple"] == pytest.approx(expected.edge_multiple, rel=1e-12)
        seen.add((setting["method"], found["kind"]))
    plain = {kind for method, kind in seen if method == "gradient_descent"}
    assert plain == {"converging", "cycling", "diverging", "standing"}
    assert {("momentum", "diverging"), ("momentum", "converging"), ("halving", "converging")} <= seen
    assert ("halving", "cycling") in seen


METHOD_FLAGS = """async ([rates, momentum, eigenvalues]) => {
  const { METHODS } = await import("./descent/methods.js");
  return Object.entries(METHODS).map(([name, make]) => {
    const { rule, monotone } = make(rates, { momentum, sufficient: 1e-4, shrink: 0.5 });
    const roots = rule && eigenvalues.map((value) => [rule.root(value).re, rule.root(value).im]);
    return [name, monotone, rule && [rule.edge, roots]];
  });
}"""


def test_the_methods_have_the_flags_of_the_core(modules):
    rates, beta = [0.1, 0.2], 0.5
    eigenvalues = [1e-9, 0.03, 0.5, 1.0, 1.3, 2.0, 2.9, 7.0]
    flags = modules.evaluate(METHOD_FLAGS, [rates, beta, eigenvalues])
    assert {name for name, *_ in flags} == {*METHODS, "sgd"}
    for name, monotone, theory in flags:
        core, rule = made(name, rates, beta), FAMILIES[name].rule
        assert monotone == core.monotone, name
        assert (theory is not None) == core.linear == (rule is not None), name
        if rule is None:
            continue
        edge, roots = theory
        assert edge == pytest.approx(rule.edge(core.momentum), rel=1e-15)
        for value, (real, imaginary) in zip(eigenvalues, roots, strict=True):
            root = rule.root(value, core.momentum)
            assert (real, abs(imaginary)) == pytest.approx((root.real, abs(root.imag)), rel=1e-12, abs=1e-15)


ULP = math.nextafter(1.0, 2.0)
"""The number after 1."""
BY_HAND = {
    "moves by rounding alone": [5.0, 1.0, ULP, 1.0],
    "moves by rounding alone for long": [5.0, *[1.0, ULP] * 12],
    "moves by rounding alone near the minimiser": [5.0, 1e-9, 1.5e-9, 1e-9],
    "stands": [5.0, 1.0, 1.0, 1.0],
    "never moved": [1.0, 1.0, 1.0, 1.0],
    "moved by rounding alone, all the way": [1.0, ULP, 1.0, ULP, 1.0],
    "comes back": [1.0, -1.0, 1.0, -1.0, 1.0],
    "comes back but for rounding": [1.0, -1.0, ULP, -1.0, 1.0, -ULP],
    "comes back to another place": [5.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0],
    "comes back after three": [0.0, 1.0, 3.0] * 5,
    "grows": [(-1.5) ** k for k in range(12)],
    "shrinks": [0.5**k for k in range(40)],
    "one step": [3.0, 1.0],
}
"""Iterates of runs that nobody made, on the parabola."""
JUDGE_BY_HAND = """async ([runs, names]) => {
  const [{METHODS}, {objectiveOf}, {judge}] = await Promise.all(
    ["methods", "objectives", "verdict"].map((name) => import(`./descent/${name}.js`)));
  const objective = objectiveOf({kind: "parabola"});
  return names.map((name) => runs.map((numbers) => {
    const iterates = numbers.map((x) => [x]);
    const [losses, gradients] = [iterates.map(objective.value), iterates.map(objective.gradient)];
    const method = METHODS[name]([0.1], {momentum: 0.5});
    const run = {objective, method, iterates, losses, gradients, state: [0], stopped: "max_steps"};
    const { kind, period } = judge(run);
    return [kind, period];
  }));
}"""


def test_runs_by_hand_are_judged_alike(modules):
    names = list(METHODS[:4])
    there = modules.evaluate(JUDGE_BY_HAND, [list(BY_HAND.values()), names])
    for name, verdicts in zip(names, there, strict=True):
        method = made(name, [0.1], 0.5)
        for (what, numbers), found in zip(BY_HAND.items(), verdicts, strict=True):
            verdict = judge(by_hand(method, numbers))
            assert found == [verdict.kind, verdict.period], (name, what)


def test_a_run_that_only_rounding_moves_has_settled(modules):
    [[there]] = modules.evaluate(JUDGE_BY_HAND, [[[5.0, 1.0, ULP, 1.0]], ["halving"]])
    here = judge(by_hand(made("halving", [0.1], 0.0), [5.0, 1.0, ULP, 1.0]))
    assert there == [here.kind, here.period] == ["converging", None]


def by_hand(method, numbers):
    """Return a run on the parabola with these iterates, as if the method had made them."""
    points = np.array(numbers)[:, None]
    run = descend(parabola(), method, points[0], 1)
    return replace(run, iterates=points, losses=points[:, 0] ** 2, gradients=2.0 * points, stopped="max_steps")


def test_the_thresholds_are_those_of_the_core(modules):
    script = """async () => {
      const v = await import("./descent/verdict.js");
      return [v.EDGE, v.FLAT, (await import("./descent/methods.js")).MOST_TRIALS];
    }"""
    assert modules.evaluate(script) == [EDGE, FLAT, EXPONENTS]


def test_the_edge_is_that_of_the_core(modules):
    objective, reach = objectives()["raw"], [[2.7e-9, 1.9e-6], [0.01, 7.2]]
    script = """async ([sums, reach, rates]) => {
      const [v, {METHODS}, {objectiveOf}] = await Promise.all(
        ["verdict", "methods", "objectives"].map((name) => import(`./descent/${name}.js`)));
      const objective = objectiveOf({kind: "line", sums});
      const edge = METHODS.momentum(rates, {momentum: 0.5}).rule.edge;
      const curve = v.edgeCurve(objective, edge, reach, 60);
      return {curve, limit: v.limitOfRate(objective, METHODS.gradient_descent(rates), 0)};
    }"""
    blowup = built_in("mse-blowup")
    found = modules.evaluate(script, [line_sums()["raw"], reach, blowup.method.learning_rate.tolist()])
    expected = edge_curve(objective, lambda rates: momentum(rates, 0.5), np.array(reach), 60)
    assert np.allclose(found["curve"], expected, rtol=1e-12)
    assert found["limit"] == pytest.approx(limit_of_first_rate(blowup), rel=1e-12)


def test_steps_are_told_by_the_names_and_the_shapes_of_the_core(modules):
    shapes = modules.evaluate('() => import("./descent/outcomes.js").then((all) => all.SHAPES)')
    assert shapes == {did.name: did.shape for did in OUTCOMES}


@pytest.mark.parametrize("slug", ["parabola-converges", "parabola-cycles", "mse-blowup", "mse-momentum", "mse-halving"])
def test_each_step_has_the_outcome_of_the_core(modules, slug):
    run = built_in(slug).trajectory
    told = 'losses => import("./descent/outcomes.js").then((all) => all.outcomes(losses))'
    assert modules.evaluate(told, run.losses.tolist()) == [did.name for did in outcomes(run)]
