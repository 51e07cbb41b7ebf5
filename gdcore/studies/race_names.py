"""The names of several runs in one picture: their titles, or else what sets them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gdcore.descent.method import Method
from gdcore.methods.registry import method_words, plain_symbol
from gdcore.scenario import Scenario
from gdcore.schedules.registry import schedule_words, told
from gdcore.studies.race import start_of, starts_differ
from gdcore.text.language import between_numbers
from gdcore.text.notation import Number, rounded

Part = str | tuple[str, list[Number]]
"""A word, or the name of a hyperparameter with its value, or one value per parameter; or what begins with ``START``."""
RATE = "learning_rate"
START = "start "
"""The name of a start, with that of the parameter behind it where there is one alone."""
Naming = Callable[[Scenario], list[Part]]


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

    Runs without a title are told apart by as little as possible: the starts alone; or the rates alone; or the methods
    with their momentum; or all hyperparameters in which runs of the same method differ; or these and the rates; or all.
    """
    titles = given_titles(scenario)
    unnamed = [run for run, title in zip(scenario.runs, titles, strict=True) if not title]
    ways = _ways(scenario, word)
    names = next((names for names in ways if len({str(names(one)) for one in unnamed}) == len(unnamed)), ways[-1])
    return [[title] if title else names(run) for title, run in zip(titles, scenario.runs, strict=True)]


def _ways(scenario: Scenario, word: Callable[[str], str]) -> list[Naming]:
    methods = [run.method for run in scenario.runs]

    def numbered(run: Scenario) -> list[Part]:
        return [word(run.method.name), *_numbers(run.method, _varied(methods, run.method))]

    def whole(run: Scenario) -> list[Part]:
        return [*numbered(run), _rates(run.method)]

    def rates(run: Scenario) -> list[Part]:
        return [_rates(run.method)]

    def brief(run: Scenario) -> list[Part]:
        schedule = run.method.schedule
        return rates(run) if schedule.is_constant else [schedule_words(schedule)]

    alike = len(methods) > 1 and all(_rule(method) == _rule(methods[0]) for method in methods)
    of_method = [lambda run: [word(run.method.name), *_numbers(run.method, ["momentum"])], numbered, whole]
    ways: list[Naming] = [*([brief, rates] if alike else []), *of_method]
    if not starts_differ(scenario):
        return ways
    starts = [start_parts] if len({str(settings_of(method)) for method in methods}) == 1 else []
    return [*starts, *ways, lambda run: [*start_parts(run), *(rates if alike else whole)(run)]]


def start_parts(run: Scenario) -> list[Part]:
    """Return where a run starts: the parameter with its value, or the values of several."""
    names = run.objective.parameters
    return [(f"{START}{names[0]}" if len(names) == 1 else START, [rounded(value) for value in start_of(run).tolist()])]


def settings_of(method: Method) -> tuple[object, ...]:
    """Return what determines a method: its name, hyperparameters and learning rates."""
    schedule = method.schedule
    return *_rule(method), schedule.name, dict(schedule.numbers), schedule.learning_rate.tolist()


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
    if not method.schedule.is_constant:
        return told(method.schedule)
    rates = method.learning_rate.tolist()
    return RATE, [rounded(rate) for rate in (rates[:1] if len(set(rates)) == 1 else rates)]


def _plain(part: Part) -> str:
    if isinstance(part, str):
        return part
    name, values = part
    written = between_numbers().join(map(str, values))
    if name == START:
        return f"({written})"
    symbol = "η" if name == RATE else name.removeprefix(START) if name.startswith(START) else plain_symbol(name)
    return f"{symbol} = {written}"
