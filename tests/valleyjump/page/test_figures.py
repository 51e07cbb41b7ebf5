"""The figure of a clip: its numbers, rows and pictures are those of the trace."""

import re
from collections import Counter
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from gdcore.scenarios import catalogue
from gdcore.studies.race_names import run_names
from tests.valleyjump.page.pages import body_rows, clip, curve, figure, figures_on, left_out, plain, rendered
from tests.valleyjump.reading import read, render_page
from valleyjump.page.page import make_page
from valleyjump.store.clip_archive import pack, read_header


def entry(fig, label):
    (found,) = [div for div in fig.one("dl").all("div") if div.one("dt").text == label]
    return [float(number["value"]) for number in found.all("data")]


def rates(run):
    """The rates that a figure tells of a run: one for each parameter, or those of the first step and of the last."""
    return run["learning_rate"] or [*run["learning_rates"][0], *run["learning_rates"][-1]]


def test_every_figure_states_the_numbers_of_its_trace(figures, traces):
    assert figures.keys() == traces.keys()
    for slug, run in traces.items():
        fig, verdict = figures[slug], run["verdict"]
        assert entry(fig, "Learning rate") == rates(run)
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
        table = figures[slug].all("table", "iterates")[0]
        skipped = [int(row.text.split()[0]) for row in table.all("tr", "skipped")]
        assert len(accepted) + sum(skipped) == run["n_steps"] + 1


def test_every_run_of_a_race_or_of_one_picture_has_its_iterates(figures, traces):
    for slug in ("parabola-race", "remedies-race", "mse-valley-jumping"):
        fig, beside = figures[slug], traces[slug]["companions"]
        names = [details.one("summary").text for details in fig.all("details", "beside")]
        assert names == run_names(next(one for one in catalogue() if one.slug == slug))[1:]
        assert len(fig.all("table", "iterates")) == len(beside) + 1
        for i, run in enumerate(beside, 1):
            *_, last = body_rows(fig, i)
            assert [float(number["value"]) for number in last.all("data")] == [*run["iterates"][-1], run["losses"][-1]]
            assert not last.get("data-k")  # the player follows the first run alone


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
    assert len(whole.encode()) - len(html.encode()) <= 15 * sum(run.trajectory.n_steps for run in catalogue())


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
            assert set(apart) <= {*rates(one), *one["hyperparameters"].values()}
            assert row.one("th").text.strip()
            assert row.all("td")[-1].text == one["verdict"]["kind"]


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


def test_the_transcript_is_the_cues(figures):
    for run in catalogue():
        lines = figures[run.slug].all("li")
        cues = clip(run).cues
        assert [line.one("span", "words").text for line in lines] == [cue.text for cue in cues]
        assert [(float(line["data-start"]), float(line["data-end"])) for line in lines] == [
            (cue.start_s, cue.end_s) for cue in cues
        ]
