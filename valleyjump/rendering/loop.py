"""The loop that has clips rendered by an executor: the longest first, few at a time, each tried twice at most."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait

from gdcore.scenario import Scenario
from valleyjump.errors import BuildError, RenderError
from valleyjump.rendering.executors import RenderJob, RenderPool, render_here
from valleyjump.store.files import signals_held

POLL_S = 0.1


def rendered(
    jobs: Iterable[RenderJob],
    pool: RenderPool,
    on_report: Callable[[str, int, int], None],
    completed: Callable[[RenderJob], RenderJob] = lambda job: job,
) -> Generator[tuple[RenderJob, bytes | RenderError], None, None]:
    """Yield each job with its archive, or with what went wrong the second time. Raises ``BuildError``.

    A job is tried once more when its worker died or rendering failed. When a pool dies nobody can tell which clip it
    died of; so its clips are tried again last, one by one, and a fatal one takes no other along. ``on_report`` is
    called with each report. ``completed`` adds to a job what is too large to be held before its turn.
    """
    waiting = deque(sorted(jobs, key=lambda job: effort(job.scenario), reverse=True))
    suspects: deque[RenderJob] = deque()
    tried: set[str] = set()
    running: dict[Future[bytes], RenderJob] = {}
    while waiting or suspects or running:
        _submit(waiting, suspects, running, lambda job: pool.submit(render_here, completed(job)), pool.capacity())
        done, _ = wait(running, POLL_S, FIRST_COMPLETED)
        for report in pool.reports():
            on_report(*report)
        for future in done:
            job, outcome = running.pop(future), _outcome(future)
            if isinstance(outcome, bytes) or outcome.final or job.scenario.slug in tried:
                yield job, outcome
            else:
                tried.add(job.scenario.slug)
                (suspects if outcome.lost else waiting).append(job)
        done.clear()  # an archive is held no longer than it takes to put it away


def effort(scenario: Scenario) -> tuple[bool, int]:
    """Return what grows with the time that a clip takes to render: a surface more than a curve, a long run more."""
    return scenario.view != "curve", scenario.trajectory.n_steps


def _submit(
    waiting: deque[RenderJob],
    suspects: deque[RenderJob],
    running: dict[Future[bytes], RenderJob],
    submit: Callable[[RenderJob], Future[bytes]],
    capacity: int,
) -> None:
    """Submit as many clips as there is room for; suspects when all others are done, each alone."""
    with signals_held(signal.SIGINT):  # a worker must not die noisily of the Ctrl-C that is meant for this process
        while waiting and len(running) < capacity:
            job = waiting.popleft()
            running[submit(job)] = job
        if suspects and not running:
            job = suspects.popleft()
            running[submit(job)] = job


def _outcome(future: Future[bytes]) -> bytes | RenderError:
    try:
        return future.result()
    except RenderError as error:
        return error
    except (BrokenExecutor, CancelledError):
        return RenderError.of_lost_worker()
    except BuildError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an executor of another package may raise
        return RenderError(type(error).__name__, str(error), getattr(error, "errno", None), "")
