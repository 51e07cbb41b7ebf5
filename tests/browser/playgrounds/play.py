"""One playground as a reader uses it, and what gdcore says of the same run."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gdcore.descent.line_search import halving
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.parabola import parabola
from gdcore.scenarios import catalogue
from gdcore.tables.table import houses
from gdcore.text.notation import factor_of_a_step, rounded
from gdcore.theory.verdict import judge
from valleyjump.article.playground import make_playground

VALLEY, PARABOLA = "#play-valley", "#play-parabola"
MODEL = make_playground({run.slug: run for run in catalogue()})
LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
QUIET_MS = 1200
"""Longer than announcements and the address wait for the reader to be done."""

MOMENTS, MOMENT_MS = 600, 50
AT_TOP = """(section) => {
  const [place, page] = [document.querySelector(section), document.documentElement];
  const room = [getComputedStyle(place).scrollMarginTop, getComputedStyle(page).scrollPaddingTop].map(parseFloat);
  const away = place.getBoundingClientRect().top - room[0] - room[1];
  const below = page.scrollHeight - window.innerHeight - window.scrollY;
  return Math.abs(away) < 2 || (away > 0 && below < 2);
}"""
"""Whether a section is where the page puts what an address names: on top, or as high as the page's end lets it."""


class Play:
    """One playground on an open page."""

    def __init__(self, page, section):
        self.page, self.section = page, section
        self.root = page.locator(f"{section} .playground")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def field(self, name):
        return self.root.get_by_label(name, exact=True).and_(self.page.locator("input"))

    def typed(self, name):
        """The number that a field shows, written as the page writes numbers."""
        text = self.field(name).input_value().replace("−", "-").replace(",", "")
        digits, _, power = text.partition(" × 10")
        return float(digits) * 10.0 ** int(power.translate(LOWERED) or 0)

    def entry(self, name):
        """The numbers of one line of readings: what is read, and the value behind it."""
        line = self.root.locator(".readings dl > div").filter(
            has=self.page.locator("dt", has_text=re.compile(f"^{name}$"))
        )
        return [(one.text_content(), float(one.get_attribute("value"))) for one in line.locator("data").all()]

    def values(self, name):
        return [value for _, value in self.entry(name)]

    @property
    def k(self):
        return int(self.values("Step")[0])

    @property
    def kind(self):
        return self.root.locator(".badge strong").inner_text()

    def said(self, text):
        self.root.locator("[aria-live=polite]").get_by_text(text).wait_for(state="attached")

    def wait_for_address(self, fragment):
        """Wait until the address ends like this: it is written once the reader has paused."""
        self.page.wait_for_function("(fragment) => location.hash === fragment", arg=fragment)

    def wait_for_setting(self, numbers):
        """Wait until fields show ``numbers``, by their names, and the page has gone to the playground."""
        for _ in range(MOMENTS):
            if {name: self.typed(name) for name in numbers} == pytest.approx(numbers, rel=1e-6):
                break
            self.page.wait_for_timeout(MOMENT_MS)
        self.page.wait_for_function(AT_TOP, arg=self.section)

    def wait_for_step(self, k):
        """Wait until step k or a later one is shown."""
        script = "([section, k]) => Number(document.querySelector(`${section} .readings data`).value) >= k"
        self.page.wait_for_function(script, arg=[self.section, k])


def same(found, expected):
    return found == pytest.approx(expected, rel=1e-12)


def on_screen(value):
    """How the page sets a number: exponents raised by type, no line broken inside."""
    plain = rounded(float(value), 4).plain.replace(" ", "\u00a0")
    return re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]", lambda raised: "−0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".index(raised[0])], plain)


def table_of(play):
    """The rows of the table of steps, in full precision, by step."""
    rows = play.root.locator(".steps tbody tr")
    return {
        int(row.locator("th").inner_text()): [
            float(v) for v in row.locator("data").evaluate_all("e => e.map(x => x.value)")
        ]
        for row in rows.all()
    }


def check_parabola(play, rate, start, k):
    """Compare every number on screen with gdcore's."""
    run = descend(parabola(), gradient_descent([rate]), [start], max(k, 1))
    verdict = judge(run)
    assert play.k == k
    assert play.entry("Here") == [(on_screen(run.iterates[k, 0]), run.iterates[k, 0])]
    assert play.values("Loss") == [run.losses[k]]
    assert play.kind == verdict.kind
    measured = verdict.measured_factor if k > 1 else None
    factors = [factor for factor in (measured, verdict.predicted_factor) if factor is not None]
    assert same(play.values("Factor a step"), factors)
    assert [text for text, _ in play.entry("Factor a step")] == [factor_of_a_step(factor).plain for factor in factors]


def gdcore_run(method, rates, start, steps=150, beta=0.5):
    table, own = houses(), np.array(start)
    objective = mean_squared_error(table)
    if method == "normalised":
        objective = standardised_error(table)
        own = objective.standard.standardised(own)
    elif method == "centred":
        objective = mean_squared_error(replace(table, x=table.x - table.x.mean()))
        own = own + np.array([0.0, own[0] * table.x.mean()])
    makers = {"halving": halving, "momentum": lambda rate: momentum(rate, beta)}
    return descend(objective, makers.get(method, gradient_descent)(rates), own, steps, 1.0)


def check_valley(play, method, rates, start=(250.0, 250000.0), k=150, beta=0.5):
    run = gdcore_run(method, rates, start, max(150, k), beta)
    verdict, k = judge(run), min(k, run.n_steps)
    assert play.k == k
    point = run.iterates[k]
    shown = point if run.objective.standard is None else run.objective.standard.original(point)
    if method == "centred":
        shown = shown - [0.0, shown[0] * houses().x.mean()]
    assert same(play.values("Here"), shown.tolist())
    assert same(play.values("Loss"), [run.losses[k]])
    assert [text for text, _ in play.entry("Loss")] == [on_screen(run.losses[k])]
    assert play.kind == verdict.kind
    if verdict.predicted_factor is None:
        assert play.values("Rejected") == [sum(trial.k < k for trial in run.rejected)]
    else:
        part = judge(gdcore_run(method, rates, start, k, beta))
        factors = [factor for factor in (part.measured_factor, verdict.predicted_factor) if factor is not None]
        # The last steps towards the minimum are differences of nearly equal numbers.
        assert play.values("Factor a step") == pytest.approx(factors, rel=1e-9, abs=1e-12)
        assert play.values("The edge") == pytest.approx([verdict.edge_multiple], rel=1e-12)
        steep, flat = verdict.eigenvalues
        assert play.values("Condition number felt") == pytest.approx([steep / flat], rel=1e-9)
