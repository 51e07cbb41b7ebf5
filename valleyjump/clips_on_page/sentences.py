"""Sentences about any run, made from its verdict: what the page says where nobody wrote an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from markupsafe import Markup

from gdcore.methods.registry import method_words
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.text.language import tr, tr_n
from gdcore.theory.verdict_words import kind_word
from valleyjump.markup.quantity import typeset


def sentences(scenario: Scenario) -> tuple[Markup, ...]:
    """Return what happens in a run, as HTML: where it starts, where it ends, and why."""
    return tuple(typeset(sentence) for sentence in _sentences(scenario))


def _sentences(scenario: Scenario) -> Iterator[str]:
    run, known = scenario.trajectory, facts(scenario)
    yield _beginning(scenario, known)
    yield _end(scenario, known)
    if run.overflow_step is not None:
        yield tr(
            "The next loss, that of step {step}, is too large for a double-precision number.", step=run.overflow_step
        )
    if run.stopped == "domain":
        yield _leaving(known)
    if run.stopped == "stalled":
        yield tr("There it ends: no step from that point could lower the loss.")
    yield _verdict(scenario, known)
    if run.rejected:
        yield _rejections(scenario, known)
    if "edge" in known:
        yield _edge(scenario, known)


def _share_one_rate(scenario: Scenario) -> bool:
    """Whether one number says how all parameters learn."""
    return len(set(scenario.method.learning_rate.tolist())) == 1


def _beginning(scenario: Scenario, known: Mapping[str, str]) -> str:
    names = scenario.objective.parameters
    method, place, loss = method_words(scenario.method.name), _place(scenario, known, "0"), known["loss_0"]
    method = method[:1].upper() + method[1:]  # what follows may hold a name: Nesterov
    if not scenario.method.schedule.is_constant:
        return tr(
            "{method} starts at {place}, where the loss is {loss}, with a learning rate that changes, from {first} to "
            "{last}: {schedule}.",
            method=method,
            place=place,
            loss=loss,
            first=known["first_rate"],
            last=known["last_rate"],
            schedule=known["schedule"],
        )
    if _share_one_rate(scenario):
        return tr(
            "{method} starts at {place}, where the loss is {loss}, with the learning rate {rate}.",
            method=method,
            place=place,
            loss=loss,
            rate=known["rate"],
        )
    rates = [tr("{rate} for {parameter}", rate=known[f"rate_{name}"], parameter=name) for name in names]
    return tr(
        "{method} starts at {place}, where the loss is {loss}, with the learning rates {rates}.",
        method=method,
        place=place,
        loss=loss,
        rates=_joined(rates),
    )


def _end(scenario: Scenario, known: Mapping[str, str]) -> str:
    n_steps = scenario.trajectory.n_steps
    return tr_n(
        "After {steps} step it stands at {place}, and the loss is {loss}.",
        "After {steps} steps it stands at {place}, and the loss is {loss}.",
        n_steps,
        steps=n_steps,
        place=_place(scenario, known, "last"),
        loss=known["loss_last"],
    )


def _verdict(scenario: Scenario, known: Mapping[str, str]) -> str:
    verdict = scenario.verdict
    kind = kind_word(verdict.kind)
    if verdict.kind == "standing":
        return tr("The slope at the start is 0: the run is standing still.")
    if verdict.kind == "cycling" and verdict.period is not None and not scenario.objective.quadratic:
        return tr_n(
            "It comes back to where it was every {n} step: the run is cycling.",
            "It comes back to where it was every {n} steps: the run is cycling.",
            verdict.period,
        )
    if verdict.factors[1] is None:
        return tr("As far as it was followed, the run is {kind}.", kind=kind)
    factor = known["predicted"]
    if verdict.overshoots and scenario.objective.quadratic:
        return tr(
            "In theory a step multiplies the error by {factor}: the run is {kind}, and it overshoots every time.",
            factor=factor,
            kind=kind,
        )
    if not scenario.objective.quadratic:
        return tr(
            "Near the minimum a step multiplies the error by {factor}, in theory: the run is {kind}.",
            factor=factor,
            kind=kind,
        )
    return tr("In theory a step multiplies the error by {factor}: the run is {kind}.", factor=factor, kind=kind)


def _leaving(known: Mapping[str, str]) -> str:
    """Return where the step leads that leaves the domain."""
    if "left" not in known:
        return tr("There it ends: the next step needs a slope where there is none.")
    return tr("There it ends: the next step leads to {place}, where the function has no value.", place=known["left"])


def _rejections(scenario: Scenario, known: Mapping[str, str]) -> str:
    return tr_n(
        "On the way {trials} trial point was rejected.",
        "On the way {trials} trial points were rejected.",
        len(scenario.trajectory.rejected),
        trials=known["rejected"],
    )


def _edge(scenario: Scenario, known: Mapping[str, str]) -> str:
    multiple, one = known["edge"], _share_one_rate(scenario)
    if multiple == "1" and one:
        return tr("The edge of stability lies exactly at this learning rate.")
    if multiple == "1":
        return tr("The edge of stability lies exactly at these learning rates.")
    if one:
        return tr("The edge of stability lies at {multiple} times this learning rate.", multiple=multiple)
    return tr("The edge of stability lies at {multiple} times these learning rates.", multiple=multiple)


def _place(scenario: Scenario, known: Mapping[str, str], index: str) -> str:
    return _joined([f"{name} = {known[f'{name}_{index}']}" for name in scenario.objective.parameters])


def _joined(parts: Sequence[str]) -> str:
    return reduce(lambda first, second: tr("{first} and {second}", first=first, second=second), parts)
