"""Pages of clips that were never rendered, and how tests read them."""

from pathlib import Path

import numpy as np

from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue, shown
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from tests.valleyjump.reading import render_page
from valleyjump.page.page import make_page

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


def figure(tree, slug):
    (found,) = [node for node in tree.all("figure", "run") if node["data-slug"] == slug]
    return found


def left_out():
    return [run for run in catalogue() if run not in shown(catalogue())]


def figures_on(*trees):
    return {fig["data-slug"]: fig for tree in trees for fig in tree.all("figure", "run")}


def body_rows(fig, run=0):
    """Return the rows of the iterates of one of a figure's runs, the first if none is asked for."""
    table = fig.all("table", "iterates")[run]
    return [row for row in table.one("tbody").all("tr") if "skipped" not in row.classes]
