"""How a run and its verdict show themselves in a notebook: HTML with one inline drawing and no script.

Everything stands in its own element with its own style: nothing refers to anything else, on the page or elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import numpy as np

from gdcore.descent.outcomes import UNCHANGED
from gdcore.descent.trajectory import Trajectory
from gdcore.methods.registry import method_words
from gdcore.notebook.figure import figure
from gdcore.objectives.callables import DIFFERENCES
from gdcore.schedules.registry import told
from gdcore.text.language import grouped, tr, tr_n, translatable
from gdcore.text.notation import factor_of_a_step, rounded, together
from gdcore.theory.verdict import Verdict, judge
from gdcore.theory.verdict_words import kind_word

MOST_ROWS, ROWS_AT_END = 8, 3
MOST_COLUMNS = 4
"""Parameters in the table; of more, only the first ones."""
MOST_LETTERS = 160
"""Of a name that somebody else gave."""
REACH = 30.0
"""How far from its start a diverging run is followed on the map, as a multiple of its first distance."""
SIGNIFICANT, MOST_DIGITS = 5, 15
OBJECTIVES = {
    "parabola": translatable("parabola"),
    "mean_squared_error": translatable("mean squared error"),
    "features_mean_absolute_error": translatable("mean absolute error"),
    "features_mean_huber_loss": translatable("mean of Huber’s loss"),
    "standardised_mean_squared_error": translatable("mean squared error in standard units"),
}
ENDINGS = {
    "tolerance": translatable("stopped: the loss hardly changes"),
    "overflow": translatable("stopped at step {k}: the loss is too large for a number"),
    "stalled": translatable("stopped: no step lowers the loss"),
    "domain": translatable("stopped: the next step leads to where the function has no value"),
}


def trajectory_html(run: Trajectory) -> str:
    """Return a run as HTML: what it was, the verdict in words, the drawing, and a table of its ends."""
    verdict = judge(run)
    n_shown = shown_steps(run, verdict)
    name, given = _objective_name(run)
    title = tr("{objective}, {method}: {verdict}", objective=name, method=_method(run), verdict=kind_word(verdict.kind))
    notes = [*_notes(run, n_shown), *([tr("gradient by central differences")] if given else [])]
    return (
        '<div style="margin:0.4em 0">'
        f"<div><strong>{escape(name)}</strong> · {escape(_settings(run))}</div>"
        f"<div>{_verdict_line(verdict)}</div>"
        f"{figure(run, n_shown, title, _described(run))}"
        f'<div style="overflow-x:auto">{_table(run)}</div>'
        f'<div style="font-size:0.9em">{escape(" · ".join(notes))}</div></div>'
    )


def verdict_html(verdict: Verdict) -> str:
    """Return a verdict as one line of HTML, with the eigenvalues and the limit of stability where they are known."""
    lines = [_verdict_line(verdict)]
    if verdict.eigenvalues is not None:
        lines.append(tr("eigenvalues of diag(rate) H: {numbers}", numbers=_numbers(verdict.eigenvalues)))
    if verdict.stability_limit is not None:
        lines.append(tr("stable below a learning rate of {numbers}", numbers=_numbers(verdict.stability_limit)))
    return f"<div>{'<br>'.join(lines)}</div>"


@np.errstate(over="ignore", invalid="ignore")
def shown_steps(run: Trajectory, verdict: Verdict) -> int:
    """Return how many steps the map shows: all, or those of a diverging run that are still near its start."""
    if verdict.kind != "diverging":
        return run.n_steps
    away = np.hypot.reduce(abs(run.iterates / 2.0 - run.start / 2.0) / _unit(run), axis=1)
    far = np.flatnonzero(away > REACH)
    return max(int(far[0]) - 1, 1) if far.size else run.n_steps


def _unit(run: Trajectory) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return for each parameter half the distance to the minimiser, or else half the first step, at least tiny."""
    other = run.iterates[1] if run.n_steps else run.start
    other = other if run.objective.minimiser is None else run.objective.minimiser
    return np.asarray(np.maximum(abs(other / 2.0 - run.start / 2.0), 1e-300))


def _objective_name(run: Trajectory) -> tuple[str, bool]:
    """Return what the objective is called, and whether its gradient was had by differences."""
    name = run.objective.name
    bare = name.removesuffix(f" (gradient by {DIFFERENCES})")
    known = tr(OBJECTIVES[bare]) if bare in OBJECTIVES else bare
    short = known if len(known) <= MOST_LETTERS else f"{known[: MOST_LETTERS - 1]}…"
    return short, bare != name


def _method(run: Trajectory) -> str:
    return method_words(run.method.name)


def _settings(run: Trajectory) -> str:
    """Return method, rates and other numbers of a run in words."""
    rates, schedule = run.method.learning_rate, run.method.schedule
    shown = rates[:1] if (rates == rates[0]).all() else rates[:MOST_COLUMNS]
    rate = together([rounded(rate).plain for rate in shown]) if schedule.is_constant else told(schedule)
    words = [_method(run), tr("learning rate {rates}", rates=rate)]
    words += [
        f"{name.replace('_', ' ')} {rounded(value, SIGNIFICANT)}" for name, value in run.method.hyperparameters.items()
    ]
    return " · ".join([*words, tr_n("{n} step", "{n} steps", run.n_steps)])


def _verdict_line(verdict: Verdict) -> str:
    """Return the verdict in words, with the measured and the predicted factor where they are known."""
    words = [f"<strong>{escape(kind_word(verdict.kind))}</strong>"]
    measured, predicted = verdict.factors
    if verdict.kind == "cycling" and verdict.period is not None:
        words.append(tr_n("every {n} step", "every {n} steps", verdict.period))
    if measured is not None:
        words.append(tr("measured ×{factor} a step", factor=factor_of_a_step(measured)))
    if predicted is not None:
        words.append(tr("predicted ×{factor}", factor=factor_of_a_step(predicted)))
    if verdict.overshoots:
        words.append(tr("overshoots"))
    return " · ".join(words)


def _described(run: Trajectory) -> str:
    """Return the drawing in a sentence, for those who hear it."""
    return tr(
        "From {start} to {end} in {steps}; the loss goes from {first} to {last}.",
        start=_point(run, 0),
        end=_point(run, -1),
        steps=tr_n("{n} step", "{n} steps", run.n_steps),
        first=rounded(float(run.losses[0]), SIGNIFICANT),
        last=rounded(float(run.losses[-1]), SIGNIFICANT),
    )


def _point(run: Trajectory, k: int) -> str:
    pairs = zip(run.objective.parameters, run.iterates[k].tolist(), strict=True)
    return ", ".join(f"{name} = {rounded(value, SIGNIFICANT)}" for name, value in list(pairs)[:MOST_COLUMNS])


def _notes(run: Trajectory, n_shown: int) -> Iterable[str]:
    """Yield what a reader must know to read drawing and table right."""
    if run.rose.any():
        yield tr("● the loss fell, ▲ it rose, ○ start")
    if (run.outcomes == 0).any():
        yield f"{UNCHANGED.mark} {UNCHANGED.word}"
    if run.objective.n_parameters == 2 and run.objective.minimiser is not None:
        yield tr("✕ the minimiser")
    if n_shown < run.n_steps and run.objective.n_parameters <= 2:
        yield tr("left: steps 0 to {k}, before it runs off", k=grouped(n_shown))
    if run.stopped in ENDINGS:
        yield tr(ENDINGS[run.stopped], k=grouped(run.overflow_step or run.n_steps))
    if run.objective.gradient_scale != 1.0:
        scale, symbol = rounded(run.objective.gradient_scale), run.objective.symbol
        yield tr("the gradient used is that of {scale} {symbol}", scale=scale, symbol=symbol)


def _table(run: Trajectory) -> str:
    """Return the first and the last iterates as a table of at most ``MOST_ROWS`` rows, an ellipsis between them."""
    names = run.objective.parameters[:MOST_COLUMNS]
    more = ["…"] if len(run.objective.parameters) > MOST_COLUMNS else []
    heads = ["k", *names, *more, tr("loss"), tr("gradient norm")]
    last = run.n_steps
    ends: list[int | None] = list(range(last + 1))
    if last + 1 > MOST_ROWS:
        ends = [*range(MOST_ROWS - ROWS_AT_END - 1), None, *range(last + 1 - ROWS_AT_END, last + 1)]
    digits = _digits(run.iterates[[k for k in ends if k is not None]])
    rows = [["⋮"] * len(heads) if k is None else _cells(run, k, digits) for k in ends]
    head = "".join(_cell("th", words, ' scope="col"') for words in heads)
    body = "".join(f"<tr>{''.join(_cell('td', words) for words in row)}</tr>" for row in rows)
    style = "border-collapse:collapse;color:inherit;font-variant-numeric:tabular-nums"
    return f'<table style="{style}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _digits(points: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[int]:
    """Return how many digits each parameter needs, so that points ``(n, d)`` are told apart: more far from zero."""
    far, apart = abs(points / 2.0).max(axis=0), np.ptp(points / 2.0, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        more = np.where(apart > 0.0, np.log10(far / apart), 0.0)
    return [int(min(SIGNIFICANT + max(one, 0.0), MOST_DIGITS)) for one in more.tolist()]


@np.errstate(over="ignore")
def _cells(run: Trajectory, k: int, digits: list[int]) -> list[str]:
    shown = zip(run.iterates[k, :MOST_COLUMNS].tolist(), digits[:MOST_COLUMNS], strict=True)
    point = [rounded(value, wanted).plain for value, wanted in shown]
    more = ["…"] if run.iterates.shape[1] > MOST_COLUMNS else []
    norm = float(np.hypot.reduce(run.gradients[k]))
    return [
        grouped(k),
        *point,
        *more,
        rounded(float(run.losses[k]), SIGNIFICANT).plain,
        rounded(norm, SIGNIFICANT).plain,
    ]


def _cell(tag: str, words: str, more: str = "") -> str:
    style = "text-align:right;white-space:nowrap;padding:0.1em 0.7em;color:inherit;background:none"
    return f'<{tag}{more} style="{style}">{escape(words)}</{tag}>'


def _numbers(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    return together([rounded(value).plain for value in values[:MOST_COLUMNS].tolist()])
