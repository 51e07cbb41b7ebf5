"""The page: its numbers are the trace's, its links resolve, its words cannot become markup."""

import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
import numpy as np
import pytest

from gdcore.descent.line_search import halving
from gdcore.descent.method import learning_rates
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import BLOW_UP_RATES, GOOD_RATES, catalogue, filmed, shown
from gdcore.tables.table import Table, houses
from gdcore.trace import trace
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from tests.stylesheets import loaded
from tests.valleyjump.reading import read, render_page
from valleyjump.article.article import ASKED, HEADINGS
from valleyjump.article.sources import SOURCES
from valleyjump.page.assets import FIRST_SCREEN, STYLESHEETS, page_assets
from valleyjump.page.codes_page import codes_page
from valleyjump.page.embed_codes import PLACE
from valleyjump.page.page import make_page
from valleyjump.page.sheets import addresses
from valleyjump.store.clip_archive import pack, read_header

FILM = {"explainer.mp4", "explainer.vtt", "explainer.jpg"}
CITED = {source.address for source in SOURCES if source.address}
HOSTILE = """</p><script>alert("x")</script> & 'quotes' "double" {{ 7 * 7 }}"""


def clip(scenario, text=None, kinds=("mp4", "png")):
    cues = (Cue(0.0, 2.0, text or f"{scenario.title} begins."), Cue(2.0, 4.5, "It ends."))
    paths = {kind: Path(f"clips/{scenario.slug}.{kind}") for kind in kinds}
    return Clip(scenario.slug, paths, 5.0, 75, 854, 480, 15, cues)


def rendered(scenarios, **options):
    return render_page(make_page(scenarios, {run.slug: clip(run, **options) for run in scenarios}))


def curve(slug="own", title="Own", rate=0.3, steps=4, method=gradient_descent):
    return Scenario(slug, title, parabola(), method(learning_rates(rate, ("x",))), np.array([-1.0]), steps, "curve")


def plain(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def html():
    return rendered(catalogue())


@pytest.fixture(scope="module")
def tree(html):
    return read(html)


@pytest.fixture(scope="module")
def traces():
    return {run.slug: trace(run) for run in catalogue()}


def figure(tree, slug):
    (found,) = [node for node in tree.all("figure", "run") if node["data-slug"] == slug]
    return found


@pytest.fixture(scope="module")
def figures(tree):
    """The figure of each built-in run by slug; those that the story leaves out are on a page of their own."""
    return figures_on(tree, read(rendered(left_out())))


def left_out():
    return [run for run in catalogue() if run not in shown(catalogue())]


def figures_on(*trees):
    return {fig["data-slug"]: fig for tree in trees for fig in tree.all("figure", "run")}


def entry(fig, label):
    (found,) = [div for div in fig.one("dl").all("div") if div.one("dt").text == label]
    return [float(number["value"]) for number in found.all("data")]


def body_rows(fig):
    return [row for row in fig.one("table", "iterates").one("tbody").all("tr") if "skipped" not in row.classes]


def built_files(scenarios):
    kinds = ("mp4", "png", "vtt", "json")
    clips = {f"clips/{run.slug}.{kind}" for run in scenarios for kind in kinds}
    openings = {f"openings/{run.slug}.jpg" for run in scenarios}
    own = {"assets/codes.css", "assets/codes.js"}  # which the page of codes links to
    own |= {f"assets/{name}" for name in STYLESHEETS}  # which the page has in one file
    return clips | openings | set(page_assets()) - own | FILM | {"index.html", "codes.html"}


# The article


def test_the_story_has_its_order(tree):
    sections = [node["id"] for node in tree.all("section") if node.get("id") in HEADINGS]
    assert sections == list(HEADINGS)
    assert list(figures_on(tree)) == [run.slug for run in shown(catalogue())]
    where = [fig.parent["id"] for fig in tree.all("figure", "run")]
    found = {"one-number": 2, "valley": 3, "too-much": 2, "edge": 2, "remedy": 1}
    found |= {"backtracking": 1, "momentum": 1, "stochastic": 1, "standard-units": 1, "bill": 1}
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
    steps, losses, gradients, loss, distance = [float(number["value"]) for number in here.all("data")]
    share = 1 / 60 if anchor == "stochastic" else 1  # of a gradient over all houses
    assert [steps, losses, gradients] == [run.n_steps, run.loss_evaluations, run.gradient_evaluations * share]
    assert loss == run.losses[-1]
    # Independent of the losses: the two lines' prices, house by house.
    point = run.iterates[-1]
    a, b = point if run.objective.standard is None else run.objective.standard.original(point)
    x, y = houses().x, houses().y
    slope, intercept = np.polyfit(x, y, 1)
    assert distance == pytest.approx(np.sqrt(np.mean((a * x + b - slope * x - intercept) ** 2)), rel=1e-4, abs=1e-2)


def test_the_comparison_crosses_from_failure_to_success(tree):
    table = tree.one(cls="methods")
    labels = [row.one("th").text.split() for row in table.one("tbody").all("tr")]
    losses = [float(row.all("data")[3]["value"]) for row in table.one("tbody").all("tr")]
    ends = {" ".join(words): loss for words, loss in zip(labels, losses, strict=True)}
    least = min(losses)
    assert ends["standard units η = 1"] == least
    assert ends["plain descent the rates that blew up"] > 1e42
    assert ends["Nesterov the same rates, β = 0.5"] > 1e100
    assert ends["heavy ball the same rates, β = 0.5"] == pytest.approx(9.07225e8, rel=1e-5)


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


def test_every_figure_states_the_numbers_of_its_trace(figures, traces):
    assert figures.keys() == traces.keys()
    for slug, run in traces.items():
        fig, verdict = figures[slug], run["verdict"]
        assert entry(fig, "Learning rate") == run["learning_rate"]
        assert entry(fig, "Start") == run["start"]
        assert entry(fig, "Steps") == [run["n_steps"]]
        assert entry(fig, "Loss") == [run["losses"][0], run["losses"][-1]]
        if verdict["predicted_factor"] is not None:
            assert entry(fig, "Factor a step") == [verdict["measured_factor"], verdict["predicted_factor"]]
            assert entry(fig, "Stable below") == [*verdict["stability_limit"], verdict["edge_multiple"]]
        if run["rejected"]:
            assert entry(fig, "Rejected") == [len(run["rejected"])]
        kinds = Counter(one["verdict"]["kind"] for one in [run, *run.get("companions", [])])
        said = [span for span in fig.one("p", "badge").all("span") if kinds.keys() & set(span.classes)]
        counts = Counter()
        for span in said:
            counts[span.one("strong").text] += int((re.findall(r": (\d+)$", span.text) or [1])[0])
        assert counts == kinds


def test_every_row_of_iterates_is_a_row_of_the_trace(figures, traces):
    for slug, run in traces.items():
        accepted, whole = [], run["n_steps"]
        for row in body_rows(figures[slug]):
            k, numbers = int(row.one("th").text), [float(number["value"]) for number in row.all("data")]
            if "rejected" in row.classes:
                assert {"k": k - 1, "point": numbers[:-1], "loss": numbers[-1]} in run["rejected"]
                continue
            assert numbers == [*run["iterates"][k], run["losses"][k]]
            accepted.append(k)
        assert accepted[:4] == [0, 1, 2, 3][: whole + 1]
        assert accepted[-1] == run["n_steps"]
        skipped = [int(row.text.split()[0]) for row in figures[slug].all("tr", "skipped")]
        assert len(accepted) + sum(skipped) == run["n_steps"] + 1


def stepping(scenario, fps=60):
    """A clip in which every iterate is seen, one after the other from its second second on."""
    steps = tuple((2.0 + k / fps, k) for k in range(scenario.trajectory.n_steps + 1))
    return replace(clip(scenario), fps=fps, steps=steps)


def test_the_player_is_given_the_numbers_of_the_trace(traces):
    clips = {run.slug: stepping(run) for run in catalogue()}
    found = figures_on(*(read(render_page(make_page(runs, clips))) for runs in (catalogue(), left_out())))
    for slug, run in traces.items():
        fig = found[slug]
        entries = [entry.split(" ") for entry in fig.one("p", "now")["data-steps"].split(";")]
        frames, ks = np.cumsum([(int(frame), int(k)) for frame, k, _ in entries], axis=0).T
        times_s, wanted = zip(*clips[slug].steps, strict=True)
        assert frames / int(fig["data-fps"]) == pytest.approx(times_s)
        assert ks.tolist() == list(wanted)
        losses = [float(loss.replace("−", "-").replace(",", "")) for _, _, loss in entries]
        assert losses == pytest.approx([run["losses"][k] for k in wanted], rel=5.1e-4)
        marked = {row["data-k"]: row.one("th").text for row in body_rows(fig) if row.get("data-k") is not None}
        assert len(marked) == len([row for row in body_rows(fig) if "rejected" not in row.classes])
        assert all(k == shown for k, shown in marked.items())


def test_a_clip_without_steps_claims_none(tree):
    assert not tree.all("p", "now")


def test_a_page_stays_small_though_every_step_is_on_it(html):
    whole = render_page(make_page(catalogue(), {run.slug: stepping(run) for run in catalogue()}))
    assert len(whole.encode()) - len(html.encode()) <= 30_000


def test_the_steps_of_a_clip_travel_with_it(tmp_path):
    (tmp_path / "own.mp4").write_bytes(b"a video")
    sent = replace(stepping(curve()), files={"mp4": tmp_path / "own.mp4"})
    assert read_header(BytesIO(pack(sent))).clip == replace(sent, files={})


def test_outcomes_are_told_by_shape_and_word(figures, traces):
    marks = {"start": "", "fell": "●", "rose": "▲", "unchanged": "◆", "rejected": "○"}
    for slug, run in traces.items():
        losses = run["losses"]
        for row in body_rows(figures[slug]):
            k, cell = int(row.one("th").text), row.one("td", "outcome")
            if "rejected" not in row.classes:
                step = 0.0 if k == 0 else losses[k] - losses[k - 1]
                kind = "start" if k == 0 else "fell" if step < 0 else "rose" if step > 0 else "unchanged"
                assert row.classes == [kind]
            assert cell.text.split() == [part for part in (marks[row.classes[0]], row.classes[0]) if part]


def test_what_people_read_is_the_rounded_number(tree):
    for number in tree.all("data"):
        digits, _, power = number.text.replace("\u00a0", " ").replace("−", "-").replace(",", "").partition(" × 10")
        shown, places = float(f"{digits}e{power or 0}"), len(digits.partition(".")[2])
        assert shown == pytest.approx(float(number["value"]), abs=0.5001 * 10.0 ** (int(power or 0) - places))


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


def test_the_momentum_runs_cross_the_edge(tree):
    rows = figure(tree, "mse-momentum").one("table", "runs").one("tbody").all("tr")
    betas, losses = zip(
        *([float(q["value"]) for q in (row.all("data")[0], row.all("data")[-1])] for row in rows), strict=True
    )
    assert betas == (0.5, 0.0, 0.13, 0.14)
    assert losses == pytest.approx([9.07225e8, 7.30937e42, 4.64662e13, 5.25497e10], rel=1e-5)
    kinds = [row.all("td")[-1].text for row in rows]
    assert kinds == ["converging", "diverging", "diverging", "converging"]


def test_a_clip_with_several_runs_lists_them_as_its_trace_does(figures, traces):
    for slug, run in traces.items():
        tables = figures[slug].all("table", "runs")
        runs = [run, *run.get("companions", [])]
        assert len(tables) == (1 < len(runs) <= 8)
        for row, one in zip(tables[0].one("tbody").all("tr") if tables else [], runs if tables else [], strict=True):
            *apart, steps, loss = [float(number["value"]) for number in row.all("data")]
            assert [steps, loss] == [one["n_steps"], one["losses"][-1]]
            assert set(apart) <= {*one["learning_rate"], *one["hyperparameters"].values()}
            assert row.one("th").text.strip()
            assert row.all("td")[-1].text == one["verdict"]["kind"]


# Frame, links, media


def test_every_relative_address_resolves(tree):
    ids = {node["id"] for node in tree.walk() if node.get("id")}
    found = set()
    for node in tree.walk():
        for name in ("href", "src", "poster"):
            address = node.get(name)
            if address is None or address.startswith("data:image/svg+xml,") or address in CITED:
                continue
            parts = urlsplit(address)
            assert not parts.scheme, address
            assert not parts.netloc, address
            if parts.path:
                found.add(parts.path)
            else:
                assert parts.fragment in ids, address
    assert found | loaded(page_assets()) == built_files(shown(catalogue())) - {"index.html"}


def without_codes(html):
    """Return a page without the codes for other pages, which name an example's address and other people's markup."""
    return re.sub(r"<pre .*?</pre>", "", html, flags=re.DOTALL)


def test_nothing_is_loaded_from_elsewhere(html):
    texts = [re.sub(r"xmlns='http://www\.w3\.org/2000/svg'", "", without_codes(html))]
    for address in CITED:  # a link to follow loads nothing
        texts[0] = texts[0].replace(f'<a href="{address}">', "<a>")
    written = {name: content for name, content in page_assets().items() if not name.endswith(".woff2")}
    texts += [content.decode().replace(f'const EXAMPLE = "{PLACE}";', "") for content in written.values()]
    for text in texts:
        assert not re.search(r"(https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text)
        assert not re.search(r"@import|url\((?!\"fonts/[a-z-]+\.woff2\"\))", text)


def test_ids_are_unique_and_named_where_they_are_needed(tree):
    ids = [node["id"] for node in tree.walk() if node.get("id")]
    assert len(ids) == len(set(ids))
    for node in tree.walk():
        assert set((node.get("aria-labelledby") or "").split()) <= set(ids)


def test_headings_go_down_by_one_level_at_a_time(tree):
    levels = [int(node.tag[1]) for node in tree.walk() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_videos_wait_for_the_reader(tree):
    for video in tree.all("video"):
        assert video["preload"] == "none"
        assert {"controls", "playsinline", "width", "height"} <= video.attributes.keys()
        (poster,) = video.parent.all("img", "poster")
        assert poster["loading"] == "lazy"
        assert "autoplay" not in video.attributes
        assert video.one("track")["kind"] == "captions"


def test_the_formulas_are_native(tree):
    assert len(tree.all("math")) > 40
    assert all(node.text for node in tree.all("math"))
    assert all(node["src"].startswith(("clips/", "openings/", "explainer.jpg")) for node in tree.all("img"))


def test_the_first_picture_is_in_sight_and_the_last_says_in_words_how_its_run_ends(figures):
    for run in catalogue():
        fig = figures[run.slug]
        (poster,) = fig.one(cls="picture").all("img")
        assert poster["src"] == f"openings/{run.slug}.jpg"
        assert run.title in poster["alt"]
        (last,) = fig.one("details", "result").all("img")
        assert last["src"] == f"clips/{run.slug}.png"
        assert re.match(re.escape(run.title) + ("(?<=[?]) " if run.title.endswith("?") else "[.] "), last["alt"])
        kinds = Counter(one.verdict.kind for one in run.runs)
        told = Counter(re.findall("|".join(kinds), last["alt"]))
        assert told == (kinds if len(run.runs) <= 8 else dict.fromkeys(kinds, 1))
        assert fig.one("p", "caption").text == clip(run).cues[0].text
        assert not [
            details for details in fig.all("details") if "open" in details.attributes and details.classes != ["code"]
        ]


def test_what_the_last_picture_says_has_exponents_and_every_run(figures):
    told = {slug: fig.one("details", "result").one("img")["alt"] for slug, fig in figures.items()}
    assert "the loss is 1.562 × 10¹¹, with the learning rates 5 × 10⁻⁸ for a" in told["mse-converges"]
    assert "η = 1.2: the loss after 10 steps is 836.7, diverging." in told["parabola-race"]
    assert told["one-number"].startswith("How far should each step go? η = 0.8: the loss after 6 steps is")
    assert told["mse-sgd"].endswith("wandering: 20; converging: 1.")


def test_the_verdicts_of_several_runs_name_them(tree):
    badge = plain(figure(tree, "parabola-race").one("p", "badge").text.replace("\u00a0", " "))
    assert badge.startswith("η = 0.1: converging · η = 0.5: converging · η = 0.8: converging · η = 1: cycling")


def test_a_clip_in_both_themes_is_offered_to_each_reader():
    light = "(prefers-color-scheme: light)"
    tree = read(rendered([curve()], kinds=("mp4", "png", "webm", "light.mp4", "light.png", "light.webm")))
    fig = figure(tree, "own")
    assert [(node["src"], node.get("media")) for node in fig.one("video").all("source")] == [
        ("clips/own.light.mp4", light),
        ("clips/own.mp4", None),
        ("clips/own.light.webm", light),
        ("clips/own.webm", None),
    ]
    found = [(picture.one("source")["srcset"], picture.one("source")["media"]) for picture in fig.all("picture")]
    assert found == [("openings/own.light.jpg", light), ("clips/own.light.png", light)]
    assert [link["href"] for link in fig.one("video").all("a")] == ["clips/own.mp4"]


def test_tables_scroll_in_their_own_box_and_name_their_columns(tree):
    on_paper = [table for ending in tree.all("div") if "ending" in ending.classes for table in ending.all("table")]
    for table in (table for table in tree.all("table") if table not in on_paper):
        assert "scroll" in table.parent.classes
        assert table.parent["tabindex"] == "0"
        assert table.one("caption").text.strip()
        assert {head["scope"] for head in table.all("th")} == {"col", "row"}


def test_nothing_of_the_machinery_shows(html):
    html = without_codes(html)
    assert "{{" not in html
    assert "{%" not in html
    assert not re.search(r"object at 0x|built-in method|Undefined|None\b|\bnan\b", html)


def test_the_transcript_is_the_cues(figures):
    for run in catalogue():
        lines = figures[run.slug].all("li")
        cues = clip(run).cues
        assert [line.one("span", "words").text for line in lines] == [cue.text for cue in cues]
        assert [(float(line["data-start"]), float(line["data-end"])) for line in lines] == [
            (cue.start_s, cue.end_s) for cue in cues
        ]


def test_the_same_input_gives_the_same_bytes(html):
    assert rendered(catalogue()) == html


# A page about anything else


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
    words, *models = [node for node in scripts if not node.get("src")]
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


def test_a_missing_value_is_an_error_not_a_gap():
    page = make_page(catalogue(), {run.slug: clip(run) for run in catalogue()})
    numbers = {**page.article.numbers, "parabola": {}}
    with pytest.raises(jinja2.UndefinedError, match="steepness"):
        render_page(replace(page, article=replace(page.article, numbers=numbers)))


def test_no_topic_or_number_is_hidden_by_a_mapping_of_its_own():
    page = make_page(catalogue(), {run.slug: clip(run) for run in catalogue()})
    names = set(page.article.numbers).union(*page.article.numbers.values())
    assert not names & set(dir(dict))


def test_the_model_loads_no_manim_no_compiler_and_no_templates():
    code = "import json, sys, valleyjump.page.page; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
    assert not {"manim", "typst", "jinja2", "av"} & set(loaded)


def test_the_assets_are_there():
    assets = page_assets()
    assert {f"assets/{name}" for name in ("theme.css", "page.css", "player.css", "page.js", "player.js")} <= set(assets)
    assert all(content.strip() for content in assets.values())


def test_colours_have_one_place():
    for name, content in page_assets().items():
        if name.endswith(".css") and not name.endswith(("theme.css", "print.css", FIRST_SCREEN)):
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", content.decode())


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_in_both_themes():
    pairs = re.findall(
        r"--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", page_assets()["assets/theme.css"].decode()
    )
    for theme in (1, 2):
        colours = {pair[0]: pair[theme] for pair in pairs}
        for ink in ("ink", "quiet", "rose", "fell", "link"):
            for ground in ("ground", "raised", "sunken"):
                low, high = sorted((luminance(colours[ink]), luminance(colours[ground])))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)
