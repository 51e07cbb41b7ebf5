"""How a clip shows itself in a notebook: a video that plays, with everything it needs inside the element."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path

from gdcore.text.language import current_language, language_name, tr
from scenes.clip.clip import Clip
from scenes.clip.webvtt import to_vtt

LIMIT_BYTES = 30_000_000
"""A larger video stays out of the notebook's file, which would hold it whole and a third larger."""
TYPES = {"mp4": "video/mp4", "png": "image/png"}
STYLE = "max-width:100%;height:auto"


def clip_html(clip: Clip) -> str:
    """Return a clip as HTML: the video as a data: URI with poster and captions, or what there is instead.

    Above ``LIMIT_BYTES`` it is the poster with the path of the video. A file that is gone is said to be gone.
    """
    movie, label = clip.files.get("mp4"), tr("Clip: {slug}", slug=clip.slug)
    if movie is None or not movie.is_file():
        where = clip.slug if movie is None else str(movie)
        return f"<div>{escape(tr('The video is not there: {path}', path=where))}</div>"
    size = movie.stat().st_size
    if size > LIMIT_BYTES:
        words = tr(
            "{megabytes} MB are too many to show here, more than {limit} MB: {path}",
            megabytes=round(size / 1e6),
            limit=round(LIMIT_BYTES / 1e6),
            path=movie,
        )
        return f"<div>{_poster(clip, label)}<div>{escape(words)}</div></div>"
    return (
        f'<video controls playsinline preload="metadata" aria-label="{escape(label)}" width="{clip.width_px}" '
        f'height="{clip.height_px}" style="{STYLE}"{_poster_attribute(clip)}>'
        f'<source src="{_data(movie, "mp4")}" type="{TYPES["mp4"]}">{_track(clip)}</video>'
    )


def _track(clip: Clip) -> str:
    """Return the captions, on from the start."""
    if not clip.cues:
        return ""
    coded = b64encode(to_vtt(clip.captions).encode()).decode()
    return (
        f'<track kind="captions" srclang="{escape(current_language())}" label="{escape(language_name())}" default '
        f'src="data:text/vtt;base64,{coded}">'
    )


def _poster_attribute(clip: Clip) -> str:
    poster = clip.files.get("png")
    return f' poster="{_data(poster, "png")}"' if poster is not None and poster.is_file() else ""


def _poster(clip: Clip, label: str) -> str:
    poster = clip.files.get("png")
    if poster is None or not poster.is_file():
        return ""
    size = f'width="{clip.width_px}" height="{clip.height_px}"'
    return f'<img src="{_data(poster, "png")}" alt="{escape(label)}" {size} style="{STYLE}">'


def _data(path: Path, kind: str) -> str:
    return f"data:{TYPES[kind]};base64,{b64encode(path.read_bytes()).decode()}"
