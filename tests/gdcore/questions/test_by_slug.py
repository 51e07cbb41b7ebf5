"""Questions: their answers against closed forms, numpy and loops of their own."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from gdcore.descent.trajectory import descend
from gdcore.questions.any_run import any_question
from gdcore.questions.by_slug import ASKED, Question, questions
from gdcore.questions.choices import Candidate, asked
from gdcore.scenarios import built_in, catalogue
from tests.gdcore.questions.by_hand import GOOD, GREAT, START, X, Y, checked, loss, reply, step, value, walk

H = np.array([[np.mean(X * X), X.mean()], [X.mean(), 1.0]])
BEST = np.array(np.polyfit(X, Y, 1))


def built(slug: str) -> Question:
    found = questions(built_in(slug))[0]
    assert found is not None
    return found


def answer(slug: str) -> float:
    return value(built(slug).answer.text)


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
