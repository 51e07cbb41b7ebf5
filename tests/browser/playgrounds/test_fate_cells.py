"""The map of fates under a clip: by mouse and keyboard each cell tells of its run, and a press sets the playground."""

import math
import re

import numpy as np
import pytest

from gdcore.descent.trajectory import descend
from gdcore.lesson.lesson_file import read_document
from gdcore.methods.registry import rule_of
from gdcore.studies.fate_map import fate_map
from gdcore.theory.observed import Fate
from gdcore.theory.verdict import judge
from gdcore.theory.verdict_words import kind_word
from tests.browser.conftest import still, wake
from tests.browser.playgrounds.play import Play, same
from tests.valleyjump.reading import render_page
from valleyjump.clips_on_page.fate_cells import EVERY
from valleyjump.page.assets import page_assets
from valleyjump.page.page import make_page
from valleyjump.playgrounds.objectives import written_functions

LESSON = """
[[scenario]]
slug = "starts"
objective = "himmelblau"
learning_rate = 0.01
steps = 60
view = "fate"
fate = { axes = ["x", "y"] }

[[scenario]]
slug = "heavy"
objective = "k**2 + 3*beta**2"
start = { k = 1, beta = 2 }
method = "momentum"
momentum = 0.5
learning_rate = { k = 0.1, beta = 0.05 }
steps = 40
view = "fate"
fate = { axes = ["learning_rate", "momentum"] }

[[scenario]]
slug = "narrow"
objective = "x**2 + x**4/10"
start = { x = 1 }
learning_rate = 0.1
steps = 40
view = "fate"
fate = { axes = ["learning_rate", "x"] }
[scenario.playground]
learning_rate = { x = [0.05, 0.2] }
"""
WALK = [
    ("ArrowRight", 0, 1),
    ("ArrowUp", 1, 0),
    ("Shift+ArrowRight", 0, 8),
    ("ArrowDown", -1, 0),
    ("ArrowLeft", 0, -1),
    *[("Shift+ArrowUp", 8, 0)] * 8,
    *[("Shift+ArrowLeft", 0, -8)] * 3,
]
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
TOLD = re.compile(r"(?P<numbers>.*): (?P<word>[^:,]+?)(?:, (?P<steps>\d+) steps? until 1 % of the way is left)?")


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    folder = tmp_path_factory.mktemp("maps")
    (folder / "lesson.toml").write_text(LESSON, encoding="utf-8")
    return read_document(folder / "lesson.toml").lesson()


@pytest.fixture(scope="module")
def page(window, lesson, tmp_path_factory):
    folder, faults = tmp_path_factory.mktemp("page"), []
    made = make_page(lesson.scenarios, {run.slug: still(run.slug) for run in lesson.scenarios}, None, lesson)
    files = {"index.html": render_page(made), **page_assets(functions=written_functions(lesson.scenarios))}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    opened = window.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    opened.route(re.compile(r"/(clips/|openings/|explainer\.)"), lambda route: route.fulfill(body=b""))
    opened.goto((folder / "index.html").as_uri())
    wake(opened)
    yield opened
    opened.close()
    assert not faults


@pytest.fixture(scope="module")
def planes(lesson):
    """The maps that the clips show, of which the page has every third cell."""
    return {run.slug: fate_map(run).every(EVERY) for run in lesson.scenarios}


class Map:
    """One map on the open page."""

    def __init__(self, page, slug, plane):
        self.page, self.plane = page, plane
        self.root = page.locator(f".fate-cells[data-map*='play-{slug}']")
        self.area = self.root.locator(".cells")

    @property
    def told(self):
        return self.root.locator("output").inner_text()

    def place(self, row, column):
        """Where the middle of a cell is on the screen."""
        before, box = None, self.area.bounding_box()
        while before != box:  # the page may be on its way to a playground
            self.page.evaluate(TWO_FRAMES)
            self.area.scroll_into_view_if_needed()
            before, box = box, self.area.bounding_box()
        rows, columns = self.plane.fates.kind.shape
        across, up = (column + 0.5) / columns, (row + 0.5) / rows
        return box["x"] + across * box["width"], box["y"] + (1.0 - up) * box["height"]

    def check(self, row, column):
        """Compare what is told with the cell of the sweep."""
        found = TOLD.fullmatch(self.told)
        assert found, self.told
        fate, steps = Fate(self.plane.fates.kind[row, column]), self.plane.steps[row, column]
        assert found["word"] == kind_word(fate.kind)
        assert found["steps"] == (f"{steps:.0f}" if math.isfinite(steps) and steps < 250 else None), self.told
        shown = [float(text.partition(" = ")[2].replace("−", "-")) for text in found["numbers"].split(", ")]
        own = [self.plane.values[0][column], self.plane.values[1][row]]
        assert shown == pytest.approx(own, rel=5e-3, abs=5e-3)


def map_of(page, planes, slug):
    return Map(page, slug, planes[slug])


@pytest.mark.parametrize("slug", ["starts", "heavy", "narrow"])
def test_every_cell_under_the_mouse_tells_the_fate_of_its_run(page, planes, slug):
    shown = map_of(page, planes, slug)
    rng, kind = np.random.default_rng(3), shown.plane.fates.kind
    of_each = [tuple(rng.choice(np.argwhere(kind == fate))) for fate in np.unique(kind)]
    drawn = [tuple(rng.integers(0, kind.shape)) for _ in range(12)]
    for row, column in [*of_each, *drawn, (0, 0), (kind.shape[0] - 1, kind.shape[1] - 1)]:
        page.mouse.move(*shown.place(row, column))
        shown.check(row, column)


@pytest.mark.parametrize("slug", ["starts", "heavy"])
def test_arrow_keys_go_from_cell_to_cell_and_stop_at_the_rim(page, planes, slug):
    shown = map_of(page, planes, slug)
    rows, columns = shown.plane.fates.kind.shape
    page.mouse.move(*shown.place(3, 2))
    shown.area.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    shown.check(3, 2)
    row, column = 3, 2
    for key, up, across in WALK:
        page.keyboard.press(key)
        row, column = min(max(row + up, 0), rows - 1), min(max(column + across, 0), columns - 1)
        shown.check(row, column)
    assert (row, column) == (rows - 1, 0)


def set_to(scenario, plane, row, column):
    """Return the rates, momentum and start of a cell."""
    rates, numbers, start = scenario.method.learning_rate, dict(scenario.method.hyperparameters), scenario.start.copy()
    for axis, number in zip(plane.axes, (plane.values[0][column], plane.values[1][row]), strict=True):
        if axis.kind == "hyperparameter":
            numbers["momentum"] = float(number)
        elif axis.kind == "start":
            start[axis.parameter] = number
        else:
            rates = rates * number if axis.factor else np.full(len(rates), number)
    return rates, numbers, start


@pytest.mark.parametrize(("slug", "by"), [("starts", "press"), ("heavy", "press"), ("starts", "Enter")])
def test_a_press_sets_the_playground_to_the_run_of_the_cell(page, lesson, planes, slug, by):
    shown, play = map_of(page, planes, slug), Play(page, f"#play-{slug}")
    scenario = next(run for run in lesson.scenarios if run.slug == slug)
    for row, column in [(5, 12), (37, 40)]:
        page.mouse.move(*shown.place(row, column))
        shown.check(row, column)  # before the page goes to the playground, under the pointer that stays
        if by == "press":
            page.mouse.down()
            page.mouse.up()
        else:
            shown.area.focus()
            page.keyboard.press("Enter")
        rates, numbers, start = set_to(scenario, shown.plane, row, column)
        names = scenario.objective.parameters
        starts = {f"Start {name}": number for name, number in zip(names, start.tolist(), strict=True)}
        play.wait_for_setting(starts)
        run = descend(scenario.objective, rule_of(scenario.method)(rates, **numbers), start, scenario.steps)
        assert {name: play.typed(name) for name in starts} == pytest.approx(starts, rel=1e-6)
        assert [play.typed(f"Learning rate η for {name}") for name in names] == pytest.approx(rates.tolist(), rel=1e-6)
        if "momentum" in numbers:
            assert play.typed("Momentum β") == pytest.approx(numbers["momentum"], rel=1e-6)
        assert play.values("Here") == pytest.approx(run.iterates[play.k].tolist(), rel=1e-6)
        assert play.kind == judge(run).kind == Fate(shown.plane.fates.kind[row, column]).kind


def test_a_cell_beyond_the_playground_is_not_handed_over(page, planes):
    shown, play = map_of(page, planes, "narrow"), Play(page, "#play-narrow")
    before, rows = play.typed("Learning rate η"), shown.plane.fates.kind.shape[0]
    page.mouse.click(*shown.place(rows // 2, 0))
    assert shown.told.endswith("The playground does not reach so far.")
    assert same(play.typed("Learning rate η"), before)
