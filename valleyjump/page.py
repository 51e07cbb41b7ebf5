"""The page: a model of finished strings, and the HTML that the templates make of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.clip import Clip
from scenes.theme import Theme
from valleyjump.article import Article, make_article, tells_the_story
from valleyjump.collection import sentences
from valleyjump.figure import Figure, make_figure
from valleyjump.film import Film, make_film
from valleyjump.modules import join
from valleyjump.page_theme import scheme, stylesheet
from valleyjump.story import count_word

STYLESHEETS = ("theme.css", "page.css", "figure.css", "player.css", "playground.css", "quiz.css", "print.css")
SCRIPTS = ("page.js", "player.js", "quiz.js")
DEFERRED = ("playground.js",)
"""Scripts that wait for the whole page."""
MODULES = {"player.js": "player/main.js", "playground.js": "playground.js"}
"""Scripts that are joined out of modules, each with the one where it begins."""


@dataclass(frozen=True)
class Section:
    """One section: the template that prints it, and for a run without an article its sentences and its figure."""

    anchor: str
    heading: str
    template: str
    slug: str = ""
    sentences: tuple[Markup, ...] = ()


@dataclass(frozen=True)
class Page:
    """Everything that the page shows. ``article`` is there when the built-in runs are; figures are by slug."""

    title: str
    lead: str
    description: str
    byline: str
    sections: tuple[Section, ...]
    figures: Mapping[str, Figure]
    film: Film
    article: Article | None
    colour_scheme: str
    stylesheets: tuple[str, ...] = tuple(f"assets/{name}" for name in STYLESHEETS)
    scripts: tuple[str, ...] = tuple(f"assets/{name}" for name in SCRIPTS)
    deferred: tuple[str, ...] = tuple(f"assets/{name}" for name in DEFERRED)


def make_page(scenarios: Sequence[Scenario], clips: Mapping[str, Clip], theme: Theme | None = None) -> Page:
    """Return the page about ``scenarios``, each with its clip in ``clips`` by slug, in ``theme`` or as readers prefer.

    With all built-in runs it is the article, followed by whatever else was given; otherwise a section a run. Raises
    ``KeyError`` for a run without a clip.
    """
    article = make_article(scenarios) if tells_the_story(scenarios) else None
    title, lead = _words(article, scenarios)
    return Page(
        title=title,
        lead=lead,
        description=lead,
        byline="The Valleyjump authors",
        sections=tuple(_sections(article, scenarios)),
        figures={scenario.slug: make_figure(scenario, clips[scenario.slug]) for scenario in scenarios},
        film=make_film(scenarios, clips),
        article=article,
        colour_scheme=scheme(theme),
    )


def render_page(page: Page) -> str:
    """Return ``index.html``."""
    return "".join(page_parts(page))


def page_parts(page: Page) -> Iterator[str]:
    """Yield ``index.html`` piece by piece: of a thousand runs it is long."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only here: a model is made without templates

    environment = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    yield from environment.get_template("index.html").generate(page=page)


def page_assets(theme: Theme | None = None) -> dict[str, bytes]:
    """Return the files that the page links to besides its clips, by path relative to the page, in ``theme`` if any."""
    folder = files("templates") / "assets"

    def read(path: str) -> str:
        return (folder / "modules" / path).read_text(encoding="utf-8")

    made = {name: join(entry, read).encode() for name, entry in MODULES.items()}
    if theme is not None:
        made["theme.css"] = stylesheet(theme)
    return {
        f"assets/{name}": made.get(name) or (folder / name).read_bytes() for name in STYLESHEETS + SCRIPTS + DEFERRED
    }


def _words(article: Article | None, scenarios: Sequence[Scenario]) -> tuple[str, str]:
    """Return title and lead."""
    if article is not None:
        return article.title, article.lead
    runs = f"{count_word(len(scenarios))} run{'' if len(scenarios) == 1 else 's'}"
    return "Gradient descent, step by step", f"{runs.capitalize()} of descent, each with its numbers beside it."


def _sections(article: Article | None, scenarios: Sequence[Scenario]) -> Iterator[Section]:
    told: set[str] = set()
    if article is not None:
        for anchor, heading in article.headings.items():
            yield Section(anchor, heading, f"story/{anchor}.html")
        told = {scenario.slug for scenario in catalogue()}
    for scenario in scenarios:
        if scenario.slug not in told:
            yield Section(f"run-{scenario.slug}", scenario.title, "run.html", scenario.slug, sentences(scenario))
