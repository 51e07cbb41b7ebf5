"""Keys of clips and builds: what changes a clip changes its key."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.models.line_error import mean_squared_error
from gdcore.scenario import FateChoice, Scenario
from gdcore.scenarios import built_in
from gdcore.tables.table import houses
from scenes.clip.quality import QUALITIES
from tests.conftest import environment
from tests.valleyjump.build.key import DRAFT, OURS, key
from valleyjump.build.keys import build_key, clip_key, key_with
from valleyjump.store.identity import difference, identity, source_digest


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
    "axes of a map": lambda s: replace(s, fate=FateChoice(("x",))),
    "colours of a map": lambda s: replace(s, fate=FateChoice(colour="minimum")),
    "extent of a map": lambda s: replace(s, fate=FateChoice(reach={"learning_rate": (0.1, 1.0)})),
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


def test_companions_are_keyed() -> None:
    race = built_in("parabola-race")
    faster = replace(race.companions[2], method=gradient_descent([0.81]))
    assert key(replace(race, companions=(*race.companions[:2], faster, *race.companions[3:]))) != key(race)


def test_a_key_asks_for_no_run() -> None:
    scenario = replace(built_in("mse-blowup"))
    key(scenario)
    assert "trajectory" not in vars(scenario)
