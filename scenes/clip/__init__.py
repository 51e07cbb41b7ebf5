"""What the renderer hands on, and the files that lie beside a video. No manim here."""

from scenes.clip.clip import Clip
from scenes.clip.in_notebooks import clip_html

Clip._repr_html_ = clip_html  # type: ignore[attr-defined]  # from here, so that a value knows nothing of its picture
