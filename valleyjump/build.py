"""Plan, render, assemble, publish: from scenarios to an output folder, which changes only when everything is whole."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from gdcore.scenarios import Scenario
from scenes.clip import Clip
from scenes.quality import Quality
from valleyjump import manifest
from valleyjump.captions import to_vtt
from valleyjump.errors import BuildError, RenderError
from valleyjump.executors import Report, process_pool, render_here
from valleyjump.explainer import join_clips, shifted_cues
from valleyjump.files import (
    DISK_FULL,
    UNWRITABLE,
    disk_fault,
    os_fault,
    output_folder,
    publish,
    signals_held,
    write_whole,
)
from valleyjump.progress import Progress
from valleyjump.trace_output import as_json

Pool = Callable[[int], AbstractContextManager[tuple[Executor, Callable[[], Sequence[Report]]]]]
LOG = "error.log"
POLL_S = 0.1


@dataclass(frozen=True)
class Plan:
    """What to render, how, and where to: ``whole`` says whether page and explainer are made or the clips alone."""

    scenarios: tuple[Scenario, ...]
    quality: Quality
    folder: Path
    workers: int
    whole: bool = True


def build(plan: Plan, progress: Progress, pool: Pool = process_pool) -> list[Path]:
    """Carry out ``plan`` and return the files that it published, the manifest last.

    ``pool`` opens an executor for so many workers, with a function that returns their new reports.
    Raises ``InputError`` for an output folder that cannot be one, ``BuildError`` for whatever fails later. The folder
    then holds what it held before.
    """
    with output_folder(plan.folder) as partial:
        try:
            staged = partial / "staged"
            names = assemble(plan, render(plan, partial / "work", progress, pool), staged)
            publish(staged, plan.folder, names)
        except Exception as error:
            fault = _as_build_error(error, plan.folder)
            raise BuildError(fault.message + _log(plan.folder, fault.details)) from error
    (plan.folder / LOG).unlink(missing_ok=True)
    return [plan.folder / name for name in names]


def render(plan: Plan, work: Path, progress: Progress, pool: Pool) -> dict[str, Clip]:
    """Return the clips of all scenarios by slug, their files in folders below ``work``. Raises ``BuildError``."""
    with progress, pool(min(plan.workers, len(plan.scenarios))) as (executor, reports):
        return _rendered(plan, work, executor, reports, progress)


def _rendered(
    plan: Plan, work: Path, executor: Executor, reports: Callable[[], Sequence[Report]], progress: Progress
) -> dict[str, Clip]:
    # Longest first, so that no core waits at the end for a long clip that began late.
    order = sorted(plan.scenarios, key=lambda scenario: -scenario.trajectory.n_steps)
    with signals_held(signal.SIGINT):  # a worker must not die noisily of the Ctrl-C that is meant for this process
        slugs = {executor.submit(render_here, s, plan.quality, work / s.slug): s.slug for s in order}
    clips: dict[str, Clip] = {}
    waiting: set[Future[Clip]] = set(slugs)
    while waiting:
        done, waiting = wait(waiting, POLL_S, FIRST_COMPLETED)
        for report in reports():
            progress.frames(*report)
        for future in done:
            clip = clips[slugs[future]] = _clip(future, slugs[future], plan.folder)
            progress.finished(clip.slug, clip.n_frames, clip.duration_s)
    return clips


def _clip(future: Future[Clip], slug: str, folder: Path) -> Clip:
    """Return a finished clip, or raise ``BuildError`` that says what went wrong and what to do."""
    try:
        return future.result()
    except BrokenProcessPool:
        raise BuildError("a rendering process died, most often for want of memory: try --workers 1") from None
    except RenderError as fault:
        if fault.errno is not None and fault.errno in DISK_FULL:
            raise BuildError(disk_fault(fault.errno, folder, os.strerror(fault.errno))) from None
        if fault.kind in ("ImportError", "ModuleNotFoundError"):
            raise BuildError(
                f"{slug}: cannot render here: {_first_line(fault.message)}: run valleyjump doctor"
            ) from None
        if fault.kind == "MemoryError":
            raise BuildError(f"{slug}: out of memory: try --workers 1 or a lower --quality") from None
        raise BuildError(f"{slug}: {fault.kind}: {_first_line(fault.message)}", fault.details) from None


def _first_line(text: str) -> str:
    return next(iter(text.splitlines()), "no message")


def assemble(plan: Plan, clips: Mapping[str, Clip], staged: Path) -> list[str]:
    """Put everything that is to be published into ``staged`` and return the files' names, the manifest last.

    Raises ``OSError`` when something cannot be written.
    """
    placed = [_placed(clips[scenario.slug], staged) for scenario in plan.scenarios]
    names = [f"clips/{path.name}" for clip in placed for path in clip.files.values()]
    for scenario, clip in zip(plan.scenarios, placed, strict=True):
        names += _beside(scenario, clip, staged)
    if plan.whole:
        names += _add_explainer(placed, staged)
        names += _add_page(plan.scenarios, placed, staged)
    content = manifest.manifest(placed, plan.quality, staged, names)
    if not plan.whole:
        content = manifest.merged(manifest.read_manifest(plan.folder), content)
    return [*names, _add(staged, manifest.NAME, manifest.to_json(content))]


def _placed(clip: Clip, staged: Path) -> Clip:
    """Move a clip's files to their final place in ``staged``."""
    (staged / "clips").mkdir(parents=True, exist_ok=True)
    moved = {kind: path.replace(staged / "clips" / f"{clip.slug}.{kind}") for kind, path in clip.files.items()}
    return replace(clip, files=moved)


def _beside(scenario: Scenario, clip: Clip, staged: Path) -> list[str]:
    """Add what lies beside a video: captions and trace."""
    return [
        _add(staged, f"clips/{clip.slug}.vtt", to_vtt(clip.cues).encode()),
        _add(staged, f"clips/{clip.slug}.json", as_json(scenario).encode()),
    ]


def _add(staged: Path, name: str, content: bytes) -> str:
    path = staged / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name


def _add_explainer(clips: Sequence[Clip], staged: Path) -> list[str]:
    join_clips(clips, staged / "explainer.mp4")
    return ["explainer.mp4", _add(staged, "explainer.vtt", to_vtt(shifted_cues(clips)).encode())]


def _add_page(scenarios: Sequence[Scenario], clips: Sequence[Clip], staged: Path) -> list[str]:
    from valleyjump.page import make_page, page_assets, render_page  # late: the clips alone need no templates

    page = render_page(make_page(scenarios, {clip.slug: clip for clip in clips})).encode()
    assets = [_add(staged, name, content) for name, content in page_assets().items()]
    return [*assets, _add(staged, "index.html", page)]


def _as_build_error(error: Exception, folder: Path) -> BuildError:
    """Return what to tell: a failed write for what it is, anything else as a fault of the program."""
    if isinstance(error, BuildError):
        return error
    if isinstance(error, OSError) and error.errno in UNWRITABLE:
        return BuildError(os_fault(error, folder))
    return BuildError(f"{type(error).__name__}: {_first_line(str(error))}", traceback.format_exc())


def _log(folder: Path, details: str) -> str:
    """Keep ``details`` in the output folder and return where, as the end of a message."""
    if not details:
        return ""
    with suppress(OSError):
        write_whole(folder / LOG, details.encode())
        return f" (traceback in {folder / LOG})"
    return ""
