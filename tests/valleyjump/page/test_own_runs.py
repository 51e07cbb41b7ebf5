"""A page about anything else than the article: other runs, other words, other formats."""

import json
from dataclasses import replace

import numpy as np
import pytest

from gdcore.descent.line_search import halving
from gdcore.descent.method import learning_rates
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.models.line_error import mean_squared_error
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue, shown
from gdcore.tables.table import Table
from tests.valleyjump.page.pages import HOSTILE, body_rows, clip, curve, figure, figures_on, plain, rendered
from tests.valleyjump.reading import read
from valleyjump.article.article import HEADINGS
from valleyjump.markup.policy import digests
from valleyjump.page.assets import early_script, page_assets
from valleyjump.page.page import make_page


def test_a_subset_is_a_plain_collection():
    some = catalogue()[1:3]
    tree = read(rendered(some))
    assert [fig["data-slug"] for fig in tree.all("figure", "run")] == [run.slug for run in some]
    assert not {node.get("id") for node in tree.walk()} & HEADINGS.keys()
    assert "After 3 steps it stands at x = 0.216" in plain(tree.text)
    assert (
        "In theory a step multiplies the error by 0.60: the run is converging, and it overshoots every time."
        in plain(tree.text)
    )
    assert "The edge of stability lies at 1.25 times this learning rate." in plain(tree.text)
    assert "The edge of stability lies exactly at this learning rate." in plain(tree.text)


def test_a_run_that_only_borrows_a_name_is_no_part_of_the_story():
    altered = [run if run.slug != "parabola-diverges" else curve("parabola-diverges") for run in catalogue()]
    assert make_page(altered, {run.slug: clip(run) for run in altered}).article is None


def test_further_runs_follow_the_article():
    tree = read(rendered([curve("why", "My own"), *catalogue()]))
    assert list(figures_on(tree)) == [*(run.slug for run in shown(catalogue())), "why"]
    ids = [node["id"] for node in tree.walk() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_runs_without_prediction_are_told_too():
    runs = [
        replace(curve("halved", rate=1.2), method=halving(learning_rates(1.2, ("x",)))),
        curve("overflow", rate=1e9, steps=400),
        replace(curve("still"), tolerance=10.0),
        replace(curve("heavy"), method=momentum(learning_rates(0.1, ("x",)), 0.5)),
        curve("once", steps=1),
    ]
    text = plain(read(rendered(runs)).text)
    assert "rejected" in text
    assert "too large for a double-precision number" in text
    assert "then the loss stood still" in text
    assert "Heavy-ball momentum" in text
    assert "After 1 step it stands" in text


def test_a_run_of_any_length_shows_its_first_and_last_iterate():
    for steps in (1, 7, 8, 30):
        run = curve(steps=steps)
        (fig,) = read(rendered([run])).all("figure", "run")
        ks = [int(row.one("th").text) for row in body_rows(fig)]
        assert (ks[0], ks[-1]) == (0, steps)
        assert ks == sorted(set(ks))


def test_hostile_words_stay_words():
    table = Table([1.0, 2.0, 4.0], [1.0, 3.0, 5.0], x_unit="<b>", y_unit='"><script>')
    fit = Scenario(
        "fit",
        HOSTILE,
        mean_squared_error(table),
        gradient_descent(learning_rates(0.01, ("a", "b"))),
        np.zeros(2),
        5,
        "fit",
    )
    html = rendered([fit, curve(title=HOSTILE)], text=HOSTILE)
    tree = read(html)
    scripts = tree.all("script")
    assert {node["src"] for node in scripts if node.get("src")} <= set(page_assets())
    early, *models, words = [node for node in scripts if not node.get("src")]
    assert early.text == early_script()
    (policy,) = [node["content"] for node in tree.all("meta") if "http-equiv" in node.attributes]
    rules = {name: sources for name, *sources in map(str.split, policy.split(";"))}
    assert rules["script-src"] == ["'self'", "file:", digests([early.text])]
    assert rules["connect-src"] == ["'self'"]
    assert {source for name in rules for source in rules[name] if name != "script-src"} == {
        *("'none'", "'self'", "file:", "data:")
    }
    assert (words["type"], words["id"]) == ("application/json", "film-words")
    assert [(node["type"], node["id"]) for node in models] == [
        ("application/json", f"playground-{slug}") for slug in ("fit", "own")
    ]
    assert json.loads(models[0].text)["rows"]["units"] == ["<b>", '"><script>']
    assert [text for _, _, text in json.loads(words.text)].count(HOSTILE) == 2
    assert not tree.all("b")
    assert {node.text for node in tree.all("p", "title")} == {HOSTILE}
    assert [node.text for node in tree.all("span", "words")].count(HOSTILE) == 2
    assert not [name for node in tree.walk() for name in node.attributes if name.startswith("on")]


def test_a_run_without_a_clip_is_an_error():
    with pytest.raises(KeyError, match="own"):
        make_page([curve()], {})


def test_further_formats_are_offered_under_their_names():
    tree = read(rendered([curve()], kinds=("mp4", "png", "alpha", "pdf")))
    assert not [link for link in read(rendered([curve()])).all("a") if link["href"].endswith(".pdf")]
    found = {link.text: link["href"] for link in tree.one(cls="numbers").all("a")}
    assert found["WebM without a background"] == "clips/own.alpha.webm"
    assert found["last picture as PDF"] == "clips/own.pdf"


def test_only_what_was_rendered_is_offered():
    tree = read(rendered([curve()], kinds=("webm", "mp4", "png")))
    sources = [node["src"] for node in figure(tree, "own").all("source")]
    assert sources == ["clips/own.mp4", "clips/own.webm"]
