"""Questions: their answers against closed forms, numpy and loops of their own; their choices always tell apart."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.descent.family import Family
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method, Move, learning_rates
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.registry import FAMILIES
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.parabola import parabola
from gdcore.questions.any_run import any_question
from gdcore.questions.by_slug import ASKED, Question, question
from gdcore.questions.choices import Candidate, asked
from gdcore.scenario import Scenario
from gdcore.scenarios import BLOW_UP_RATES, GOOD_RATES, built_in, catalogue
from gdcore.tables.table import Table, houses

X, Y = houses().x, houses().y
H = np.array([[np.mean(X * X), X.mean()], [X.mean(), 1.0]])
BEST = np.array(np.polyfit(X, Y, 1))
START = np.array([250.0, 250_000.0])
GOOD, GREAT = (np.array(list(rates.values())) for rates in (GOOD_RATES, BLOW_UP_RATES))


def built(slug: str) -> Question:
    found = question(built_in(slug))
    assert found is not None
    return found


def value(text: str) -> float:
    """Return the one number that a text names."""
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    (found,) = re.findall(r"−?[\d,]+(?:\.\d+)?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)
    digits, _, power = found.replace("−", "-").replace(",", "").partition(" × 10")
    return float(f"{digits}e{power.translate(raised) or 0}")


def answer(slug: str) -> float:
    return value(built(slug).answer.text)


def reply(asked_: Question, number: float) -> str:
    """Return what meets the choice of this number."""
    (found,) = [c.response for c in asked_.choices if value(c.text) == pytest.approx(number, rel=5e-3)]
    return found


def loss(point: np.ndarray) -> float:
    return float(np.mean((point[0] * X + point[1] - Y) ** 2))


def step(point: np.ndarray, rates: np.ndarray) -> np.ndarray:
    residual = point[0] * X + point[1] - Y
    return point - rates * np.array([np.mean(X * residual), residual.mean()])


def walk(rates: np.ndarray, n: int) -> np.ndarray:
    points = [START]
    for _ in range(n):
        points.append(step(points[-1], rates))
    return np.array(points)


# All of them


def checked(found: Question, slug: str) -> None:
    assert found.slug == slug
    assert 3 <= len(found.choices) <= 4
    assert [choice.right for choice in found.choices].count(True) == 1
    texts = [choice.text for choice in found.choices]
    assert len(set(texts)) == len(texts)
    assert not set(texts) & {"", "∞", "−∞", "undefined"}
    assert found.prompt.endswith("?")
    for sentence in (found.prompt, found.explanation, *(choice.response for choice in found.choices)):
        assert sentence[0].isupper() or sentence[0] in "η", sentence
        assert sentence[-1] in ".?", sentence
        assert not re.search(r"nan|inf\b|None|  |\{|\d\.\d{7}", sentence), sentence


@pytest.mark.parametrize("slug", [run.slug for run in catalogue()])
def test_every_built_in_clip_has_a_question_of_its_own(slug: str) -> None:
    found = built(slug)
    checked(found, slug)
    assert slug in ASKED
    assert found != any_question(built_in(slug))
    wrong = [choice.response for choice in found.choices if not choice.right]
    assert all(len(response) > 10 for response in wrong)
    assert found == built(slug)


@pytest.mark.parametrize("slug", [run.slug for run in catalogue()])
def test_neither_title_nor_prompt_gives_the_answer_away(slug: str) -> None:
    found = built(slug)
    number = re.sub(r"[^\d.,−×⁰¹²³⁴⁵⁶⁷⁸⁹⁻ ]", "", found.answer.text).strip()
    assert number
    if slug not in ("parabola-race", "mse-normalised", "parabola-cycles", "remedies-race"):  # to be picked, or a count
        assert not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", found.prompt)
    assert found.answer.text not in built_in(slug).title


def test_the_right_choice_has_no_place_of_its_own() -> None:
    places = Counter([choice.right for choice in built(run.slug).choices].index(True) for run in catalogue())
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= len(catalogue()) / 2


def test_choices_that_read_alike_are_dropped_and_too_few_are_no_question() -> None:
    right, wrong = Candidate(2.0, "2"), [Candidate(2.004, "2", "a"), Candidate(1.0, "1", "b"), Candidate(1.0, "1", "c")]
    assert asked("own", "How many?", right, wrong, "Two.") is None
    found = asked("own", "How many?", right, [*wrong, Candidate(3.0, "3", "d")], "Two.")
    assert found is not None
    assert [(choice.text, choice.response) for choice in found.choices] == [("1", "b"), ("2", "Right."), ("3", "d")]
    assert found.answer.text == "2"


# On the parabola


def test_the_third_landing() -> None:
    found = built("parabola-converges")
    assert answer("parabola-converges") == pytest.approx(-((1.0 - 2.0 * 0.8) ** 3))
    assert "half as steep" in reply(found, -((1.0 - 0.8) ** 3))
    assert "twice as large" in reply(found, -((1.0 - 2.0 * 1.6) ** 3))
    assert "side" in reply(found, (1.0 - 2.0 * 0.8) ** 3)


def test_the_edge_parts_the_rates_that_arrive() -> None:
    edge = answer("parabola-cycles")
    for rate in np.linspace(0.01, 3.0, 200) * edge:
        x = -1.0
        for _ in range(20_000):
            x -= rate * 2.0 * x
            if abs(x) > 1e6:
                break
        assert (abs(x) < 0.5) == (rate < edge - 1e-12)
    assert built("parabola-cycles").answer.text.startswith("every rate below")


def test_the_googol_is_passed_by_the_run_itself_at_that_step() -> None:
    steps = int(answer("parabola-diverges"))
    scenario = built_in("parabola-diverges")
    losses = descend(scenario.objective, scenario.method, scenario.start, steps).losses
    assert losses[steps - 1] <= 1e100 < losses[steps]
    by_distance = next(choice for choice in built("parabola-diverges").choices if "distance" in choice.response)
    k = int(value(by_distance.text))
    assert 1.4 ** (k - 1) <= 1e100 < 1.4**k


def test_the_nearest_of_the_race() -> None:
    ends = {rate: abs((1.0 - 2.0 * rate) ** 10) for rate in (0.1, 0.5, 0.8, 1.0, 1.2)}
    found = built("parabola-race")
    assert answer("parabola-race") == min(ends, key=ends.__getitem__)
    for choice in found.choices:
        if not choice.right:
            assert f"{ends[value(choice.text)]:.3g}" in choice.response


def test_the_rate_that_is_just_as_quick() -> None:
    assert abs(1.0 - 2.0 * answer("fate-parabola")) == pytest.approx(abs(1.0 - 2.0 * 0.8))
    assert "10 steps" in built("fate-parabola").explanation  # 0.6**9 = 0.0101, 0.6**10 = 0.006


# In the valley


def test_the_typical_miss() -> None:
    residual = START[0] * X + START[1] - Y
    assert answer("slope-fit") == pytest.approx(math.sqrt(np.mean(residual**2)), abs=0.6)
    assert "sum" in reply(built("slope-fit"), math.sqrt(np.sum(residual**2)))


def test_where_the_slow_parameter_is() -> None:
    points = walk(GOOD, 150)
    found = built("mse-converges")
    assert answer("mse-converges") == pytest.approx(points[-1, 1], abs=0.6)
    assert "as long as the first" in reply(found, 250_000.0 + 150.0 * (points[1, 1] - 250_000.0))
    # On the floor the fast error is gone and the slow one is whole: found here with numpy's own eigenvectors.
    values, vectors = np.linalg.eig(np.diag(GOOD) @ H)
    parts = np.linalg.solve(vectors, START - BEST)
    floor = BEST + vectors[:, values.argmin()] * parts[values.argmin()]
    assert "fast part" in reply(found, floor[1])


def test_when_the_slow_part_takes_over() -> None:
    values, vectors = np.linalg.eig(np.diag(GOOD) @ H)
    parts = np.linalg.solve(vectors, (walk(GOOD, 150) - BEST).T)
    slow = values.argmin()
    held = [np.diag(vectors.T @ H @ vectors) * part**2 for part in parts.T]
    shares = [part[slow] / part.sum() for part in held]
    assert answer("two-speeds") == next(k for k, share in enumerate(shares) if share > 0.5)


def test_the_growth_is_geometric() -> None:
    losses = [loss(point) for point in walk(GREAT, 150)]
    found = built("mse-blowup")
    assert answer("mse-blowup") == pytest.approx(losses[-1], rel=1e-2)
    assert "linear" in reply(found, losses[0] + 150 * (losses[1] - losses[0]))
    assert "quadratic" in reply(found, losses[0] + 150**2 * (losses[1] - losses[0]))


def test_the_edge_of_the_jumps() -> None:
    steep = np.linalg.eigvals(np.diag(GREAT) @ H).max()
    assert answer("mse-valley-jumping") == pytest.approx(2.0 / steep, abs=6e-4)
    for share, grows in ((0.99, False), (1.01, True)):
        path = walk(share * 2.0 / steep * GREAT, 400)
        jumps = np.abs(np.diff(path[:, 0]))
        assert (jumps[-1] > jumps[-3]) == grows  # two apart, both to the same side


def test_the_fastest_pair_is_beside_the_edge() -> None:
    def radius(rates: np.ndarray) -> float:
        return float(np.abs(1.0 - np.linalg.eigvals(np.diag(rates) @ H)).max())

    claimed = 1.0 / np.diag(H)
    quickest = min(
        radius(claimed * np.exp([u, v])) for u in np.linspace(-0.5, 0.5, 41) for v in np.linspace(-0.5, 0.5, 41)
    )
    assert radius(claimed) == pytest.approx(quickest)
    assert radius(claimed * answer("fate-houses") * 0.99) < 1.0 < radius(claimed * answer("fate-houses") * 1.01)


# Among the remedies


def test_how_often_a_step_is_halved() -> None:
    point, rejected = START, 0
    for _ in range(150):
        share = 1.0
        while loss(step(point, share * GREAT)) > loss(point):
            share, rejected = share / 2.0, rejected + 1
        point = step(point, share * GREAT)
    assert answer("mse-halving") == rejected


def test_how_much_of_the_promise_is_kept() -> None:
    residual = START[0] * X + START[1] - Y
    gradient = 2.0 * np.array([np.mean(X * residual), residual.mean()])  # of J itself
    promised = float(gradient @ (START - step(START, GREAT / 2.0)))
    fall = loss(START) - loss(step(START, GREAT / 2.0))
    assert answer("mse-backtracking") == pytest.approx(100.0 * fall / promised, abs=0.06)
    assert fall / promised >= 0.3
    assert "full step" in reply(
        built("mse-backtracking"), 100.0 * (loss(START) - loss(step(START, GREAT))) / (2.0 * promised)
    )


def test_the_smallest_momentum_that_saves_the_run() -> None:
    found = built("mse-momentum")
    saved = []
    for choice in found.choices:
        beta, scaled, eye = value(choice.text), np.diag(GREAT) @ H, np.eye(2)
        companion = np.block([[(1.0 + beta) * eye - scaled, -beta * eye], [eye, 0.0 * eye]])
        stable = np.abs(np.linalg.eigvals(companion)).max() < 1.0
        saved += [beta] if stable else []
        assert stable == (choice.right or "does save" in choice.response)
    assert answer("mse-momentum") == min(saved)


def test_how_many_steps_of_one_house_go_up() -> None:
    losses = [loss(point) for point in built_in("mse-sgd").trajectory.iterates]
    assert answer("mse-sgd") == sum(after > before for before, after in pairwise(losses))


def test_one_step_in_standard_units() -> None:
    z = (X - X.mean()) / X.std()
    p, q = 250.0 * X.std(), 250_000.0 + 250.0 * X.mean()
    residual = p * z + q - Y
    landed = np.mean(((p - np.mean(z * residual)) * z + q - residual.mean() - Y) ** 2)
    assert landed == pytest.approx(loss(BEST))
    assert answer("mse-normalised") == 1.0


def test_how_many_remedies_arrive() -> None:
    runs = [run.trajectory.losses for run in built_in("remedies-race").runs]
    assert answer("remedies-race") == sum(bool((losses <= 1.01 * loss(BEST)).any()) for losses in runs)


# Any other run


def curve(method, steps=4, slug="own", start=-1.0, tolerance=None) -> Scenario:
    return Scenario(slug, "Own", parabola(), method, np.array([start]), steps, "curve", tolerance)


def fit(method, steps=60, slug="own", objective=None, tolerance=1.0) -> Scenario:
    chosen = objective or mean_squared_error(houses())
    start = START if chosen.standard is None else chosen.standard.standardised(START)
    return Scenario(slug, "Own", chosen, method, start, steps, "fit", tolerance)


def test_a_run_that_only_borrows_a_name_is_asked_about_like_any_other() -> None:
    found = question(curve(gradient_descent([0.3]), slug="parabola-diverges"))
    assert found is not None
    assert value(found.answer.text) == pytest.approx(-0.4)
    table = Table(X, Y + 1000.0)
    other = fit(gradient_descent(GOOD), 150, "mse-converges", mean_squared_error(table))
    assert question(other) == any_question(other)


def test_a_landing_on_the_parabola_is_the_update_rule() -> None:
    found = question(curve(gradient_descent([0.3]), start=-2.0))
    assert found is not None
    assert value(found.answer.text) == pytest.approx(-2.0 + 0.3 * 4.0)
    assert "steep" in reply(found, -2.0 + 0.3 * 2.0)
    assert "wrong direction" in reply(found, -2.0 - 0.3 * 4.0)


def test_the_loss_is_no_slope() -> None:
    found = question(curve(gradient_descent([0.1]), start=3.0))  # slope 6, loss 9
    assert found is not None
    assert "by the loss, 9" in reply(found, 3.0 - 0.1 * 9.0)


def test_a_second_step_with_momentum_keeps_a_share_of_the_first() -> None:
    found = question(curve(momentum([0.1], 0.5)))
    assert found is not None
    velocity = 0.1 * 2.0
    x = -1.0 + velocity
    assert "without momentum" in reply(found, x - 0.1 * 2.0 * x)
    assert value(found.answer.text) == pytest.approx(x + 0.5 * velocity - 0.1 * 2.0 * x)
    assert "leaves 0.1 and the slope adds 0.16," in found.explanation


def test_a_step_that_is_refused_does_not_land_there() -> None:
    found = question(curve(halving([1.5])))
    assert found is not None
    assert value(found.answer.text) == pytest.approx(-1.0 + 0.75 * 2.0)
    assert "refused" in reply(found, -1.0 + 1.5 * 2.0)


def test_a_step_that_is_not_rate_times_slope_is_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    def signed(rates) -> Method:
        def step(_o, point, _loss, gradient, state) -> Move:
            return Move(point - rates * np.sign(gradient), state)

        return Method("signed", np.asarray(rates), lambda _o, _start: None, step)

    monkeypatch.setitem(FAMILIES, "signed", Family("signed", signed, "sign descent", "", lambda s: (s.now,)))
    found = question(curve(signed([0.3])))
    assert found is not None
    assert "where does step" not in found.prompt


def test_when_the_loss_is_a_thousand_times_as_large() -> None:
    found = question(fit(gradient_descent(1.01 * GREAT)))
    assert found is not None
    losses = [loss(point) for point in walk(1.01 * GREAT, 60)]
    k = next(i for i, height in enumerate(losses) if height > 1000.0 * losses[0])
    assert value(found.answer.text) == k
    assert "linear" in reply(found, math.ceil(999.0 / (losses[1] / losses[0] - 1.0)))


def test_when_a_hundredth_of_the_loss_is_left() -> None:
    found = question(fit(gradient_descent(0.9 * GOOD)))
    assert found is not None
    losses = [loss(point) for point in walk(0.9 * GOOD, 60)]
    assert "1 %" in found.prompt
    assert value(found.answer.text) == next(i for i, height in enumerate(losses) if height <= losses[0] / 100.0)


def test_where_the_first_step_is_the_answer_it_is_not_told() -> None:
    scenario = fit(gradient_descent([1.0, 1.0]), objective=standardised_error(houses()))
    found = question(scenario)
    assert found is not None
    assert found.answer.text == "1"
    assert "first step" not in found.prompt


def test_nothing_is_asked_where_nothing_happens() -> None:
    assert question(curve(gradient_descent([0.3]), start=0.0)) is None
    assert question(curve(gradient_descent([1e200]))) is None  # the very first loss overflows
    assert question(curve(halving([0.3]), start=0.0)) is None


MAKERS = (
    gradient_descent,
    halving,
    backtracking,
    sgd,
    lambda rates: momentum(rates, 0.9),
    lambda rates: nesterov(rates, 0.5),
)


@settings(max_examples=150, deadline=None)
@given(
    maker=st.sampled_from(MAKERS[:3] + MAKERS[4:]),
    rate=st.floats(1e-12, 1e12),
    start=st.floats(-1e100, 1e100),
    steps=st.integers(1, 40),
)
def test_any_run_on_the_parabola_has_a_sound_question_or_none(maker, rate, start, steps) -> None:
    scenario = curve(maker(learning_rates(rate, ("x",))), steps, start=start)
    found = question(scenario)
    if found is not None:
        checked(found, "own")


@settings(max_examples=150, deadline=None)
@given(
    maker=st.sampled_from(MAKERS),
    shares=st.tuples(*[st.floats(-9.0, 3.0)] * 2),
    steps=st.integers(1, 80),
    standard=st.booleans(),
)
def test_any_run_through_data_has_a_sound_question_or_none(maker, shares, steps, standard) -> None:
    objective = standardised_error(houses()) if standard else mean_squared_error(houses())
    rates = (np.ones(2) if standard else GOOD) * 10.0 ** np.array(shares)
    found = question(fit(maker(rates), steps, objective=objective))
    if found is not None:
        checked(found, "own")
