"""The story: its parts, what they say to take away, and what its sentences claim of the runs."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from gdcore.built_in.runs import BLOW_UP_RATES
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.questions.by_slug import questions
from gdcore.scenarios import built_in, catalogue, shown
from gdcore.tables.table import houses
from tests.valleyjump.page.pages import clip
from valleyjump.article.article import ASKED, HEADINGS, make_article
from valleyjump.article.parts import PARTS
from valleyjump.article.sources import SOURCES

X = houses().x
H = np.array([[np.mean(X * X), X.mean()], [X.mean(), 1.0]])


@pytest.fixture(scope="module")
def article():
    return make_article(catalogue())


@pytest.fixture(scope="module")
def numbers(article):
    return article.numbers


def test_the_parts_have_all_sections_and_all_clips_in_their_order() -> None:
    assert [section for part in PARTS for section in part.sections] == list(HEADINGS)
    assert [slug for part in PARTS for slug in part.clips()] == [run.slug for run in shown(catalogue())]


def test_every_section_has_a_template_and_every_template_a_section() -> None:
    story = Path(str(files("templates"))) / "story"
    found = {path.relative_to(story.parent).as_posix() for path in story.rglob("*.html")}
    assert found == {part.template(section) for part in PARTS for section in part.sections} | {"story/take-away.html"}


def test_a_part_takes_as_long_as_its_words_its_clips_and_its_playground() -> None:
    clips = {run.slug: clip(run) for run in catalogue()}
    longer = {slug: replace(one, duration_s=one.duration_s + 60.0) for slug, one in clips.items()}
    for part in PARTS:
        assert 2 <= part.minutes(clips) <= 15
        assert part.minutes(longer) == part.minutes(clips) + len(part.clips())


def test_every_part_leaves_three_things_without_a_gap(article) -> None:
    assert list(article.take_away) == [part.anchor for part in PARTS]
    for sentences in article.take_away.values():
        assert len(sentences) == 3
        assert all(str(one).endswith(".") and not re.search(r"[{}]", one) for one in sentences)


def test_numbers_to_take_away_are_those_of_the_runs(article) -> None:
    steep = np.linalg.eigvals(np.diag(list(BLOW_UP_RATES.values())) @ H).real.max()
    losses = built_in("mse-blowup").trajectory.losses
    growth = article.take_away["two-parameters"][2]
    assert f"{(1.0 - steep) ** 2:.4f}" in growth
    assert f"{np.log10(losses[-1] / losses[0]):.1f} orders of magnitude" in growth
    assert f"{steep / 2.0 - 1.0:.4f}" in article.take_away["remedies"][1]


def test_a_question_of_the_story_is_answered_by_its_clip() -> None:
    clips = {slug for part in PARTS for slug in part.clips()}
    assert clips >= ASKED
    assert len(ASKED) == 5
    assert all(questions(built_in(slug)) for slug in ASKED)


def test_trying_in_factors_of_three_ends_where_the_story_says(numbers) -> None:
    found = {name: float(value) for name, value in numbers["practice"].items()}
    careful = built_in("mse-converges")
    ends = {}
    for times in (1.0, found["kept"], found["too_much"]):
        method = gradient_descent(times * careful.method.learning_rate)
        ends[times] = descend(careful.objective, method, careful.start, 400).losses
    assert found["too_much"] == 3.0 * found["kept"]
    assert ends[found["too_much"]][-1] > ends[1.0][0] > ends[found["kept"]][-1]
    assert found["kept"] < found["edge"] < found["too_much"]
    assert found["after"] < found["before"]


def test_an_exact_search_gains_as_little_as_the_story_says(numbers) -> None:
    """In the worst start, in the metric in which rates times curvatures are symmetric, as Kantorovich found."""
    root = np.sqrt(np.diag(list(BLOW_UP_RATES.values())))
    curvatures, directions = np.linalg.eigh(root @ H @ root)
    error = directions @ (1.0 / curvatures)
    gradient = root @ H @ root @ error
    step = (gradient @ gradient) / (gradient @ root @ H @ root @ gradient)
    before, after = (e @ root @ H @ root @ e for e in (error, error - step * gradient))
    assert numbers["backtracking"]["worst_gain"].replace("\u00a0", " ") == f"{100.0 * (1.0 - after / before):.2f} %"


def test_three_of_the_ways_keep_the_rates_that_blew_up() -> None:
    race = built_in("remedies-race")
    great = list(BLOW_UP_RATES.values())
    kept = [run.method.name for run in race.runs if run.method.learning_rate.tolist() == great]
    assert kept == ["halving", "backtracking", "momentum"]
    assert [run.objective.standard is None for run in race.runs] == [True] * 3 + [False, True, True]


def test_one_fact_reads_alike_in_prose_and_clips(numbers) -> None:
    assert numbers["valley"]["flat"] == numbers["two_speeds"]["slow"] == "0.9885"
    assert numbers["blowup"]["steep"] == numbers["mse_blowup"]["multiplier"] == "−1.275"


def test_the_sources_are_in_the_order_of_their_years() -> None:
    years = [source.year for source in SOURCES]
    assert years == sorted(years)
    assert {1847, 1951, 1964, 1966, 1983, 2017} <= set(years)
    assert all(source.address.startswith("https://") for source in SOURCES if source.address)
