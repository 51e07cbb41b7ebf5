"""The losses of several runs as one line each, growing on one clock; names stand at their heads where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.methods.registry import method_label
from gdcore.scenario import Scenario
from gdcore.scenarios import is_built_in
from gdcore.studies.race_names import RATE, START, Part, run_parts
from gdcore.text.language import between_numbers
from scenes.geometry import Points, apart
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import LEADING, block, shortened
from scenes.painting.pacing import Moment
from scenes.painting.pen import Mark, Pen
from scenes.painting.style import RIGHT, Theme
from scenes.painting.text import Text, escaped
from scenes.plots.outcomes import outcome, runs_of
from scenes.plots.run_colours import run_colours
from scenes.runners.line_pieces import ROUNDING, covering, left_at, seen_apart
from scenes.runners.loss_frame import LossFrame
from scenes.runners.start_words import CLEAR, GONE, LABEL_GAP, StartWords
from scenes.stage.symbols import kind_colour, symbol
from scenes.theme.theme_file import FEWEST
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

LABEL_STEP = 0.3
WIDER, COVERED = 1.6, 0.05
SHARED_DASH = 0.3
"""Lines that run along each other are wider, and each later one leaves gaps in which the earlier ones show."""
SMALLEST_LABEL, MOST_LINES = style.READABLE, 3
"""The size at which a written name is wrapped, and cut, rather than set any smaller."""
BEHIND = 0.9
REST_DASH = (0.05, 0.08)
WIDEST_LABEL = 4.2
"""A longer name is set smaller: the lines need their room too."""
LATE_DASH = (0.16, 0.09)
NO_LABEL = Outline((), 0.0)
LEAVING = 0.24
"""The length of the arrow where a line leaves the plot."""
MARKED = 16
"""Lines of more points are marked at their ends only."""


@dataclass(frozen=True)
class Runner:
    """One of several runs: its ``label`` as Typst markup, and for each iterate the clock's time and the loss there.

    ``words`` is the label as it was written, if it has no formula in it.
    """

    label: str
    colour: str
    clock: Points
    gaps: Points
    shapes: tuple[Mark, ...]
    dash: tuple[float, ...] = ()
    words: str = ""

    def heading(self, room: float) -> str:
        """Return the label in bold as Typst markup, words on ``room`` ems."""
        return f"*{escaped(shortened(self.words, room, '*{}*')) if self.words else self.label}*"


def runners(
    scenario: Scenario, clocks: Sequence[Points], gaps: Sequence[Points], theme: Theme, marks: Sequence[Mark] = ()
) -> list[Runner]:
    """Return the runs of a scenario with their colours; the last of many are dashed, should a theme's colours end.

    ``marks`` are theirs where not the outcome of each step is marked.
    """
    colours = colours_of(scenario, theme)
    return [
        Runner(
            label,
            colours[i],
            np.asarray(clocks[i], float),
            gaps[i],
            (marks[i],) * len(gaps[i]) if marks else _shapes(run),
            LATE_DASH if i >= FEWEST["runs"] else (),
            words_of(parts),
        )
        for i, (run, label, parts) in enumerate(
            zip(scenario.runs, run_labels(scenario), run_parts(scenario, method_label), strict=True)
        )
    ]


def colours_of(scenario: Scenario, theme: Theme) -> list[str]:
    """Return a colour for each run in one picture; in the story that of its outcome, if all differ.

    Elsewhere they would give away what the runs come to.
    """
    kinds = [run.verdict.kind for run in scenario.runs]
    if len(kinds) == 1 or len(set(kinds)) < len(kinds) or not is_built_in(scenario):
        return run_colours(scenario, theme)
    return [kind_colour(kind, theme) for kind in kinds]


def _shapes(run: Scenario) -> tuple[Mark, ...]:
    return tuple(outcome(run.trajectory, k) for k in range(run.trajectory.n_steps + 1))


def run_labels(scenario: Scenario) -> list[str]:
    """Return what the runs are called, as Typst markup."""
    return [", ".join(parts) for parts in label_parts(scenario)]


def label_parts(scenario: Scenario) -> list[list[str]]:
    """Return what the runs are called, part by part, as Typst markup; a title is a single part."""
    return [[markup(part) for part in parts] for parts in run_parts(scenario, method_label)]


def words_of(parts: Sequence[Part]) -> str:
    """Return what a run is called where that is a single part in words, as a title is; else an empty text."""
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else ""


def label_room(labels: Sequence[str]) -> float:
    """Return how much room the names at the ends of the lines need to the right of a plot."""
    return min(max(outline.width for outline in typeset(list(labels))) * style.LABEL_SIZE, WIDEST_LABEL)


def markup(part: Part) -> str:
    """Return a part of a run's name as Typst markup."""
    if isinstance(part, str):
        return escaped(part)
    name, values = part
    written = between_numbers().join(value.typst for value in values)
    if name == START:
        return f"$({written})$"
    parameter = typst_name(name.removeprefix(START)) if name.startswith(START) else ""
    return f"${parameter or ('eta' if name == RATE else symbol(name))} = {written}$"


class RunLines(Painted):
    """The lines of all runners up to the clock's time; a run that has ended rests on a dotted line.

    ``named`` says that their names stand at their heads.
    """

    def __init__(self, runs: Sequence[Runner], losses: LossFrame, theme: Theme, *, named: bool = True) -> None:
        super().__init__()
        self.named = named
        self.runs, self.losses, self.theme = runs, losses, theme
        self.places = [losses.frame.place(losses.along(run.clock), losses.heights(run.gaps)) for run in runs]
        self.drawn = [seen_apart(places[:, 0]) for places in self.places]
        self.left = [None if named else left_at(places, losses.frame.bounds[3]) for places in self.places]
        room = RIGHT + 0.2 - LABEL_GAP - losses.frame.left - losses.frame.width
        self._set_labels(room)
        last = [places[-1][1] for places in self.places]
        self.order = sorted(range(len(runs)), key=lambda i: last[i])
        along = [self._along(i) for i in range(len(runs))]
        under = [sum(i in one for one in along) for i in range(len(runs))]
        self.widths = [style.PATH_WIDTH * (WIDER if one or n else 0.8) for one, n in zip(along, under, strict=True)]
        self.gaps = [(SHARED_DASH, n * SHARED_DASH + 0.1) for n in under]
        self.beneath = [[j for j in range(i) if i in along[j]] for i in range(len(runs))]
        self.begin = self.now = float(min(run.clock[0] for run in runs))
        self.start_words = StartWords([places[0] for places in self.places], losses.frame, theme)

    def _set_labels(self, room: float) -> None:
        """Set the names in the room beside the plot, on as many lines as leave all of them their height."""
        free, between = self.losses.frame.height - 2.0 * CLEAR, max(len(self.runs) - 1, 1)
        line = LEADING * SMALLEST_LABEL
        most = max(1, min(MOST_LINES, 1 + int((free - between * LABEL_STEP) / (len(self.runs) * line))))
        found = [_set(run, room, most) for run in self.runs]
        if free < (len(self.runs) - 1) * LABEL_STEP - ROUNDING or min(size for _, size, _ in found) < SMALLEST_LABEL:
            found = [(NO_LABEL, SMALLEST_LABEL, 1) for _ in found]  # the headings have the same names and colours
        self.labels, self.sizes = [label for label, _, _ in found], [size for _, size, _ in found]
        self.above = [(n_lines - 1) * LEADING * size / 2.0 for _, size, n_lines in found]
        """From the middle of each name up to the baseline of its first line, beyond where that of a single line is."""
        self.label_step = LABEL_STEP + 2.0 * max(self.above)

    def _along(self, i: int) -> list[int]:
        """Return the later lines that run along this one and would hide it."""
        across, up = self.places[i].T
        later = [j for j in range(i + 1, len(self.places)) if len(across) > 1 and len(self.places[j]) > 1]
        return [j for j in later if float(np.median(abs(np.interp(across, *self.places[j].T) - up))) < COVERED]

    def at(self, moment: Moment) -> None:
        """Show what is known at a moment, whose steps are ticks of the clock."""
        self.now = moment.k + (moment.land if moment.slope > 0.0 else moment.move)

    def heads(self) -> Points:
        """Return where each line ends now, ``(n_runs, 2)``; a run that has ended stays on its height."""
        return np.array([self._head(i) for i in range(len(self.runs))])

    def _head(self, i: int) -> Points:
        across = self.losses.frame.place(self.losses.along(np.array(self.now)), 0.0)[0]
        return np.array([across, np.interp(across, self.places[i][:, 0], self.places[i][:, 1])])

    def label_heights(self) -> Points:
        """Return the heights of the labels, ``(n_runs,)``: beside their heads, and pushed apart where these meet.

        The order is that of the lines' ends, so that no label jumps over another.
        """
        heights = np.empty(len(self.runs))
        step, clear = self.label_step, CLEAR + max(self.above)
        # The lowest label keeps clear of the axis, the highest of the plot's name.
        lowest = self.losses.frame.bottom + clear + step * np.arange(len(heights))
        highest = lowest + max(0.0, self.losses.frame.height - 2.0 * clear - step * (len(heights) - 1))
        heights[self.order] = np.clip(apart(self.heads()[self.order, 1], step), lowest, highest)
        return heights

    def paint(self, pen: Pen) -> None:
        """Draw lines, then heads, then labels."""
        heads = self.heads()
        for i, run in enumerate(self.runs):
            self._paint_line(pen, i, heads[i], run)
        self.start_words.paint(pen, self.now - self.begin)
        if not self.named:
            return
        for i, height in enumerate(self.label_heights()):
            self._paint_label(pen, i, heads[i], float(height))

    def _paint_line(self, pen: Pen, i: int, head: Points, run: Runner) -> None:
        done = max(1, int(np.searchsorted(run.clock, self.now + 1e-9, side="right")))
        left = self.left[i]
        if left is not None and done > left:
            self._paint_leaving(pen, i, left)
            return
        passed = self.places[i][:done]
        drawn = passed[self.drawn[i][:done]]
        ended = done == len(run.clock)
        self._paint_stroke(pen, i, drawn if ended else np.vstack([drawn, head]))
        if ended and head[0] > passed[-1][0]:
            pen.line(np.array([passed[-1], head]), run.colour, style.GHOST_WIDTH, 0.75, REST_DASH)
        marked = range(done) if len(run.clock) <= MARKED else sorted({0, done - 1})
        for k in marked:
            colour = self.theme.ink if k == 0 else run.colour
            pen.marker(run.shapes[k], passed[k], style.SMALL_MARKER_RADIUS, colour, self.theme.background)

    def _paint_stroke(self, pen: Pen, i: int, line: Points) -> None:
        """Draw a line, with gaps where it runs along earlier ones."""
        for covers, piece in runs_of(covering(line, [self.places[j] for j in self.beneath[i]], COVERED), line):
            dash = self.gaps[i] if covers else self.runs[i].dash
            pen.line(piece, self.runs[i].colour, self.widths[i], dash=dash)

    def _paint_leaving(self, pen: Pen, i: int, left: int) -> None:
        """Draw a line up to where it leaves the plot, and an arrow there."""
        run, places = self.runs[i], self.places[i][: left + 1]
        self._paint_stroke(pen, i, places[self.drawn[i][: left + 1]])
        pen.arrow(places[-1] - [0.0, LEAVING], places[-1], run.colour, style.ARROW_WIDTH * 0.6)
        for k in range(left) if len(run.clock) <= MARKED else [0]:
            colour = self.theme.ink if k == 0 else run.colour
            pen.marker(run.shapes[k], places[k], style.SMALL_MARKER_RADIUS, colour, self.theme.background)

    def _paint_label(self, pen: Pen, i: int, head: Points, height: float) -> None:
        if self.labels[i] is NO_LABEL:
            return
        shown = float(np.clip(2.0 * (self.now - self.begin - GONE), 0.0, 1.0))
        beside = np.array([head[0] + LABEL_GAP, height - 0.08])
        if abs(height - head[1]) > CLEAR + 0.01:
            pen.line(
                np.array([head + [0.03, 0.0], beside + [-0.04, 0.08]]),
                self.runs[i].colour,
                style.GRID_WIDTH,
                0.8 * shown,
            )
        across, up = self.labels[i].width * self.sizes[i], self.sizes[i]
        low, high = -0.25 * up - self.above[i], 0.75 * up + self.above[i]
        box = beside + np.array([[0.0, low], [0.0, high], [across, high], [across, low]])
        pen.fill(box, self.theme.background, BEHIND * shown)  # no line of the plot runs through a name
        first = beside + [0.0, self.above[i]]
        pen.text(self.labels[i], first, self.sizes[i], self.runs[i].colour, alpha=shown, still=False)


def _set(run: Runner, room: float, most: int) -> tuple[Outline, float, int]:
    """Return a label in ``room``, its size and its lines: a written one is wrapped before it is too small to read."""
    (label,) = typeset([run.label])
    size = min(style.LABEL_SIZE, room / label.width)
    if size >= SMALLEST_LABEL or not run.words:
        return label, size, 1
    label, n_lines = block(run.words, room / SMALLEST_LABEL, most)
    return label, SMALLEST_LABEL, n_lines


def fitted(texts: Sequence[Text], widths: Sequence[float]) -> list[Text]:
    """Set texts in the one size at which each keeps to its width; drop them if that is too small to read."""
    shrink = max([1.0, *(text.text_width / max(width, 1e-9) for text, width in zip(texts, widths, strict=True))])
    for text in texts:
        text.size /= shrink
    return [text for text in texts if text.size >= style.READABLE]
