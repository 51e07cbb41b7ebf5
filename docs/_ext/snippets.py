"""``{snippet} PLATFORM`` in a page: the command ``valleyjump embed`` and what it prints, made by the program itself."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from gdcore import built_in
from gdcore.narration.facts import facts
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from scenes.clip.quality import QUALITIES
from scenes.sentences.beat_sentence import narrate
from valleyjump.command.embedding import PLATFORMS
from valleyjump.page.embed_codes import PLACE, Code, code

SLUG = "parabola-diverges"


def snippet(platform: str) -> Code:
    """Return the code of one clip for a platform, as it is after a build at medium quality."""
    scenario, quality = built_in(SLUG), QUALITIES["medium"]
    words = Cue(0.0, 1.0, narrate(scenario, facts(scenario), "verdict"))
    clip = Clip(SLUG, {}, 1.0, quality.fps, quality.width_px, quality.height_px, quality.fps, (words,))
    return code(PLATFORMS[platform], clip, scenario.title)


class Snippet(SphinxDirective):
    """Takes a platform, one of those of ``valleyjump embed``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return command and code as blocks, then what the program says to it."""
        platform = self.arguments[0]
        if platform not in PLATFORMS:
            raise self.error(f"unknown platform {platform}; expected one of {', '.join(PLATFORMS)}")
        found = snippet(platform)
        command = f"valleyjump embed {SLUG} --for {platform}" + (f" --url {PLACE}" if PLACE in found.text else "")
        files = ", ".join(f"`{name}`" for name in found.files)
        advice = f"{found.advice} {found.served}\nIt needs {files}."
        return self.parse_text_to_nodes(
            f"```sh\n{command}\n```\n\nprints\n\n`````text\n{found.text}\n`````\n\n{advice}"
        )


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("snippet", Snippet)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
