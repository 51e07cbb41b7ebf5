"""Whatever a scenario file holds: it is scenarios, or lines that each name the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from gdcore.errors import InputError
from tests.gdcore.lesson.test_scenario_file import HEAD, ROWS, SALES
from tests.lessons import load_scenarios

WORDS = ("parabola", "momentum", "halving", "fit", "surface", "curve", "\\u0000")
TABLES = (
    "{ x = 1 }",
    "{ a = 1e-9, b = 1e300 }",
    '{ "" = 1 }',
    '{ csv = "sales.csv", x = "sqft", y = "price" }',
    '{ csv = "\\u0000", x = "", y = 1 }',
)
VALUES = st.one_of(
    st.integers(max_value=1000),
    st.floats(),
    st.sampled_from([*(f'"{word}"' for word in WORDS), *TABLES, "true", "1979-05-27", "[1]"]),
)
KEYS = st.sampled_from(
    ["title", "objective", "data", "start", "method", "momentum", "learning_rate", "steps", "tolerance", "view", "odd"]
)
ENTRIES = st.dictionaries(KEYS, VALUES, max_size=8).map(
    lambda entry: HEAD + "".join(f"{key} = {value}\n" for key, value in entry.items())
)
NEARLY_GOOD = st.builds(
    lambda kind, rate, start, beta: (
        f'{HEAD}{kind}learning_rate = {rate!r}\nsteps = 20\nmethod = "momentum"\nmomentum = {beta!r}\n{start}'
    ),
    st.sampled_from(['objective = "parabola"\n', SALES.removeprefix(HEAD)]),
    st.floats(min_value=0.0, allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "start = -1e150\n", "start = { a = 1e150, b = -1e-320 }\n"]),
    st.floats(0.0, 1.0, exclude_max=True),
)
CONTENTS = st.one_of(st.text(max_size=80), ENTRIES, NEARLY_GOOD).map(str.encode)


@settings(deadline=None)  # the first function loads SymPy
@given(st.one_of(st.binary(max_size=80), CONTENTS))
def test_any_content_gives_scenarios_or_an_input_error(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lesson = Path(folder) / "lesson.toml"
        lesson.write_bytes(content)
        (lesson.parent / "sales.csv").write_text(ROWS, encoding="utf-8")
        try:
            scenarios = load_scenarios(lesson)
        except InputError as error:
            event("refused")
            told = str(error)
        else:
            event("accepted")
            told = f"{lesson}: " if all(np.isfinite(s.trajectory.losses).all() for s in scenarios) else ""
    assert all(line.startswith(f"{lesson}: ") for line in told.splitlines())
    assert told
