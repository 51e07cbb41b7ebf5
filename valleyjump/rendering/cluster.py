"""Where clips are rendered, elsewhere: the executor of a Dask cluster, whose workers must be of this very version."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valleyjump.errors import BuildError
from valleyjump.rendering.executors import RenderPool, Report, WorkerSettings, set_up_worker
from valleyjump.rendering.faults import first_line
from valleyjump.store.identity import Identity, difference, identity

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 5.0
WORKERS_S = 20.0
"""How long to wait for the first worker that can be used."""
LOOK_EVERY_S = 1.0
REPORT_EVERY_S = 0.5
AHEAD = 2
"""Clips in flight for each worker: one that is rendered and one on its way."""

_one_at_a_time = threading.Lock()


@contextmanager
def cluster(address: str, warn: Callable[[str], None]) -> Iterator[RenderPool]:
    """Yield the workers of the scheduler at ``address`` (tcp://HOST:PORT) as an executor.

    ``warn`` is called with one line per worker that is refused. Raises ``BuildError`` when Dask is not installed, when
    the scheduler does not answer, and when it has no worker that can be used.
    """
    try:
        from distributed import Client
    except ImportError:
        raise BuildError("--cluster needs Dask: install it with: pip install 'valleyjump[cluster]'") from None
    _silence_dask()
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        raise BuildError(
            f"{address}: no Dask scheduler answers there ({reason}): start one with: dask scheduler"
        ) from None
    try:
        with _Cluster(client, address, warn) as pool:
            yield pool
    finally:
        client.close(timeout=CONNECT_S)


def _silence_dask() -> None:
    """Keep Dask's log off stderr, where one line says what goes wrong. Each of its loggers has its own level."""
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL)


class _Cluster(RenderPool):
    """Submits to the workers that are there and fit at that moment."""

    def __init__(self, client: Client, address: str, warn: Callable[[str], None]) -> None:
        self._client, self._address, self._warn = client, address, warn
        self._examined: dict[str, str] = {}  # why a worker is refused, by address; empty for one that is not
        self._workers: frozenset[str] = frozenset()
        self._looked_s = 0.0
        self._executor: Executor | None = None
        self._submitted: dict[Future[Any], frozenset[str]] = {}
        self._topic = f"valleyjump-{secrets.token_hex(8)}"
        self._reports: deque[Report] = deque()
        client.subscribe_topic(self._topic, lambda event: self._reports.append(tuple(event[1])))

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Have ``task`` done by one of the workers that fit."""
        self._await_workers()
        if self._executor is None:
            self._executor = self._client.get_executor(workers=sorted(self._workers), pure=False)
        future: Future[Any] = self._executor.submit(_on_worker, self._topic, task, *arguments, **named)
        self._submitted[future] = self._workers
        future.add_done_callback(lambda done: self._submitted.pop(done, None))
        return future

    def capacity(self) -> int:
        """Return two clips a worker."""
        self._await_workers()
        return AHEAD * len(self._workers)

    def reports(self) -> list[Report]:
        """Return the new reports; clips whose workers are all gone are given back, as cancelled, on this occasion."""
        self._look()
        for future, allowed in list(self._submitted.items()):
            if not allowed & self._workers:
                future.cancel()
        return [self._reports.popleft() for _ in range(len(self._reports))]

    def __exit__(self, *_error: object) -> None:
        """Give up what is not done."""
        for future in list(self._submitted):
            future.cancel()

    def _await_workers(self) -> None:
        deadline_s = time.monotonic() + WORKERS_S
        self._look()
        while not self._workers:
            if any(self._examined.values()) or time.monotonic() > deadline_s:
                state = "none of its workers fits" if any(self._examined.values()) else "it has no workers"
                raise BuildError(f"{self._address}: {state}: start some with: dask worker {self._address}")
            time.sleep(LOOK_EVERY_S)
            self._look()

    def _look(self) -> None:
        """Find out who is there now, at most once a second, and examine who is new."""
        if time.monotonic() - self._looked_s < LOOK_EVERY_S:
            return
        try:
            present = set(self._client.nthreads())
            self._examine(present - self._examined.keys())
        except (OSError, TimeoutError) as error:
            raise BuildError(f"{self._address}: the scheduler is gone ({error}): start it and build again") from None
        self._looked_s = time.monotonic()
        workers = frozenset(address for address in present if not self._examined[address])
        if workers != self._workers:
            self._workers, self._executor = workers, None

    def _examine(self, addresses: set[str]) -> None:
        if not addresses:
            return
        found = self._client.run(prepared, workers=sorted(addresses), on_error="return")
        for address in sorted(addresses):
            refused = self._examined[address] = _refusal(found.get(address), identity())
            if refused:
                self._warn(f"worker {address}: refused: {refused}")


def _refusal(found: Identity | BaseException | None, ours: Identity) -> str:
    if isinstance(found, Mapping):
        return difference(found, ours)
    return f"cannot load the program: {first_line(str(found))}"


def prepared() -> Identity:
    """Load what rendering needs into the worker that this is called in, and return what it renders with."""
    found = identity()
    import scenes.render  # noqa: F401

    return found


def _on_worker(topic: str, task: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Do ``task`` in a worker of the cluster, one at a time whatever its threads: manim has one state a process."""
    from distributed import get_worker

    worker = get_worker()
    with _one_at_a_time:
        on_report = partial(worker.log_event, topic)
        set_up_worker(WorkerSettings(Path(worker.local_directory), REPORT_EVERY_S, on_report))
        return task(*arguments, **named)
