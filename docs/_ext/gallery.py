"""``{gallery}`` and ``{example} LESSON``: how the clips of the example lessons end, taken from their builds."""

from __future__ import annotations

import tomllib
from os.path import relpath
from pathlib import Path

import av
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

EXAMPLES = Path(__file__).parents[2] / "examples"


def last_picture(clip: Path, target: Path) -> None:
    """Write the last frame of ``clip``, which every scene holds for its reader, to ``target``."""
    with av.open(str(clip)) as film:
        *_, last = film.decode(video=0)
    target.parent.mkdir(parents=True, exist_ok=True)
    last.to_image().save(target, quality=90, subsampling=0, optimize=True)


class Example(SphinxDirective):
    """Takes the name of a lesson in ``examples``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the picture and, below it, the file."""
        name = self.arguments[0]
        text = self.lesson(name).read_text(encoding="utf-8")
        block = self.parse_text_to_nodes(f"````{{code-block}} toml\n:caption: {name}.toml\n\n{text}````")
        return [*self.picture(name), *block]

    def lesson(self, name: str) -> Path:
        """Return the file of a lesson, or report that there is none."""
        lesson = EXAMPLES / f"{name}.toml"
        if not lesson.is_file():
            raise self.error(f"no example {name}")
        self.env.note_dependency(str(lesson))
        return lesson

    def picture(self, name: str) -> list[nodes.Node]:
        """Return the picture of a lesson: none where no builds are given."""
        if not self.config.gallery_builds:
            return []
        clips = sorted((Path(self.config.gallery_builds).resolve() / name / "clips").glob("*.mp4"))
        if not clips:
            raise self.error(f"{name}: not built in {self.config.gallery_builds}; `make docs` does so")
        target = self.env.doctreedir / "gallery" / f"{name}.jpg"
        if not target.is_file() or target.stat().st_mtime < clips[0].stat().st_mtime:
            last_picture(clips[0], target)
        title = tomllib.loads(self.lesson(name).read_text(encoding="utf-8"))["title"]
        return [nodes.image(uri=f"/{relpath(target, self.env.srcdir)}", alt=f"The last picture of “{title}”")]


class Gallery(Example):
    """Shows the pictures of the lessons that its lines name, each of which leads to the place of that name."""

    required_arguments = 0
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return all pictures in one container."""
        links = []
        for name in self.content:
            shown = self.picture(name) or [nodes.Text(self.lesson(name).stem)]
            links.append(nodes.reference("", "", *shown, refuri=f"#{name}", internal=True))
        return [nodes.container("", nodes.paragraph("", "", *links), classes=["gallery"])]


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives, and the setting that says where the builds of the examples are."""
    app.add_config_value("gallery_builds", "", "env")
    app.add_directive("example", Example)
    app.add_directive("gallery", Gallery)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
