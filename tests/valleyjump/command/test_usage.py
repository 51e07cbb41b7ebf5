"""What is wrong with the words or the files of a command is one line, and status 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.valleyjump.command.conftest import SALES

USAGE = {
    ("trace", "mse-blow"): 'unknown slug "mse-blow"; did you mean "mse-blowup"?',
    ("trace", "mse-blowup", "--format", "cvs"): 'unknown format "cvs"; did you mean "csv"?',
    ("build", "--quality", "hi"): 'unknown quality "hi"; did you mean "high"?',
    ("build", "--format", "gfi"): 'unknown format "gfi"; did you mean "gif"?',
    (
        "render",
        "--format",
        "webm",
        "gif,avi",
    ): 'unknown format "avi"; expected one of mp4, png, webm, gif, alpha, svg, pdf',
    ("render", "--quality", "ultra"): 'unknown quality "ultra"; expected one of draft, medium, high, 4k',
    ("render", "parabola-cycle"): 'unknown slug "parabola-cycle"; did you mean "parabola-cycles"?',
    ("build", "--only", "mse-halvin"): 'unknown slug "mse-halvin"; did you mean "mse-halving"?',
    (
        "build",
        "mse-halving",
    ): '"mse-halving": expected a scenario file, FILE.toml; to choose scenarios, put --only first',
    ("build", "nowhere.toml"): "nowhere.toml: cannot be read: No such file or directory",
    ("build", "--cache-limit", "much"): "cache limit: expected a size such as 500MB or 2GiB, got 'much'",
    ("build", "-o", "sales.csv"): "sales.csv: cannot be used as output folder: it is a file",
    ("build", "-o", "/proc/valleyjump"): "/proc/valleyjump: cannot be used as output folder: No such file or directory",
}


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_bad_input_is_one_line_and_status_2(cli, words: tuple[str, ...]) -> None:
    Path("sales.csv").write_text("kept")
    outcome = cli(*words)
    assert (outcome.status, outcome.out, outcome.told) == (2, "", [USAGE[words]])
    assert [path.name for path in Path.cwd().iterdir()] == ["sales.csv"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bild"], "No such command"),
        (["build", "--qualty", "high"], "No such option"),
        (["trace"], "Missing argument 'SLUG'"),
        (["check"], "Missing argument 'FILE.toml'"),
        (["build", "--workers", "0"], "Invalid value for '--workers'"),
        (["build", "--workers", "two"], "Invalid value for '--workers'"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_bad_usage_is_one_line_and_status_2(cli, words: list[str], told: str) -> None:
    outcome = cli(*words)
    assert (outcome.status, outcome.out, len(outcome.told)) == (2, "", 1)
    assert outcome.told[0].startswith(told)


CSV_FAULTS = {
    None: "sales.csv: cannot be read: No such file or directory",
    "": "sales.csv: line 1: expected a header with column names, got an empty file",
    "sqft,cost\n1,2\n": 'sales.csv: line 1: expected a column "price", got sqft, cost',
    "sqft,price\n1,2\n3,four\n": "sales.csv: line 3: column \"price\": expected a number, got 'four'",
    "sqft,price\n1,nan\n3,4\n": "sales.csv: line 2: column \"price\": expected a finite number, got 'nan' "
    '(rows without a number are left out with missing = "drop" in data)',
    "sqft,price\n1,2\ninf,4\n": "sales.csv: line 3: column \"sqft\": expected a finite number, got 'inf'",
    "sqft,price\n1,2\n": "sales.csv: expected at least two rows of data, got 1",
    "sqft,price\n5,2\n5,3\n": 'sales.csv: column "sqft": expected at least two different values, got 5 in every row',
}


@pytest.mark.parametrize("content", CSV_FAULTS, ids=range(len(CSV_FAULTS)))
@pytest.mark.parametrize("words", [["check"], ["build", "-o", "out", "--quality", "draft"]], ids=lambda words: words[0])
def test_a_fault_in_data_is_one_line_and_the_folder_stays(cli, words: list[str], content: str | None) -> None:
    Path("lesson.toml").write_text(SALES)
    if content is not None:
        Path("sales.csv").write_text(content)
    Path("out").mkdir()
    Path("out/index.html").write_text("earlier")
    outcome = cli(*words, "lesson.toml")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.told == [f'lesson.toml: scenario "sold": data: {CSV_FAULTS[content]}']
    assert [path.name for path in Path("out").iterdir()] == ["index.html"]
    assert Path("out/index.html").read_text() == "earlier"
