"""The loop around an executor: order, second tries, and how much it holds at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.clip.quality import QUALITIES
from tests.scenes.runs import COARSE, on_parabola
from tests.valleyjump.pools import LOST, Fragile, StandIn, bug
from valleyjump.errors import RenderError
from valleyjump.rendering.executors import RenderJob, RenderPool, render_here
from valleyjump.rendering.loop import rendered
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.store.clip_archive import read_header
from valleyjump.store.identity import identity

RUNS: Mapping[str, Scenario] = {scenario.slug: scenario for scenario in catalogue()}


def outcomes(pool: RenderPool, *scenarios: Scenario) -> dict[str, bytes | RenderError]:
    jobs = [RenderJob(scenario=scenario, quality=QUALITIES["draft"], identity={}) for scenario in scenarios]
    return {job.scenario.slug: outcome for job, outcome in rendered(jobs, pool, lambda *_report: None)}


def clones(n_clips: int) -> list[Scenario]:
    return [replace(RUNS["parabola-cycles"], slug=f"run-{number}") for number in range(n_clips)]


def test_long_clips_are_begun_first() -> None:
    pool = StandIn()
    outcomes(pool, *(RUNS[slug] for slug in ("parabola-cycles", "mse-valley-jumping", "mse-blowup")))
    assert pool.order == ["mse-blowup", "mse-valley-jumping", "parabola-cycles"]


@pytest.mark.parametrize("fault", [bug(), LOST, ValueError("of another package")], ids=["bug", "lost", "other"])
def test_a_clip_is_tried_once_more(fault: Exception) -> None:
    pool = StandIn({"parabola-cycles": [fault]})
    assert isinstance(outcomes(pool, RUNS["parabola-cycles"])["parabola-cycles"], bytes)
    assert pool.tries["parabola-cycles"] == 2


@pytest.mark.parametrize("fault", [bug(), LOST], ids=["bug", "lost"])
def test_a_clip_is_not_tried_a_third_time(fault: Exception) -> None:
    pool = StandIn({"parabola-cycles": [fault] * 3})
    found = outcomes(pool, *(RUNS[slug] for slug in ("parabola-cycles", "mse-halving")))
    assert isinstance(found["parabola-cycles"], RenderError)
    assert isinstance(found["mse-halving"], bytes)
    assert pool.tries == {"parabola-cycles": 2, "mse-halving": 1}


@pytest.mark.parametrize("kind", ["Refused", "ImportError", "KilledWorker"])
def test_what_would_end_the_same_is_not_tried_again(kind: str) -> None:
    pool = StandIn({"parabola-cycles": [RenderError(kind, "", None, "")]})
    assert isinstance(outcomes(pool, RUNS["parabola-cycles"])["parabola-cycles"], RenderError)
    assert pool.tries["parabola-cycles"] == 1


def test_a_deadly_clip_takes_no_other_along() -> None:
    pool = Fragile({"run-1", "run-4"})
    found = outcomes(pool, *clones(9))
    assert {slug for slug, outcome in found.items() if isinstance(outcome, RenderError)} == {"run-1", "run-4"}
    assert len(found) == 9
    assert all(len(together) == 1 for together in pool.together[3:])


def test_no_more_is_in_flight_than_there_is_room_for() -> None:
    pool = Fragile(set(), room=4)
    assert len(outcomes(pool, *clones(10))) == 10
    assert max(len(together) for together in pool.together) == 4


def test_an_archive_holds_the_formats_that_its_job_names() -> None:
    archive = render_here(
        RenderJob(
            scenario=on_parabola(1), quality=COARSE, identity=identity(), style=RenderStyle(formats=("webm", "svg"))
        )
    )
    header = read_header(BytesIO(archive))
    assert header.digests.keys() == {"mp4", "png", "card", "fade", "webm", "svg", "runs"}
    assert min(part.n_bytes for part in header.digests.values()) > 500
