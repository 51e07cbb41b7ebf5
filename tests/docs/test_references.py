"""The references name everything that there is: fields, commands, options, Python names, clips."""

from __future__ import annotations

import html
import inspect
import json
import re
from typing import Any

import pytest
import typer

import gdcore
from gdcore.expressions.well_known import CONDITION
from gdcore.narration.beats import BEATS
from gdcore.narration.fact_meanings import MEANINGS
from gdcore.scenarios import catalogue
from gdcore.text.language import languages
from tests.conftest import ROOT
from tests.docs.links import Page
from valleyjump.cli import app
from valleyjump.command.new_lesson import schema

WHOLE = json.loads(schema())
LEFT_OUT = re.compile(r"; ([\d.e-]+) if it is left out")
TABLES = {"Lesson": WHOLE, **WHOLE["$defs"]}


def one_line(text: str) -> str:
    return " ".join(text.split())


def section(site: Any, name: str, anchor: str) -> str:
    """Return the HTML from an anchor to the next heading of its level."""
    html = (site / name).read_text(encoding="utf-8")
    return html[html.index(f'id="{anchor}"') :].partition("<h2>")[2].partition("<h2>")[0]


def commands(command: Any = None, path: str = "valleyjump") -> dict[str, Any]:
    command = typer.main.get_command(app) if command is None else command
    below = getattr(command, "commands", None)
    if below is None:
        return {path: command}
    return {name: found for word, one in below.items() for name, found in commands(one, f"{path} {word}").items()}


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_the_schema_stands_in_the_reference_with_its_meaning(table: str, site: Any) -> None:
    html = section(site, "reference/lesson.html", table.lower())
    text = one_line(re.sub(r"<[^>]+>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"'))
    for field, told in TABLES[table]["properties"].items():
        assert f'<span class="pre">{field}</span>' in html, field
        assert one_line(told["description"]) in text, field
        assert ("required" in row_of(html, field)) == (field in TABLES[table].get("required", ())), field


def row_of(html: str, field: str) -> str:
    return next(row for row in html.split("<tr") if f'<span class="pre">{field}</span>' in row.partition("</td>")[0])


def test_ranges_and_choices_stand_beside_their_fields(site: Any) -> None:
    html = section(site, "reference/lesson.html", "entry")
    assert "a whole number, ≥ 1, ≤ 1,000,000" in one_line(re.sub(r"<[^>]+>", "", row_of(html, "steps")))
    for method in TABLES["Entry"]["properties"]["method"]["enum"]:
        assert method in row_of(html, "method")


def test_what_descriptions_say_of_numbers_left_out_is_so() -> None:
    told = {name: LEFT_OUT.search(field["description"]) for name, field in TABLES["Entry"]["properties"].items()}
    true = {"condition_number": CONDITION}
    for maker in (gdcore.backtracking, gdcore.sgd, gdcore.rmsprop, gdcore.adamw):
        given = inspect.signature(maker).parameters.items()
        true |= {name: float(one.default) for name, one in given if one.default is not one.empty}
    assert {name: float(found[1]) for name, found in told.items() if found} == true


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_stands_in_the_reference(name: str, site: Any) -> None:
    html = (site / "reference/commands.html").read_text(encoding="utf-8")
    part = html[html.index(f'id="{name.replace(" ", "-")}"') :].partition("<h2>")[2].partition("<h2>")[0]
    text = one_line(re.sub(r"<[^>]+>", "", part))
    command = commands()[name]
    assert one_line(command.help).partition(" Example:")[0] in text
    for param in command.params:
        written = param.opts if param.param_type_name == "option" else [param.metavar]
        for word in written:
            assert word in text, word
        assert one_line(param.help) in text
        if isinstance(param.default, str):
            assert param.default in text
        assert not param.envvar or param.envvar in text


def test_the_exit_statuses_stand_in_the_reference(pages: dict[str, Page]) -> None:
    text = one_line(pages["reference/commands.html"].text)
    for status in ("0 done", "1 the build failed", "2 bad input or usage", "130 interrupted"):
        assert status in text


@pytest.mark.parametrize("name", gdcore.__all__)
def test_every_public_name_of_the_core_has_its_place(name: str, pages: dict[str, Page]) -> None:
    page = pages["reference/python.html"]
    assert f"gdcore.{name}" in page.ids
    assert "ForwardRef" not in page.text


def test_every_built_in_clip_is_listed_in_order() -> None:
    text = (ROOT / "docs/reference/output.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == [scenario.slug for scenario in catalogue()]


def test_every_method_stands_in_the_page_on_lessons_and_every_language_in_its_own() -> None:
    lesson, page = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("lesson.md", "languages.md"))
    rows = "".join(row.split("|")[1] for row in lesson.splitlines() if row.startswith("| `"))
    assert [name for name in TABLES["Entry"]["properties"]["method"]["enum"] if f"`{name}`" not in rows] == []
    assert [code for code in languages() if f"(`{code}`)" not in page] == []


def test_every_beat_and_every_fact_stands_in_the_reference(site: Any) -> None:
    text = re.sub(r"<[^>]+>", "", (site / "reference/words.html").read_text(encoding="utf-8"))
    text = html.unescape(text)
    for meaning in MEANINGS:
        assert f"{{{meaning.name}}}" in text
        assert meaning.text in text
    for view in ("curve", "surface", "contour", "fit", "race", "fate"):
        for beats in (views[view] for views in BEATS.values() if view in views):
            assert ", ".join(beats) in text
    assert "{slope_0} of one-number: −2" in text
