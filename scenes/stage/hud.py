"""The head-up display: title, method and rates, step and loss, and the place of the loss by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.stochastic import BATCH, SEED, SGD
from gdcore.expressions.written import typst_name
from gdcore.methods.registry import HYPERPARAMETERS, is_line_search, is_plain, method_label
from gdcore.scenario import Scenario
from gdcore.text.language import tr, tr_n
from gdcore.text.notation import Number, computed, rounded, scientific, whole
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.fitting import LEADING, block, unit_text
from scenes.painting.logo import TitleBesideLogo, room_beside
from scenes.painting.style import LEFT, RIGHT, TOP, Theme
from scenes.painting.text import Each, Readout, Text, escaped, small
from scenes.plots.outcomes import outcome_colours
from scenes.plots.run_colours import told_colour
from scenes.plots.ticks import told_apart
from scenes.stage.arrangement import inside
from scenes.stage.symbols import subscript, symbol
from scenes.theme.theme import logo_of
from scenes.typesetting.typeset import typeset

SMALLEST_TITLE, LONG_TITLE = 0.36, 0.33
"""The size of a title on one line, and on two."""
SAMPLED, LONGEST = 400, 150
"""Lines of a long run sampled to find the widest, and how many of the longest of these are set."""
LINE = 1.34
"""From one baseline of the panel to the next, in ems of the lower line."""
CHART_MARGINS = (0.72, 0.42, 0.06, 0.62)
"""Room for the chart's numbers at its left and below, at its right, and above it."""
DATA_MARGINS = (0.95, 0.86, 0.1, 0.62)
MOST_RATES = 4
"""The most different rates listed; of more, the smallest and largest. The page has all."""
BESIDE_FORMULA = 0.55
LARGE = 1e6
"""From here on losses are written with a power of ten and all their digits, so that these keep their places."""


def title(scenario: Scenario, theme: Theme) -> Text:
    """Return the title: smaller if it would leave the frame, on two lines if that were too small, and then cut."""
    logo = logo_of(theme)
    made = Text if logo is None else partial(TitleBesideLogo, logo=logo)
    text = made(f"*{escaped(scenario.title)}*", LEFT, TOP, style.TITLE_SIZE, theme.ink)
    room = RIGHT - LEFT - room_beside(logo)
    text.size /= max(1.0, text.text_width / room)
    if text.size < SMALLEST_TITLE:
        text.size = LONG_TITLE
        text.outline, n_lines = block(scenario.title, room / LONG_TITLE, 2, "*{}*")
        text.place[1] += (n_lines - 1) * LEADING * LONG_TITLE
    return text


def formula(scenario: Scenario, theme: Theme, room: float) -> Text:
    """Return the definition of the objective, the line under the title; see ``formula_line``."""
    objective = scenario.objective
    if not objective.formula:
        return formula_line(escaped(objective.name), theme.label, room)
    names = ", ".join(typst_name(name) for name in objective.parameters)
    return formula_line(f"${objective.symbol}({names}) = {objective.formula}$", theme.label, room)


def formula_line(source: str, colour: str, room: float, x: float = LEFT) -> Text:
    """Return a line under the title, shrunk to fit its room; blank if that would be too small to read.

    What is left out here still appears on the page.
    """
    text = Text(source, x, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, colour)
    text.size /= max(1.0, text.text_width / max(room, 1e-9))
    return text if text.size >= style.READABLE else Text(" ", x, style.FORMULA_Y, text.size, colour)


class Column:
    """What of a run is shown all the time, from the top of a panel down: method, rates, step and loss.

    ``static`` are the texts that stay, ``readouts`` those that follow the run; below them is room for a ``chart``.
    """

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
        self.scenario, self.place, self.theme = scenario, place, theme
        self.x, bottom, self.width, height = place
        self.y = bottom + height
        self.static: list[Text] = []
        self.readouts: list[Readout] = []
        run = scenario.trajectory
        self.colours = outcome_colours(run, theme)
        rates = _rates(scenario)
        for line in _method(scenario, theme, self.width):
            self._line([line], style.LABEL_SIZE)
        for rate in rates:
            size = style.RATE_SIZE if len(rates) == 1 else style.VALUE_SIZE
            self._line(rate, size, [told_colour(scenario, theme) or theme.ink] * len(rate))
        self._line(_steps(scenario, theme), style.LABEL_SIZE)
        name = labelled(escaped(tr("loss")), theme)
        losses = losses_read(scenario, f"{name} ")
        if widest(losses) * style.READABLE > self.width:  # the name stands above its number
            losses = losses_read(scenario)
            self._line([name], style.LABEL_SIZE)
        self._line(losses, style.VALUE_SIZE, self.colours)

    def _line(self, sources: Sequence[str], size: float, colours: list[str] | None = None) -> None:
        """Set the next line: one that stays, or one that reads ``sources[k]`` after k steps."""
        size = min(size, self.width / widest(sources))
        self.y -= LINE * max(size, style.LABEL_SIZE)
        if len(sources) == 1:
            self.static.append(Text(sources[0], self.x, self.y, size, colours[0] if colours else self.theme.ink))
        else:
            self.readouts.append(Readout(sources, self.x, self.y, size, colours or [self.theme.ink] * len(sources)))

    @property
    def chart_room(self) -> Place:
        """The place under the numbers, left, bottom, width and height."""
        left, bottom, width, _ = self.place
        return left, bottom, width, self.y - bottom

    @property
    def chart(self) -> Place:
        """What is left of that place by the numbers of a chart."""
        return inside(self.chart_room, *CHART_MARGINS)

    @property
    def data(self) -> Place:
        """What is left of it by the numbers of axes and by names above and below them: a place for data."""
        return inside(self.chart_room, *DATA_MARGINS)


def longest(sources: Sequence[str]) -> list[str]:
    """Return candidates for the widest line; of very many lines, from an even sample."""
    sample = np.unique(np.linspace(0, len(sources) - 1, SAMPLED).astype(int)).tolist()
    return sorted((sources[k] for k in sample), key=len)[-LONGEST:]


def widest(sources: Sequence[str]) -> float:
    """Return the width of the widest line at size 1."""
    return max(outline.width for outline in typeset(longest(sources)))


def _rates(scenario: Scenario) -> list[Sequence[str]]:
    """Return what reads the rates, for each line; under a schedule those of the step that comes next."""
    run, schedule, names = scenario.trajectory, scenario.method.schedule, scenario.objective.parameters
    if schedule.is_constant:
        rates = schedule.learning_rate
        return [[line] for line in _rate_lines(names, rates, "", alike=bool((rates == rates[0]).all()))]
    last = max(run.n_steps - 1, 0)
    every = schedule.rate(np.arange(last + 1))
    alike = bool((every == every[:, :1]).all())

    def line(i: int, k: int) -> str:
        return _rate_lines(names, every[min(k, last)], "k", alike=alike)[i]

    n_lines = len(_rate_lines(names, every[0], "k", alike=alike))
    return [Each(run.n_steps + 1, partial(line, i)) for i in range(n_lines)]


def _rate_lines(names: Sequence[str], rates: Array, index: str, *, alike: bool) -> list[str]:
    """Return the rates: one line if they are equal, one line each if they are few, or else their range."""
    low, high = rounded(rates.min()).typst, rounded(rates.max()).typst
    eta = f"eta_{index}" if index else "eta"
    if alike:
        return [f"${eta} = {low}$"]
    if len(rates) > MOST_RATES:
        return [tr("{eta} from {low} to {high}", eta=f"${eta}$", low=f"${low}$", high=f"${high}$")]
    of_each = [f"eta_({subscript(name)}, {index})" if index else f"eta_{subscript(name)}" for name in names]
    return [f"${eta} = {rounded(rate).typst}$" for eta, rate in zip(of_each, rates, strict=True)]


def _method(scenario: Scenario, theme: Theme, room: float) -> list[str]:
    """Return the method's name with its hyperparameters, on a second line where they need one; none for plain descent.

    Of stochastic descent it is how many rows a step draws.

    What cannot be read in its ``room`` is left out.
    """
    method = scenario.trajectory.method
    if is_plain(method):
        return []
    numbers = dict(method.hyperparameters)
    batch, _ = int(numbers.pop(BATCH.name, 0)), numbers.pop(SEED.name, None)
    rows = [labelled(tr_n("one random row a step", "{batch} random rows a step", batch, batch=batch), theme)]
    drawn = rows if batch else []
    if method.name == SGD.name and not numbers:
        return drawn
    name, values = labelled(escaped(method_label(method.name)), theme), _values(numbers)
    unusual = _values({key: value for key, value in numbers.items() if not _is_usual(key, value)})
    told = [[" #h(0.3em) ".join([name, *values])], [name, *values], [name, *unusual], [name]]
    fitting = (lines for lines in told if all(map(partial(_is_readable, room), lines)))
    return [*next(fitting, []), *(line for line in drawn if _is_readable(room, line))]


def _values(numbers: Mapping[str, float]) -> list[str]:
    """Return a line with the numbers of a method, if there are any."""
    values = [f"${symbol(key)} = {rounded(value).typst}$" for key, value in numbers.items()]
    return [", ".join(values)] if values else []


def _is_usual(hyperparameter: str, value: float) -> bool:
    known = HYPERPARAMETERS.get(hyperparameter)
    return known is not None and known.default == value


def _is_readable(room: float, line: str) -> bool:
    return typeset([line])[0].width * style.READABLE <= room


def _steps(scenario: Scenario, theme: Theme) -> Sequence[str]:
    """Return what the step counter reads, with a note after steps that need one."""
    run = scenario.trajectory
    note = _searched(scenario) if is_line_search(run.method) else lambda _k: ""
    ends_unchanged = run.stopped == "tolerance" and run.outcomes[-1] == 0

    def line(k: int) -> str:
        counter = counted(k, run.n_steps, theme)
        said = tr("no change") if ends_unchanged and k == run.n_steps else note(k) if k else ""
        return f"{counter} {labelled(f'· {escaped(said)}', theme)}" if said else counter

    return Each(run.n_steps + 1, line)


def _searched(scenario: Scenario) -> Callable[[int], str]:
    """Return what a search for the length of its step says after k steps: which part of the full one the last was."""
    run = scenario.trajectory
    refused = np.bincount([trial.k for trial in run.rejected], minlength=run.n_steps)[: run.n_steps]
    shrink = Fraction(run.method.hyperparameters.get("shrink", 0.5))

    def share(k: int) -> str:
        n = int(refused[k - 1])
        return tr("full step") if n == 0 else tr("step × {share}", share=_share(shrink**n))

    return share


def counted(k: int, n_steps: int, theme: Theme) -> str:
    """Return what a step counter reads, as Typst markup: the step in ink, the words around it as labels."""
    step = f'#text(fill: rgb("{theme.ink}"))[${whole(k).typst}$]'
    return labelled(tr("step {k} of {steps}", k=step, steps=f"${whole(n_steps).typst}$"), theme)


def _share(share: Fraction) -> str:
    return str(share) if share.denominator <= 1024 else rounded(float(share)).plain


def losses_read(scenario: Scenario, name: str = "") -> Sequence[str]:
    """Return what the loss reads at each step, after its name."""
    run, unit = scenario.trajectory, unit_text(scenario.objective.value_unit)
    written = told_apart(run.losses, written_loss)
    return Each(run.n_steps + 1, lambda k: f"{name}${written(float(run.losses[k]))}$ {unit}")


def written_loss(loss: float) -> Number:
    """Return a loss as frames and sentences say it."""
    return (scientific if abs(loss) >= LARGE else computed)(loss)


def labelled(markup: str, theme: Theme) -> str:
    """Return Typst markup set in the face and the colour of labels."""
    return f'#text(fill: rgb("{theme.label}"))[{small(markup)}]'
