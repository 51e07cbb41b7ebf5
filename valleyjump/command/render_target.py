"""Which executor and which cache the options on the command line mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdcore.errors import InputError
from valleyjump.store.cache import Cache

if TYPE_CHECKING:
    from valleyjump.build.build import PoolOpener

ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")


@dataclass(frozen=True)
class RenderTarget:
    """``workers`` processes here (None for one a core) or the cluster of a scheduler; and a cache or none.

    Raises ``InputError`` for both at once, and for an invalid address.
    """

    workers: int | None
    scheduler: str | None
    cache: Cache | None

    def __post_init__(self) -> None:
        """Check what was given."""
        if self.scheduler is None:
            return
        if not ADDRESS.fullmatch(self.scheduler):
            raise InputError(f"--cluster: expected tcp://HOST:PORT, got {self.scheduler!r}")
        if self.workers is not None:
            raise InputError("--workers: counts processes on this machine; with --cluster the cluster's workers count")

    def pool_opener(self, warn: Callable[[str], None]) -> PoolOpener:
        """Return the function that opens the pool."""
        if self.scheduler is not None:
            from valleyjump.rendering.cluster import cluster  # late: few builds have one

            scheduler = self.scheduler
            return lambda _scratch, _n_clips: cluster(scheduler, warn)
        from valleyjump.rendering.executors import Processes, usable_cores

        workers = self.workers or usable_cores()
        return lambda scratch, n_clips: Processes(min(workers, n_clips), scratch)
