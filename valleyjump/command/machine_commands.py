"""The commands about this machine: doctor, and the cache."""

from __future__ import annotations

from pathlib import Path

from valleyjump.command.cli_options import CacheFolder, CacheLimit, Output
from valleyjump.errors import DONE, FAILED
from valleyjump.store.cache import DEFAULT_LIMIT, opened


def doctor(output: Output = Path("build")) -> int:
    """Tell what this machine lacks, and the command that mends it."""
    from valleyjump.command.doctor import examine, report

    good = True
    for finding in examine(output):
        print(report(finding), flush=True)
        good = good and finding.good
    return DONE if good else FAILED


def cache_size(cache_dir: CacheFolder = None, cache_limit: CacheLimit = DEFAULT_LIMIT) -> None:
    """Tell how much the cache holds, and where it is."""
    from rich.filesize import decimal

    cache = opened(cache_dir, cache_limit)
    usage = cache.usage()
    print(f"{_clips(usage.n_clips)}, {decimal(usage.n_bytes)} of {decimal(cache.limit_bytes)}, in {cache.folder}")


def cache_clear(cache_dir: CacheFolder = None) -> None:
    """Remove all clips from the cache; builds that were made from them stay."""
    from rich.filesize import decimal

    cache = opened(cache_dir, DEFAULT_LIMIT)
    usage = cache.clear()
    print(f"removed {_clips(usage.n_clips)}, {decimal(usage.n_bytes)}, from {cache.folder}")


def _clips(number: int) -> str:
    return f"{number} clip{'' if number == 1 else 's'}"
