"""The cache: what it gives back, what it lets go, and what it does not touch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gdcore.errors import InputError
from gdcore.scenarios import built_in
from scenes.clip.quality import QUALITIES
from tests.valleyjump.pools import painted
from valleyjump.rendering.executors import RenderJob
from valleyjump.store.cache import Cache, size_in_bytes
from valleyjump.store.clip_archive import FileDigest

ARCHIVE = painted(RenderJob(scenario=built_in("parabola-cycles"), quality=QUALITIES["draft"], identity={}))
KEYS = [FileDigest.of(str(number).encode()).sha256 for number in range(10)]


def entry(cache: Cache, key: str) -> Path:
    (path,) = cache.folder.rglob(key)
    return path


def aged(cache: Cache, key: str, used_s: float) -> None:
    os.utime(entry(cache, key), (used_s, used_s))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 10 * len(ARCHIVE))


def test_it_gives_back_what_it_was_given(cache: Cache) -> None:
    assert cache.archive(KEYS[0]) is None
    assert cache.header(KEYS[0]) is None
    cache.keep(KEYS[0], ARCHIVE)
    assert cache.archive(KEYS[0]) == ARCHIVE
    header = cache.header(KEYS[0])
    assert header is not None
    assert (header.clip.slug, header.clip.n_frames, header.clip.cues[0].text) == ("parabola-cycles", 150, "A sentence.")
    assert header.digests["mp4"] == FileDigest.of(b"new parabola-cycles.mp4")


def test_use_is_remembered(cache: Cache) -> None:
    for key in KEYS[:3]:
        cache.keep(key, ARCHIVE)
        aged(cache, key, 1000.0)
    cache.header(KEYS[1])
    cache.header(KEYS[2])
    assert cache.header(KEYS[9]) is None
    assert [entry(cache, key).stat().st_mtime > 1000.0 for key in KEYS[:3]] == [False, True, True]


@pytest.mark.parametrize("place", range(0, len(ARCHIVE), 29))
def test_a_changed_byte_is_noticed(cache: Cache, place: int) -> None:
    cache.keep(KEYS[0], ARCHIVE)
    damaged = bytearray(ARCHIVE)
    damaged[place] ^= 1
    entry(cache, KEYS[0]).write_bytes(damaged)
    assert cache.archive(KEYS[0]) is None
    cache.keep(KEYS[0], ARCHIVE)
    assert cache.archive(KEYS[0]) == ARCHIVE


@pytest.mark.parametrize("size", [0, 1, 66, 200, len(ARCHIVE) - 1, len(ARCHIVE) + 1])
def test_a_wrong_size_is_noticed_by_the_header_alone(cache: Cache, size: int) -> None:
    cache.keep(KEYS[0], ARCHIVE)
    entry(cache, KEYS[0]).write_bytes((ARCHIVE + b"?")[:size])
    assert cache.header(KEYS[0]) is None


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 3 * len(ARCHIVE))
    for number, key in enumerate(KEYS[:3]):
        cache.keep(key, ARCHIVE)
        aged(cache, key, 1000.0 + number)
    cache.header(KEYS[0])
    cache.keep(KEYS[3], ARCHIVE)
    assert [cache.archive(key) is not None for key in KEYS[:4]] == [True, False, True, True]
    assert cache.usage().n_bytes <= 3 * len(ARCHIVE)


def test_several_at_once_share_a_folder(tmp_path: Path) -> None:
    one, two = Cache(tmp_path, 4 * len(ARCHIVE)), Cache(tmp_path, 4 * len(ARCHIVE))
    for number, key in enumerate(KEYS):
        (one if number % 2 else two).keep(key, ARCHIVE)
    assert one.usage() == two.usage()
    assert one.usage().n_clips <= 4
    one.trim()
    assert two.archive(KEYS[-1]) == ARCHIVE


def test_an_unfinished_entry_goes_when_its_build_is_surely_dead(cache: Cache) -> None:
    cache.keep(KEYS[0], ARCHIVE)
    old, new = (entry(cache, KEYS[0]).with_name(f".partial-{name}") for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"part")
    os.utime(old, (1000.0, 1000.0))
    cache.trim()
    assert not old.exists()
    assert new.exists()


def test_clear_removes_clips_and_nothing_else(cache: Cache) -> None:
    cache.keep(KEYS[0], ARCHIVE)
    ours = cache.folder / "clips" / "notes.txt"
    ours.write_text("somebody's own")
    assert cache.clear().n_clips == 1
    assert cache.usage().n_clips == 0
    assert ours.exists()


@pytest.mark.parametrize(
    ("text", "n_bytes"),
    [("0", 0), ("1500", 1500), ("500MB", 500_000_000), ("2GiB", 2**31), ("1.5 k", 1500), ("3ti", 3 * 2**40)],
)
def test_a_size(text: str, n_bytes: int) -> None:
    assert size_in_bytes(text) == n_bytes


@pytest.mark.parametrize("text", ["", "much", "-1", "2GiBs", "1e9"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(InputError, match="cache limit: expected a size such as 500MB"):
        size_in_bytes(text)
