"""What may stand in a scenario file, field by field, and what contradicts what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationError
from pydantic_core import ErrorDetails

from gdcore.descent.trajectory import MAX_STEPS
from gdcore.faults import close_to, got, in_one_line, wording
from gdcore.lesson.fields.data import Data, data_faults
from gdcore.lesson.fields.fate import FateTable, fate_faults
from gdcore.lesson.fields.playground import Playground, PlaygroundPreset, playground_contradictions
from gdcore.lesson.fields.question import MOST_QUESTIONS, ChoiceTable, QuestionTable, question_faults
from gdcore.lesson.fields.rule import Numbers, Rule, RunTitle, of_rule
from gdcore.lesson.fields.schedule import ScheduleTable
from gdcore.lesson.fields.strict import (
    MORE,
    TEXT,
    FileName,
    Interval,
    NamesFile,
    Strict,
    upside_down,
)
from gdcore.scenario import MOST_BESIDE, SLUG, Clock

DEFAULT_STEPS = 50
LONGEST_PROSE, LONGEST_SENTENCE, LONGEST_SPEECH = 20_000, 200, 600

Prose = Annotated[str, Field(max_length=LONGEST_PROSE), NamesFile()]
Sentence = Annotated[str, Field(min_length=1, max_length=LONGEST_SENTENCE)]
Speech = Annotated[str, Field(min_length=1, max_length=LONGEST_SPEECH)]


class Camera(Strict):
    """Where a surface is looked at from."""

    azimuth: Annotated[float, Field(ge=-360, le=360)]
    """Degrees around the surface: from where the first parameter is large at 0, the second at 90."""
    elevation: Annotated[float, Field(ge=5, le=85)] = 31.0
    """Degrees above the floor."""


class Said(Strict):
    """What is said at a beat, with a spoken form of its own; one of the two may be left out."""

    written: Sentence | None = None
    """The caption; what it usually is, if it is left out."""
    spoken: Speech | None = None
    """What a voice says: whole sentences for the ear; what is written, if it is left out."""


OneFormOrTwo = Discriminator(lambda value: MORE if isinstance(value, dict | Said) else TEXT)
YesOrTable = Discriminator(lambda value: MORE if isinstance(value, dict | Playground) else TEXT)
Words = Annotated[Annotated[Sentence, Tag(TEXT)] | Annotated[Said, Tag(MORE)], OneFormOrTwo]


class Beside(Rule):
    """A run beside the scenario's own, on the same objective."""

    start: Numbers | None = None
    """Where it begins, by parameter; where the scenario's own run does, if it is left out."""
    title: RunTitle = ""
    """What picture and page call it; made from what sets it apart if there is none."""


class Entry(Rule):
    """One scenario: a run and how it is shown."""

    slug: Annotated[str, Field(pattern=f"^{SLUG.pattern}$", max_length=80)]
    """Its name in addresses and files: a-z, 0-9 and single hyphens."""
    title: Annotated[str, Field(max_length=200)] = ""
    """Its title; made from the slug if there is none."""
    objective: str | None = None
    """A function such as (1 - x)**2 + 20*(y - x**2)**2, or the name of a well-known one."""
    condition_number: Annotated[float, Field(ge=1, le=1e12)] | None = None
    """The largest curvature over the smallest, for objective = "narrow_quadratic" alone; 100 if it is left out."""
    data: Data | None = None
    """The data that a line is fitted to, instead of an objective."""
    start: Numbers | None = None
    """Where the run begins, by parameter, in the order of the axes; known functions and data need none."""
    steps: Annotated[int, Field(ge=1, le=MAX_STEPS)] = DEFAULT_STEPS
    """The most steps that are taken."""
    tolerance: Annotated[float, Field(ge=0)] | None = None
    """The run ends when a step changes the loss by no more than this; without it, after the last step."""
    view: Literal["curve", "surface", "contour", "fit", "race", "fate", "schedule", "memory"] | None = None
    """How it is shown; chosen by the objective if it is left out."""
    fate: FateTable | None = None
    """What a map of fates shows, for view = "fate"; chosen by the objective and the run if it is left out."""
    domain: dict[str, Interval] | None = None
    """The interval of each parameter that the picture shows; chosen by the run if it is left out."""
    camera: Camera | None = None
    """Where a surface is looked at from; chosen by the valley if it is left out."""
    words: dict[str, Words] = Field(default={})
    """The narration by beat, or { written = "...", spoken = "..." } for each; {fact} stands for a number of the run."""
    beside: Annotated[list[Beside], Field(max_length=MOST_BESIDE)] = Field(default=[])
    """Further runs in the same picture: other learning rates, methods or starts."""
    clock: Clock | None = None
    """What the runs are compared by; steps if it is left out. A race has a clock of its own."""
    question: Annotated[list[QuestionTable], Field(max_length=MOST_QUESTIONS)] = Field(default=[])
    """What is asked before the clip, in this order, each as [[scenario.question]]; without any the run suggests one."""
    questions: bool = True
    """Whether anything is asked before the clip."""
    run_title: RunTitle = ""
    """What picture and page call the scenario's own run, as ``title`` does for those beside it."""
    playground: Annotated[Annotated[bool, Tag(TEXT)] | Annotated[Playground, Tag(MORE)], YesOrTable] = True
    """Whether the page has a playground below the clip, or what its controls may be set to."""
    part: Annotated[str, Field(max_length=80)] = ""
    """A heading that the page prints above it: the scenarios from here to the next such heading are one part."""
    before: Prose = ""
    """Text in Markdown that the page prints above the clip."""
    after: Prose = ""
    """Text in Markdown that the page prints below the clip."""


class TopTable(Strict):
    """A scenario file: a lesson of one scenario or more, in their order."""

    title: Annotated[str, Field(max_length=200)] = ""
    """The lesson's title."""
    author: Annotated[str, Field(max_length=200)] = ""
    """Who wrote the lesson."""
    lead: Annotated[str, Field(max_length=500)] = ""
    """What the page says under its title."""
    language: FileName | None = None
    """The code of the language that page, captions and clips speak, or the catalogue CODE.po of another one."""
    questions: bool = True
    """Whether anything is asked before the clips."""
    theme: FileName | None = None
    """dark, light, both, or the path of a theme file, relative to this one."""
    voice: FileName | None = None
    """piper, espeak-ng, none, or a Piper voice's .onnx file or a folder of recordings, relative to this file."""
    font: FileName | None = None
    """A font file in this file's folder, for letters in clips that the built-in fonts lack; else the system's serve."""
    scenario: list[Any] = Field(default=[])
    """The scenarios."""


class Lesson(TopTable):
    """The same with its scenarios in full: what editors are told about."""

    scenario: Annotated[list[Entry], Field(min_length=1)]
    """The scenarios, in their order."""


KNOWN: Mapping[str, tuple[str, ...]] = {
    "": tuple(Entry.model_fields),
    "data": tuple(Data.model_fields),
    "learning_rate": tuple(ScheduleTable.model_fields),
    "beside.learning_rate": tuple(ScheduleTable.model_fields),
    "camera": tuple(Camera.model_fields),
    "fate": tuple(FateTable.model_fields),
    "beside": tuple(Beside.model_fields),
    "question": tuple(QuestionTable.model_fields),
    "question.choices": tuple(ChoiceTable.model_fields),
    "playground": tuple(Playground.model_fields),
    "playground.presets": tuple(PlaygroundPreset.model_fields),
    "words.*": tuple(Said.model_fields),
}
"""The keys of each table of an entry."""


def lines(error: ValidationError, known: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a line for each fault that the models found; ``known`` are the keys of the top table."""
    errors = error.errors(include_url=False)
    meant = {_meant(found, known) for found in errors if found["type"] == "extra_forbidden"}
    for found in errors:
        if found["type"] == "missing" and ".".join(_words(found)) in meant:
            continue  # it is there under another name, which is told
        yield f"{in_one_line('.'.join(_words(found)))}: {wording(found, _known(found, known))}".removeprefix(": ")


def _words(found: ErrorDetails) -> list[str]:
    """Return the place of a fault: names of tables and of the field, with numbers from 1."""
    place = [part + 1 if isinstance(part, int) else part for part in found["loc"] if part not in (TEXT, MORE)]
    return [str(part) for part in place] or [""]


def _known(found: ErrorDetails, top: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys that the table may have in which a fault is."""
    table = [part for part in found["loc"] if isinstance(part, str) and part not in (TEXT, MORE)][:-1]
    return top or KNOWN.get("words.*" if len(table) == 2 and table[0] == "words" else ".".join(table), ())


def _meant(found: ErrorDetails, top: tuple[str, ...]) -> str:
    """Return the place of the field that an unknown key is told to mean."""
    *table, name = _words(found)
    close = close_to(name, _known(found, top))
    return ".".join([*table, close]) if close else ""


def contradictions(entry: Entry) -> Iterator[str]:
    """Yield what is wrong between fields that are right by themselves."""
    if (entry.objective is None) == (entry.data is None):
        yield "expected either objective or data, got " + ("neither" if entry.data is None else "both")
    if entry.data is not None:
        yield from data_faults(entry.data)
    yield from _of_questions(entry)
    yield from _of_words(entry)
    yield from of_rule(entry)
    yield from playground_contradictions(entry.playground, entry)
    for number, beside in enumerate(entry.beside, 1):
        yield from (f"beside.{number}.{line}" for line in of_rule(beside))
    if entry.run_title and not entry.beside and entry.view != "race":
        yield "run_title: only for a run with others under beside; title is what the clip is called"
    if entry.clock is not None:
        yield from _of_clock(entry)
    yield from upside_down("domain", entry.domain or {})
    if entry.fate is not None:
        yield from fate_faults(entry.fate, entry.view)


def _of_clock(entry: Entry) -> Iterator[str]:
    if entry.view == "race":
        yield 'clock: not for view = "race", which counts steps for one parameter and evaluations for more'
    elif not entry.beside:
        yield "clock: only for several runs; add others under beside, or leave it out"


def _of_questions(entry: Entry) -> Iterator[str]:
    for number, asked in enumerate(entry.question, 1):
        yield from (f"question.{number}.{line}" for line in question_faults(asked))
    if entry.question and not entry.questions:
        yield "questions: expected true, as there is a question; take the question away to ask nothing"


def _of_words(entry: Entry) -> Iterator[str]:
    for beat, said in entry.words.items():
        if isinstance(said, Said):
            yield from (f"words.{in_one_line(beat)}{fault}" for fault in _of_forms(said))


def _of_forms(said: Said) -> Iterator[str]:
    if said.written is said.spoken is None:
        yield ": expected written, spoken or both, got neither"
    if said.spoken is not None and not re.search(r"\w", said.spoken):
        yield f".spoken: expected words that can be said, got {got(said.spoken)}"
