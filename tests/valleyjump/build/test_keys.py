"""Keys: the same for the same clip, and different for everything that can change it."""

from __future__ import annotations

import copy
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.method import Method, Move
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.errors import InputError
from gdcore.lesson.draft import made
from gdcore.lesson.entry import Entry
from gdcore.lesson.entry_draft import clip_inputs
from gdcore.lesson.entry_scenario import no_runs, shown_function
from gdcore.lesson.lesson_file import read_document
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.callables import from_callable
from gdcore.objectives.objective import Objective, Rows, Standard
from gdcore.scenario import Camera, Scenario
from gdcore.scenarios import built_in
from gdcore.tables.table import Table, houses
from scenes.clip.quality import QUALITIES
from tests.conftest import environment
from valleyjump.build.keys import build_key, clip_key, key_with
from valleyjump.store.identity import difference, identity, source_digest

OURS = {"valleyjump": "1.0", "source": "abc", "manim": "0.22"}
DRAFT = QUALITIES["draft"]


def key(scenario: Scenario) -> str:
    return clip_key(scenario, DRAFT, OURS)


def with_data(x: np.ndarray, **names: str) -> Scenario:
    table = replace(houses(), x=x, **names)
    return replace(built_in("mse-valley-jumping"), objective=mean_squared_error(table))


CHANGED = {
    "slug": lambda s: replace(s, slug="another"),
    "title": lambda s: replace(s, title="Another"),
    "words": lambda s: replace(s, words={**s.words, "start": "Other words."}),
    "rate": lambda s: replace(s, method=gradient_descent(s.method.learning_rate * (1.0 + 1e-15))),
    "method": lambda s: replace(s, method=momentum(s.method.learning_rate, 0.0)),
    "start": lambda s: replace(s, start=s.start + 1e-9),
    "steps": lambda s: replace(s, steps=s.steps + 1),
    "tolerance": lambda s: replace(s, tolerance=1e-3),
    "view": lambda s: replace(s, view="fit"),
    "unit": lambda s: replace(s, objective=replace(s.objective, value_unit="m")),
    "formula": lambda s: replace(s, objective=replace(s.objective, formula="x")),
    "domain": lambda s: replace(s, objective=replace(s.objective, domain=s.objective.domain * 2.0)),
    "data": lambda _s: with_data(houses().x + 1.0),
    "order of the data": lambda _s: with_data(houses().x[::-1]),
    "name of a column": lambda _s: with_data(houses().x, x_name="rooms"),
}


@pytest.mark.parametrize("what", CHANGED)
def test_another_scenario_has_another_key(what: str) -> None:
    scenario = built_in("mse-valley-jumping")
    assert key(CHANGED[what](scenario)) != key(scenario)


def test_another_quality_or_program_has_another_key() -> None:
    scenario = built_in("parabola-cycles")
    keys = {clip_key(scenario, quality, OURS) for quality in QUALITIES.values()}
    keys |= {clip_key(scenario, DRAFT, {**OURS, name: "other"}) for name in OURS}
    assert len(keys) == len(QUALITIES) + len(OURS)


def test_the_same_scenario_has_the_same_key_in_every_process() -> None:
    code = "from tests.valleyjump.build.test_keys import *; print(key(built_in('mse-halving')))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**environment(), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == key(built_in("mse-halving"))


def test_further_formats_have_keys_of_their_own_and_none_changes_nothing() -> None:
    plain = key(built_in("parabola-cycles"))
    keys = {key_with(plain, formats) for formats in [(), ("webm",), ("gif",), ("webm", "gif")]}
    assert plain in keys
    assert len(keys) == 4


def test_a_build_has_the_key_of_its_clips_in_their_order() -> None:
    assert len({build_key(keys, OURS) for keys in (["a", "b"], ["b", "a"], ["a"], ["ab"], [])}) == 5


def test_the_source_is_all_files_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "aroom"
    (room / "data").mkdir(parents=True)
    (room / "__init__.py").write_text("")
    (room / "data/a.csv").write_text("1")
    monkeypatch.syspath_prepend(tmp_path)
    first = source_digest("aroom")
    (room / "__pycache__").mkdir()
    (room / "__pycache__/a.pyc").write_bytes(b"compiled")
    (room / ".a.swp").write_bytes(b"an editor's")
    assert source_digest("aroom") == first
    (room / "data/a.csv").write_text("2")
    second = source_digest("aroom")
    (room / "data/a.csv").rename(room / "data/b.csv")
    assert len({first, second, source_digest("aroom")}) == 3


def test_the_identity_knows_what_paints() -> None:
    assert {"valleyjump", "source", "manim", "av", "typst", "numpy", "pycairo"} <= identity().keys()
    assert "unknown" not in {identity()[name] for name in ("manim", "av", "typst", "numpy", "pycairo")}


def test_a_difference_names_both() -> None:
    assert difference(OURS, dict(OURS)) == ""
    told = difference({**OURS, "manim": "0.21"}, OURS)
    assert told == (
        "has valleyjump 1.0, source abc, manim 0.21; this build needs valleyjump 1.0, source abc, manim 0.22"
    )
    assert "manim unknown" in difference({"valleyjump": "1.0", "source": "abc"}, OURS)


def set_anyway(value: object, /, **changes: object) -> object:
    """Return a copy of a frozen object with other values, checked or not."""
    found = copy.copy(value)
    for name, change in changes.items():
        object.__setattr__(found, name, change)
    return found


def parts_of(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every data class that a scenario is made of, with the fields that lead there."""
    if is_dataclass(value):
        yield path, value
        for field in fields(value):
            yield from parts_of(getattr(value, field.name), (*path, field.name))
        if isinstance(value, Objective) and value.function is not None:
            assert replace(value.function) == value.function, "what a function is bound to is compared by value"


def with_part(value: object, path: tuple[str, ...], part: object) -> object:
    if not path:
        return part
    return set_anyway(value, **{path[0]: with_part(getattr(value, path[0]), path[1:], part)})


RICH = replace(
    built_in("mse-normalised"), domain=np.array([[0.0, 1.0], [2.0, 3.0]]), camera=Camera(30.0, 20.0), view="surface"
)
FIELDS = [(path, field.name) for path, part in parts_of(RICH) for field in fields(part)]


@pytest.mark.parametrize(("path", "name"), FIELDS, ids=[".".join((*path, name)) for path, name in FIELDS])
def test_every_field_of_every_part_is_keyed(path: tuple[str, ...], name: str) -> None:
    part = dict(parts_of(RICH))[path]
    changed = with_part(RICH, path, set_anyway(part, **{name: "something else"}))
    if "function" in path:
        function = changed.objective.function
        methods = {method: getattr(function, method) for method in ("value", "gradient", "hessian")}
        changed = with_part(changed, ("objective",), set_anyway(changed.objective, **methods))
    if name == "function":
        with pytest.raises(InputError):
            key(changed)
    else:
        assert key(changed) != key(RICH)


def test_every_part_is_among_them() -> None:
    found = {type(part) for _, part in parts_of(RICH)}
    assert {Scenario, Objective, Method, Table, Rows, Standard, Camera} <= found


def test_a_field_that_is_new_is_keyed() -> None:
    @dataclass(frozen=True, eq=False)
    class Longer(Scenario):
        sound: str = ""

    scenario = built_in("parabola-cycles")
    given = {field.name: getattr(scenario, field.name) for field in fields(scenario)}
    assert key(Longer(**given, sound="a bell")) != key(Longer(**given))


def test_companions_are_keyed() -> None:
    race = built_in("parabola-race")
    faster = replace(race.companions[2], method=gradient_descent([0.81]))
    assert key(replace(race, companions=(*race.companions[:2], faster, *race.companions[3:]))) != key(race)


def test_a_key_asks_for_no_run() -> None:
    scenario = replace(built_in("mse-blowup"))
    key(scenario)
    assert "trajectory" not in vars(scenario)


def test_methods_of_ones_own_are_told_apart_by_their_code() -> None:
    scenario = built_in("parabola-cycles")

    def of_size(size: float) -> Scenario:
        method = replace(scenario.method, step=lambda _o, point, _l, slope, _s: Move(point - size * slope))
        return replace(scenario, method=method)

    other = replace(scenario.method, step=lambda _o, point, _l, slope, _s: Move(point + slope))
    assert len({key(of_size(0.1)), key(of_size(0.2)), key(replace(scenario, method=other)), key(scenario)}) == 4
    assert key(of_size(0.1)) == key(of_size(0.1))


@dataclass(frozen=True)
class Bowl:
    width: float

    def value(self, points: np.ndarray) -> np.ndarray:
        return self.width * points[..., 0] ** 2

    def gradient(self, points: np.ndarray) -> np.ndarray:
        return 2.0 * self.width * points

    def hessian(self, points: np.ndarray) -> np.ndarray:
        return np.full((*points.shape, 1), 2.0 * self.width)


def on_bowl(width: float, **changes: object) -> Scenario:
    bowl = Bowl(width)
    made = Objective("bowl", ("x",), bowl.value, bowl.gradient, bowl.hessian, np.array([[-1.0, 1.0]]), function=bowl)
    return replace(built_in("parabola-cycles"), objective=replace(made, **changes))


def test_an_object_of_ones_own_is_told_from_another_by_its_fields() -> None:
    assert key(on_bowl(2.0)) == key(on_bowl(2.0)) != key(on_bowl(3.0))
    other = on_bowl(2.0, hessian=lambda points: np.full((*points.shape, 1), 4.0), function=None)
    with pytest.raises(InputError, match=r"Bowl\.value: no clip can be kept of a method whose object is unknown"):
        key(other)


@pytest.mark.parametrize("name", ["value", "gradient", "hessian", "defined"])
def test_a_method_of_an_unknown_object_has_no_key(name: str) -> None:
    with pytest.raises(InputError, match="a method whose object is unknown"):
        key(on_bowl(2.0, **{name: Bowl(3.0).value}))


def test_functions_of_plain_numbers_are_told_apart_by_their_code() -> None:
    def on(size: float) -> Scenario:
        return replace(
            built_in("parabola-cycles"),
            objective=from_callable(lambda x: size * x**2, gradient=lambda x: [2 * size * x]),
        )

    assert key(on(2.0)) == key(on(2.0)) != key(on(3.0))


ENTRY = Entry(slug="one", objective="x**2", start=1.0, learning_rate=0.1)


@pytest.mark.parametrize("name", sorted(Entry.model_fields.keys() - {"before", "after", "part", "data"}))
def test_every_field_of_a_lesson_is_keyed(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the value is none that the field would take
        assert clip_inputs(ENTRY.model_copy(update={name: "something else"}), Path()) != clip_inputs(ENTRY, Path())


def test_data_are_keyed_by_their_bytes(tmp_path: Path) -> None:
    entry = Entry(slug="one", data={"csv": "a.csv", "x": "x", "y": "y"}, learning_rate=0.1)
    found = {clip_inputs(entry, tmp_path)}
    for text in ("x,y\n1,2\n3,5\n", "x,y\n1,2\n3,6\n", "x,y\n1,2\n3,6"):
        (tmp_path / "a.csv").write_text(text)
        found.add(clip_inputs(entry, tmp_path))
    assert len(found) == 4


def test_a_lessons_font_is_keyed_by_its_bytes(tmp_path: Path) -> None:
    found = {clip_inputs(ENTRY, tmp_path)}
    for content in (b"a font", b"another"):
        (tmp_path / "f.ttf").write_bytes(content)
        found.add(clip_inputs(ENTRY, tmp_path, tmp_path / "f.ttf"))
    assert len(found) == 3


def test_what_computes_is_part_of_the_identity() -> None:
    assert {"numpy", "scipy", "sympy"} <= identity().keys()
    assert "unknown" not in {identity()[name] for name in ("numpy", "scipy", "sympy")}


def test_data_that_change_while_they_are_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,5\n")
    (tmp_path / "lesson.toml").write_text(
        '[[scenario]]\nslug = "one"\ndata = { csv = "a.csv", x = "x", y = "y" }\nlearning_rate = 0.1\nsteps = 2\n'
    )
    (draft,) = read_document(tmp_path / "lesson.toml").draft_lesson().drafts
    assert draft.make(no_runs).slug == "one"
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,6\n")
    with pytest.raises(InputError, match='scenario "one": data: the file has changed while it was read; try again'):
        draft.make(no_runs)


TOGETHER = """
[[scenario]]
slug = "slow"
objective = "x**2 + 3*y**2"
start = { x = 1.5, y = 1.0 }
learning_rate = 0.1
steps = 4

[[scenario]]
slug = "fast"
objective = "x**2+3*y**2"
start = { x = 1.5, y = 1.0 }
learning_rate = RATE
steps = 4

[[scenario]]
slug = "other"
objective = "x**2 + 4*y**2"
start = { x = 1.5, y = 1.0 }
learning_rate = 0.1
steps = 4
"""


def test_clips_that_share_a_window_have_keys_of_both_and_others_do_not(tmp_path: Path) -> None:
    lesson, found = tmp_path / "lesson.toml", []
    for rate in ("0.2", "0.3"):
        lesson.write_text(TOGETHER.replace("RATE", rate))
        drafts = read_document(lesson).draft_lesson().drafts
        found.append([draft.inputs for draft in drafts])
        loaded, chosen = read_document(lesson).lesson().scenarios, made(drafts[:1], lambda _slug: no_runs)
        assert [one.slug for one in chosen[0].alike] == [one.slug for one in loaded[0].alike] == ["fast"]
    assert [one == other for one, other in zip(*found, strict=True)] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "same"), [("parabola", "x**2"), ("rosenbrock", "(1 - x)**2 + 100*(y - x**2)**2"),
                       ("narrow_quadratic", "(x**2 + 100*y**2)/2")]
)  # fmt: skip
def test_a_function_by_its_name_is_that_function(text: str, same: str) -> None:
    names = [shown_function(ENTRY.model_copy(update={"objective": objective})) for objective in (text, same, "x**3")]
    assert names[0] == names[1] != names[2]
