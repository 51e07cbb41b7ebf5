"""The page: a model of finished strings, and the HTML that the templates make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from gdcore.lesson.lesson import Lesson
from gdcore.lesson.prose import texts_of
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from gdcore.text.language import SOURCE, spoken, tr, tr_n, tr_p
from gdcore.text.readers import isolated, on_one_line
from scenes.clip.clip import Clip
from scenes.theme.theme import Theme
from valleyjump.article.article import Article, make_article, tells_the_story
from valleyjump.article.story import count_word
from valleyjump.markup.language import page_language
from valleyjump.markup.messages import messages_json
from valleyjump.markup.quantity import NOTHING
from valleyjump.markup.scripts import join
from valleyjump.markup.tab_title import named_tab_title, tab_title
from valleyjump.markup.theme import scheme, stylesheet
from valleyjump.page.codes import Code, codes, playground_codes
from valleyjump.page.figure import Figure, figure_files, make_figure
from valleyjump.page.files import Beside
from valleyjump.page.film import Film, make_film
from valleyjump.page.own_formulas import own_formulas
from valleyjump.page.prose import as_html, on_page
from valleyjump.page.sharing import Shared, shared

if TYPE_CHECKING:
    from jinja2 import Environment

STYLESHEETS = (
    "theme.css",
    "page.css",
    "figure.css",
    "player.css",
    "playground.css",
    "quiz.css",
    "codes.css",
    "prose.css",
    "print.css",
)
SCRIPTS = ("page.js", "player.js", "quiz.js", "codes.js")
DEFERRED = ("playground.js",)
"""Scripts that wait for the whole page."""
MODULES = {
    "player.js": "player/main.js",
    "quiz.js": "quiz/main.js",
    "codes.js": "codes/main.js",
    "playground.js": "playground/main.js",
}
"""Scripts that are joined out of modules, each with the one where it begins."""
REPORTING = ("scorm.css", "scorm.js")
REPORTING_MODULE = "scorm/main.js"
"""What a course package adds to the page, which has its messages already."""


@dataclass(frozen=True)
class Section:
    """One section: the template that prints it, and for a run without an article its sentences and its figure."""

    anchor: str
    heading: str
    template: str
    slug: str = ""
    before: Markup = NOTHING
    after: Markup = NOTHING
    formulas: tuple[Markup, ...] = ()


@dataclass(frozen=True)
class Page:
    """Everything that the page shows. ``article`` is there when the built-in runs are; figures are by slug.

    ``codes`` put a clip into other pages, by slug; ``playground_codes`` a playground, by name.

    ``language`` is the code of the page's language, ``messages`` what the scripts say in it, as JSON, or empty.
    """

    title: str
    lead: str
    description: str
    byline: str
    sections: tuple[Section, ...]
    figures: Mapping[str, Figure]
    codes: Mapping[str, tuple[Code, ...]]
    playground_codes: Mapping[str, tuple[Code, ...]]
    film: Film
    article: Article | None
    colour_scheme: str
    language: str
    messages: Markup
    shared: Shared
    stylesheets: tuple[str, ...] = tuple(f"assets/{name}" for name in STYLESHEETS)
    scripts: tuple[str, ...] = tuple(f"assets/{name}" for name in SCRIPTS)
    deferred: tuple[str, ...] = tuple(f"assets/{name}" for name in DEFERRED)


def make_page(
    scenarios: Sequence[Scenario],
    clips: Mapping[str, Clip],
    theme: Theme | None = None,
    lesson: Lesson | None = None,
    place: str = "",
) -> Page:
    """Return the page about ``scenarios``, each with its clip in ``clips`` by slug, in ``theme`` or as readers prefer.

    With all built-in runs it is the article, followed by whatever else was given; otherwise a section a run, with what
    the ``lesson`` says before and after its clip; ``place`` is the address of the folder where it is served, if known.
    Raises ``KeyError`` for a run without a clip.
    """
    article = make_article(scenarios) if tells_the_story(scenarios) else None
    lesson = Lesson(tuple(scenarios)) if lesson is None else lesson
    title, lead = _words(article, scenarios)
    title, lead = lesson.title or title, lesson.lead or lead
    return Page(
        title=title,
        lead=lead,
        description=lead,
        byline=lesson.author or (tr("The Valleyjump authors") if article is not None else ""),
        sections=tuple(_sections(article, scenarios, lesson)),
        figures={scenario.slug: make_figure(scenario, clips[scenario.slug]) for scenario in scenarios},
        codes={scenario.slug: codes(clips[scenario.slug], scenario.title) for scenario in scenarios},
        playground_codes={} if article is None else _playground_codes(article),
        film=make_film(scenarios, clips),
        article=article,
        colour_scheme=scheme(theme),
        language=page_language(),
        messages=scripts_messages(),
        shared=shared("article", on_one_line(title), lead, place, "", first_picture(scenarios, clips)),
    )


def first_picture(scenarios: Sequence[Scenario], clips: Mapping[str, Clip]) -> tuple[str, Clip]:
    """Return title and clip of the first run, whose first frame stands for the whole page."""
    return scenarios[0].title, clips[scenarios[0].slug]


def _playground_codes(article: Article) -> dict[str, tuple[Code, ...]]:
    return {name: playground_codes(name, place.title) for name, place in article.places.items()}


def scripts_messages() -> Markup:
    """Return what the page's scripts say in the language in force, as JSON; nothing in English, as it is written."""
    return NOTHING if spoken() == SOURCE else messages_json((*_joined().values(), joined(REPORTING_MODULE)))


def render_page(page: Page) -> str:
    """Return ``index.html``."""
    return "".join(page_parts(page))


def page_parts(page: Page, files: Beside | None = None) -> Iterator[str]:
    """Yield ``index.html`` piece by piece: of a thousand runs it is long. Without ``files`` they lie beside it."""
    yield from environment().get_template("index.html").generate(page=page, files=files or Beside())


def page_assets(theme: Theme | None = None) -> dict[str, bytes]:
    """Return the files that the page links to besides its clips, by path relative to the page, in ``theme`` if any."""
    folder = files("templates") / "assets"
    made = {name: script.encode() for name, script in _joined().items()}
    if theme is not None:
        made["theme.css"] = stylesheet(theme)
    return {
        f"assets/{name}": made.get(name) or (folder / name).read_bytes() for name in STYLESHEETS + SCRIPTS + DEFERRED
    }


def page_files(clips: Iterable[Clip], asked: Collection[str]) -> set[str]:
    """Return the names of all files that the page links to, but for those of a lesson's own text.

    ``asked`` has the slugs of the clips that come after a question.
    """
    figures = set().union(*(figure_files(clip, asked=clip.slug in asked) for clip in clips))
    return {*Page.stylesheets, *Page.scripts, *Page.deferred, Film.url, Film.captions, *figures}


def reporting_assets() -> dict[str, bytes]:
    """Return what makes the page report to a learning platform, by path relative to the page."""
    style, script = (f"assets/{name}" for name in REPORTING)
    return {style: (files("templates") / style).read_bytes(), script: joined(REPORTING_MODULE).encode()}


def _joined() -> dict[str, str]:
    """Return the page's scripts that are joined out of modules, by name."""
    return {name: joined(entry) for name, entry in MODULES.items()}


def joined(entry: str) -> str:
    """Return the script that begins in one of the modules of ``templates/assets/modules``."""
    folder = files("templates") / "assets" / "modules"
    return join(entry, lambda path: (folder / path).read_text(encoding="utf-8"))


def environment() -> Environment:
    """Return the templates, whose messages follow the language in force when they are printed."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only here: a model is made without templates

    environment = Environment(
        loader=PackageLoader("templates", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.globals["files"] = Beside()
    environment.filters["isolated"] = isolated
    # The new style marks messages as HTML and escapes the values in them.
    environment.install_gettext_callables(tr, tr_n, newstyle=True, pgettext=tr_p)  # type: ignore[attr-defined]
    environment.filters |= {"tab_title": tab_title, "named_tab_title": named_tab_title}
    return environment


def _words(article: Article | None, scenarios: Sequence[Scenario]) -> tuple[str, str]:
    """Return title and lead."""
    if article is not None:
        return article.title, article.lead
    n = len(scenarios)
    lead = tr_n(
        "{number} run of descent, with its numbers beside it.",
        "{number} runs of descent, each with its numbers beside it.",
        n,
        number=count_word(n).capitalize(),
    )
    return tr("Gradient descent, step by step"), lead


def _sections(article: Article | None, scenarios: Sequence[Scenario], lesson: Lesson) -> Iterator[Section]:
    told: set[str] = set()
    if article is not None:
        for anchor, heading in article.headings.items():
            yield Section(anchor, heading, f"story/{anchor}.html")
        told = {scenario.slug for scenario in catalogue()}
    others = [scenario for scenario in scenarios if scenario.slug not in told]
    formulas = own_formulas(others)
    address = on_page([scenario.slug for scenario in others])
    for scenario in others:
        slug = scenario.slug
        before, after = (as_html(text, address) for text in texts_of(lesson, scenario))
        yield Section(f"run-{slug}", scenario.title, "run.html", slug, before, after, formulas.get(slug, ()))
