"""Maps of fates, computed once a build: in tiles, by all workers at once; kept in the cache beside the clips."""

from __future__ import annotations

import signal
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import axes_of
from gdcore.studies.fate_grid import cells_of, tile_fates, tiles
from gdcore.sweeps.sweep import Fates
from valleyjump.errors import BuildError
from valleyjump.rendering.executors import RenderPool
from valleyjump.rendering.loop import POLL_S
from valleyjump.rendering.progress import Progress
from valleyjump.store.cache import MAPS, Cache
from valleyjump.store.files import signals_held

PATIENCE_S = 2.0
"""A map that takes no longer is not told of, a slow one not more often."""
TRIES = 2


@dataclass(frozen=True)
class _Tile:
    """Some rows of the map of a scenario."""

    slug: str
    rows: slice
    tried: int = 1


def kept_map(scenario: Scenario, key: str, cache: Cache | None) -> Fates | None:
    """Return the fates of a scenario's map if the cache has them, whole."""
    content = None if cache is None else cache.kept(key, MAPS)
    if content is None:
        return None
    try:
        with np.load(BytesIO(content), allow_pickle=False) as found:
            fates = Fates.joined([Fates(**found)])
    except (OSError, ValueError, TypeError, BadZipFile):
        return None  # damaged: it is computed once more
    return fates if fates.kind.shape == cells_of(axes_of(scenario))[::-1] else None


def computed_maps(
    scenarios: Sequence[Scenario], keys: Mapping[str, str], pool: RenderPool, cache: Cache | None, progress: Progress
) -> dict[str, Fates]:
    """Have the maps of scenarios computed and return their fates, by slug; ``keys`` are those to keep them by.

    ``progress`` hears how far a map is. Raises ``BuildError`` when the workers die of it, and whatever a tile raises.
    """
    by_slug = {one.slug: one for one in scenarios}
    waiting = [_Tile(one.slug, rows) for one in scenarios for rows in tiles(cells_of(axes_of(one)))]
    total = {slug: sum(tile.slug == slug for tile in waiting) for slug in by_slug}
    done: dict[str, dict[int, Fates]] = {slug: {} for slug in by_slug}
    since_s: dict[str, float] = {}
    told = set[str]()
    running: dict[Future[Fates], _Tile] = {}
    found = {}
    while waiting or running:
        with signals_held(signal.SIGINT):  # as for clips: a worker must not die noisily of the Ctrl-C for this process
            while waiting and len(running) < pool.capacity():
                tile = waiting.pop(0)
                since_s.setdefault(tile.slug, time.monotonic())
                running[pool.submit(tile_fates, by_slug[tile.slug], tile.rows)] = tile
        ended, _ = wait(running, POLL_S, FIRST_COMPLETED)
        pool.reports()  # on which occasion a cluster gives back what its lost workers had
        for future in ended:
            tile = running.pop(future)
            fates = _fates(future, tile)
            if fates is None:
                waiting.append(_Tile(tile.slug, tile.rows, tile.tried + 1))
                continue
            parts = done[tile.slug]
            parts[tile.rows.start] = fates
            late, whole = time.monotonic() - since_s[tile.slug] > PATIENCE_S, len(parts) == total[tile.slug]
            if late or (whole and tile.slug in told):
                told.add(tile.slug)
                since_s[tile.slug] = time.monotonic()
                progress.mapping(tile.slug, len(parts), total[tile.slug])
            if whole:
                found[tile.slug] = Fates.joined([parts[first] for first in sorted(parts)])
                _keep(found[tile.slug], keys[tile.slug], cache)
    return found


def _fates(future: Future[Fates], tile: _Tile) -> Fates | None:
    """Return the fates of a tile, or None if its worker was lost and it may be tried again."""
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):
        if tile.tried >= TRIES:
            raise BuildError(f"{tile.slug}: the process that computed its map of fates died") from None
        return None


def _keep(fates: Fates, key: str, cache: Cache | None) -> None:
    if cache is None:
        return
    content = BytesIO()
    np.savez_compressed(content, **vars(fates))
    with suppress(OSError):  # which is reported when the clips are kept
        cache.keep(key, content.getvalue(), MAPS)
