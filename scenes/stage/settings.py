"""Manim's settings for the length of a block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from manim import config


@contextmanager
def manim_settings(values: Mapping[str, object]) -> Iterator[None]:
    """Give some of manim's settings these values, by name, and their former ones in the end.

    Manim's own ``tempconfig`` sets all of them anew, among them the renderer, for which it goes through all classes.
    """
    before = {name: config[name] for name in values}
    config.update(dict(values))
    try:
        yield
    finally:
        config.update(before)
