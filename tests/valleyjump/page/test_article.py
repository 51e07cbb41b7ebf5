"""The article: its order, and the numbers of its prose, which are those of closed forms."""

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jinja2
import numpy as np
import pytest

from gdcore.built_in.runs import BLOW_UP_RATES, GOOD_RATES
from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error
from gdcore.scenarios import catalogue, filmed, shown
from gdcore.tables.table import houses
from tests.valleyjump.page.pages import clip, figures_on, left_out, plain
from tests.valleyjump.reading import read, render_page
from valleyjump.article.article import ASKED, HEADINGS
from valleyjump.page.codes_page import codes_page
from valleyjump.page.page import make_page
from valleyjump.page.sheets import addresses


def test_the_story_has_its_order(tree):
    sections = [node["id"] for node in tree.all("section") if node.get("id") in HEADINGS]
    assert sections == list(HEADINGS)
    assert list(figures_on(tree)) == [run.slug for run in shown(catalogue())]
    where = [fig.parent["id"] for fig in tree.all("figure", "run")]
    found = {"one-number": 2, "valley": 3, "too-much": 2, "edge": 2, "remedy": 1}
    found |= {"backtracking": 1, "momentum": 1, "stochastic": 1, "standard-units": 1}
    found |= {"two-steps": 1, "too-high-on-purpose": 1, "range-test": 1, "warmup-decay": 1}
    found |= {"adaptive": 1, "adam-edge": 1, "clipping": 1, "bill": 1}
    assert where == [anchor for anchor, n in found.items() for _ in range(n)]


REMEDIES = {
    "remedy": "halving",
    "backtracking": "backtracking",
    "momentum": "heavy ball",
    "stochastic": "stochastic",
    "standard-units": "standard units",
}
"""What the table of methods calls the remedy of a section."""


@pytest.mark.parametrize("anchor", REMEDIES)
def test_every_remedy_has_a_clip_a_formula_its_numbers_and_its_limits(tree, anchor):
    (section,) = [node for node in tree.all("section") if node.get("id") == anchor]
    (slug,) = [fig["data-slug"] for fig in section.all("figure", "run")]
    assert section.one("details", "algebra").all("div", "formula")
    methods = tree.one(cls="methods").one("tbody").all("tr")
    (here,) = [row for row in methods if row.one("th").text.startswith(REMEDIES[anchor])]
    assert "When not to use it" in [node.text for node in section.all("h3")]
    run = next(scenario for scenario in catalogue() if scenario.slug == slug).trajectory
    steps, losses, gradients, loss, distance = [float(number["value"]) for number in here.all("data")[-5:]]
    share = 1 / 60 if anchor == "stochastic" else 1  # of a gradient over all houses
    assert [steps, losses, gradients] == [run.n_steps, run.loss_evaluations, run.gradient_evaluations * share]
    assert loss == run.losses[-1]
    # Independent of the losses: the two lines' prices, house by house.
    point = run.iterates[-1]
    a, b = point if run.objective.standard is None else run.objective.standard.original(point)
    x, y = houses().x, houses().y
    slope, intercept = np.polyfit(x, y, 1)
    assert distance == pytest.approx(np.sqrt(np.mean((a * x + b - slope * x - intercept) ** 2)), rel=1e-4, abs=1e-2)


def named(row):
    """The name of a method in the table, without what it has to know."""
    known = " ".join(row.one("span", "known").text.split())
    return " ".join(row.one("th").text.split()).removesuffix(known).strip()


def test_the_comparison_crosses_from_failure_to_success(tree):
    table = tree.one(cls="methods")
    labels = [named(row).split() for row in table.one("tbody").all("tr")]
    losses = [float(row.all("data")[-2]["value"]) for row in table.one("tbody").all("tr")]
    ends = {" ".join(words): loss for words, loss in zip(labels, losses, strict=True)}
    least = min(losses)
    assert ends["standard units η = 1"] == pytest.approx(least, rel=1e-12)  # Newton and two more end there too
    assert ends["plain descent the rates that blew up"] > 1e42
    assert ends["Nesterov the same rates, β = 0.5"] > 1e100
    assert ends["heavy ball the same rates, β = 0.5"] == pytest.approx(9.07225e8, rel=1e-5)


def test_the_table_tells_when_each_arrived_and_what_it_had_to_know(tree):
    rows = {named(row): row for row in tree.one(cls="methods").one("tbody").all("tr")}
    arrived = {name.split("η")[0].strip(): row.all("td")[0].text for name, row in rows.items()}
    assert {name for name, text in arrived.items() if text == "not arrived"} == {
        "plain descent the rates that blew up", "halving the same rates", "backtracking the same rates",
        "Nesterov the same rates, β = 0.5", "stochastic rates that suit; one house a step", "Polyak",
    }  # fmt: skip
    sooner = ["standard units", "Newton", "Barzilai–Borwein the same rates, for its first step", "Chebyshev 16 steps",
              "Adam", "heavy ball the same rates, β = 0.5", "plain descent rates that suit the valley"]  # fmt: skip
    costs = [int(arrived[name]) for name in sooner]
    assert costs == sorted(costs)
    assert arrived["two steps one rate for both parameters"] == arrived["Newton"] == "5"
    known = {name: row.one("span", "known").text.partition(": ")[2] for name, row in rows.items()}
    assert known["Chebyshev 16 steps"] == "the spectrum"
    assert known["Barzilai–Borwein the same rates, for its first step"] == "nothing"


def test_the_clips_of_one_rate_alone_are_built_and_not_shown(tree, html):
    apart = ["parabola-converges", "parabola-cycles", "parabola-diverges", "opening"]
    assert [run.slug for run in left_out()] == apart
    assert not [node for node in tree.walk() for value in node.attributes.values() if value and "parabola-c" in value]
    page = make_page(catalogue(), {run.slug: clip(run) for run in catalogue()})
    opening, *chapters = page.film.chapters
    assert [chapter.slug for chapter in chapters] == [run.slug for run in filmed(catalogue())]
    assert (opening.slug, opening.start, opening.clip_start) == ("opening", "0.000", "0.000")
    assert addresses(page)["opening"] == "index.html#film"
    codes = read(codes_page(page))
    assert {f"codes-{run.slug}" for run in catalogue()} <= {node["id"] for node in codes.all("section", "codes")}
    assert {f"embed/{run.slug}.html" for run in catalogue()} <= {node["href"] for node in codes.all("a")}


def test_no_number_is_typed_into_a_template():
    for path in sorted(Path(str(files("templates"))).rglob("*.html")):
        if path.name in ("index.html", "icon.html"):  # the frame: versions, view boxes, no prose
            continue
        text = re.sub(r"\{[{%#].*?[#%}]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", "", text)
        assert not re.search(r"\d", text), f"{path.name}: {re.search(r'.*[0-9].*', text)}"


def test_prose_says_what_closed_forms_say(tree):
    text = plain(tree.text.replace("\u00a0", " "))
    steep = 1.0 - np.linalg.eigvals(np.diag(list(BLOW_UP_RATES.values())) @ houses_hessian()).max()
    careful = np.sort(np.linalg.eigvals(np.diag(list(GOOD_RATES.values())) @ houses_hessian()))
    assert "the first step is 0.8 × 2 = 1.6 long" in text
    assert f"= −{abs(steep):.3f}." in text
    assert f"{steep**2:.4f} a step" in text
    assert f"exceeds {(1.0 - steep) / 2.0 - 1.0:.4g}" in text
    assert f"remains: {np.log(0.5) / np.log(1.0 - careful[0]):.0f} steps to halve it" in text
    assert f"differ by a factor of {np.linalg.cond(houses_hessian()) / 1e7:.2f} × 107" in text


def houses_hessian():
    x = houses().x
    return np.array([[np.mean(x * x), x.mean()], [x.mean(), 1.0]])


def test_the_edge_for_one_rate_is_where_the_eigenvalue_is_two(tree):
    text = plain(tree.text.replace("\u00a0", " "))
    (digits,) = re.findall(r"may go up to ([\d.]+) × 10−7", text)
    for factor, stable in ((0.99, True), (1.01, False)):
        rates = np.diag([float(digits) * 1e-7 * factor, BLOW_UP_RATES["b"]])
        assert (np.linalg.eigvals(rates @ houses_hessian()).max() < 2.0) == stable


def test_the_step_of_overflow_is_the_last_that_float64_bears(tree):
    (step,) = re.findall(r"At step ([\d,]+) it would be too large", plain(tree.text))
    objective = mean_squared_error(houses())
    method = gradient_descent(learning_rates(BLOW_UP_RATES, ("a", "b")))
    last = int(step.replace(",", "")) - 1
    assert descend(objective, method, np.array([250.0, 250_000.0]), last).stopped == "max_steps"
    assert descend(objective, method, np.array([250.0, 250_000.0]), last + 1).stopped == "overflow"


def test_the_table_of_condition_numbers_is_that_of_closed_forms(tree):
    x = houses().x
    s, mean, rho = x.std(), x.mean(), x.mean() / np.sqrt(np.mean(x * x))
    one = np.linalg.cond(houses_hessian())
    scaled = np.linalg.cond([[np.mean(x * x) / s**2, mean / s], [mean / s, 1.0]])
    slow, fast = np.sort(np.linalg.eigvals(np.diag(list(GOOD_RATES.values())) @ houses_hessian()).real)
    # A part shrinks by |1 - eigenvalue| a step; with the best rates the slowest factor is (kappa - 1) / (kappa + 1).
    waiting = [np.ceil(np.log(0.01) / np.log((k - 1) / (k + 1))) for k in (one, scaled)]
    waiting += [np.ceil(np.log(0.01) / np.log(1.0 - slow)), np.ceil(np.log(0.01) / np.log(rho)), 1, 1]
    rows = tree.one(cls="narrowness").one("tbody").all("tr")
    found = [[float(number["value"]) for number in row.all("data")] for row in rows]
    kappas = [one, scaled, fast / slow, (1 + rho) / (1 - rho), 1, 1]
    assert [row[0] for row in found] == pytest.approx(kappas, rel=1e-6)
    assert [row[1] for row in found] == pytest.approx(waiting, rel=1e-8)


def test_the_story_asks_before_five_clips_and_compares_once(tree):
    assert {node["id"].removeprefix("question-") for node in tree.all("div", "question")} == ASKED
    assert len(tree.all("table", "methods")) == 1


def test_a_missing_value_is_an_error_not_a_gap():
    page = make_page(catalogue(), {run.slug: clip(run) for run in catalogue()})
    numbers = {**page.article.numbers, "parabola": {}}
    with pytest.raises(jinja2.UndefinedError, match="steepness"):
        render_page(replace(page, article=replace(page.article, numbers=numbers)))


def test_no_topic_or_number_is_hidden_by_a_mapping_of_its_own():
    page = make_page(catalogue(), {run.slug: clip(run) for run in catalogue()})
    names = set(page.article.numbers).union(*page.article.numbers.values())
    assert not names & set(dir(dict))
