"""From a checked entry of a lesson file to its draft: what its clip depends on, and how its scenario is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import located_at
from gdcore.lesson.draft import Draft, Runs
from gdcore.lesson.entry import Entry
from gdcore.lesson.entry_scenario import scenario_of, texts_in_clip, title_of
from gdcore.lesson.playground import asked_of
from gdcore.lesson.prose_checks import text_faults
from gdcore.own_files import own_file
from gdcore.prose.pictures import Picture
from gdcore.scenario import Scenario


def draft_of(entry: Entry, folder: Path, font: Path | None, file: str, place: str) -> Draft:
    """Return the draft of an entry of ``file``, which lies in ``folder``; its faults have ``place`` in front."""
    inputs = clip_inputs(entry, folder, font)

    def make(runs: Runs) -> Scenario:
        with located_at(place):
            scenario = scenario_of(entry, folder, runs)
            asked_of(entry, scenario)  # which tells its faults
            if clip_inputs(entry, folder, font) != inputs:  # the new clip would be kept under the key of the old one
                named = " or ".join(["data"] * (entry.data is not None) + ["font"] * (font is not None))
                raise InputError(f"{named}: the file has changed while it was read; try again")
        return scenario

    def notes(scenario: Scenario) -> tuple[str, ...]:
        return tuple(f"{file}: {line}" for line in _dropped_rows(scenario))

    return Draft(entry.slug, title_of(entry), inputs, make, notes, texts=texts_in_clip(entry))


def clip_inputs(entry: Entry, folder: Path, font: Path | None = None) -> str:
    """Return the SHA-256 of all that an entry's clip depends on, the bytes of its data and of its font included."""
    said = entry.model_dump(mode="json", exclude={"part", "before", "after", "playground", "question", "questions"})
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for name in ([] if entry.data is None else [entry.data.csv]) + ([] if font is None else [str(font)]):
        # What cannot be read is reported when the scenario is made.
        with suppress(OSError, InputError), own_file(name, folder).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def pictures_and_faults(entry: Entry, folder: Path, slugs: Collection[str]) -> tuple[dict[str, Picture], list[str]]:
    """Return the pictures in the texts above and below an entry's clip by address, and the faults of these texts."""
    pictures: dict[str, Picture] = {}
    texts = {"before": entry.before, "after": entry.after}
    faults = [f"{name}: {line}" for name, text in texts.items() for line in text_faults(text, folder, slugs, pictures)]
    return pictures, faults


def _dropped_rows(scenario: Scenario) -> Iterator[str]:
    """Yield how many rows of a scenario's data were left out, if any were, and why."""
    table = scenario.objective.table
    if table is None:
        return
    kept = len(table.y)
    every = kept + table.n_left_out + table.n_dropped
    for number, why in (
        (table.n_dropped, "dropped, where a number is missing"),
        (table.n_left_out, "left out by where"),
    ):
        if number:
            rows = f"{number:,} {'row' if number == 1 else 'rows'} of {every:,}"
            yield f'scenario "{scenario.slug}": {rows} {why}; {kept:,} kept'
