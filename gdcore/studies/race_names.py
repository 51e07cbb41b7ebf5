"""The names of the runs of a race: their titles, or else what sets them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gdcore.descent.method import Method
from gdcore.descent.registry import method_words, plain_symbol
from gdcore.scenario import Scenario
from gdcore.text.notation import Number, rounded

Part = str | tuple[str, list[Number]]
"""A word, or the name of a hyperparameter with its value, or one value per parameter."""
RATE = "learning_rate"


def given_titles(scenario: Scenario) -> list[str]:
    """Return the titles given to the runs of a race, empty if there is none."""
    return [scenario.run_title, *(run.title for run in scenario.companions)]


def run_names(scenario: Scenario) -> list[str]:
    """Return the names of a scenario's runs as plain text in the current language."""
    return [", ".join(map(_plain, parts)) for parts in run_parts(scenario)]


def rates_in_words(method: Method) -> str:
    """Return the rates of a method as they stand in the name of a run."""
    return _plain(_rates(method))


def run_parts(scenario: Scenario, word: Callable[[str], str] = method_words) -> list[list[Part]]:
    """Return the names of the runs, part by part; ``word`` maps a method's name to a text.

    Runs without a title are told apart by as little as possible: the rates alone; or the methods with their momentum;
    or all hyperparameters in which runs of the same method differ; or these and the rates.
    """
    titles = given_titles(scenario)
    methods = [run.method for run in scenario.runs]
    unnamed = [method for method, title in zip(methods, titles, strict=True) if not title]
    ways = _ways(methods, word)
    names = next((names for names in ways if len({str(names(one)) for one in unnamed}) == len(unnamed)), ways[-1])
    return [[title] if title else names(method) for title, method in zip(titles, methods, strict=True)]


def _ways(methods: Sequence[Method], word: Callable[[str], str]) -> list[Callable[[Method], list[Part]]]:
    ways: list[Callable[[Method], list[Part]]] = []
    if len(methods) > 1 and all(_rule(method) == _rule(methods[0]) for method in methods):
        ways.append(lambda method: [_rates(method)])
    ways.append(lambda method: [word(method.name), *_numbers(method, ["momentum"])])
    ways.append(lambda method: [word(method.name), *_numbers(method, _varied(methods, method))])
    ways.append(lambda method: [word(method.name), *_numbers(method, _varied(methods, method)), _rates(method)])
    return ways


def _rule(method: Method) -> tuple[str, dict[str, float]]:
    return method.name, dict(method.hyperparameters)


def _varied(methods: Sequence[Method], method: Method) -> list[str]:
    """Return the momentum and all hyperparameters in which other methods of the same name differ."""
    others = [other.hyperparameters for other in methods if other.name == method.name]
    differing = (key for key in method.hyperparameters if len({other.get(key) for other in others}) > 1)
    return list(dict.fromkeys(["momentum", *differing]))


def _numbers(method: Method, keys: Sequence[str]) -> list[Part]:
    return [(key, [rounded(method.hyperparameters[key])]) for key in keys if key in method.hyperparameters]


def _rates(method: Method) -> Part:
    rates = method.learning_rate.tolist()
    return RATE, [rounded(rate) for rate in (rates[:1] if len(set(rates)) == 1 else rates)]


def _plain(part: Part) -> str:
    if isinstance(part, str):
        return part
    name, values = part
    return f"{'η' if name == RATE else plain_symbol(name)} = {', '.join(map(str, values))}"
