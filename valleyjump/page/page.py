"""The page: a model of finished strings, which the templates print."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from gdcore.lesson.lesson import Lesson
from gdcore.lesson.prose_checks import texts_of
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue, is_built_in
from gdcore.text.language import tr, tr_n
from gdcore.text.readers import on_one_line
from scenes.clip.clip import Clip
from scenes.theme.theme import Theme
from valleyjump.article.article import ASKED, Article, make_article, tells_the_story
from valleyjump.article.formulas import own_formulas
from valleyjump.article.story import count_word
from valleyjump.clips_on_page.figure import Figure, figure_files, make_figure
from valleyjump.clips_on_page.video import Film, make_film
from valleyjump.markup.language import page_language
from valleyjump.markup.quantity import NOTHING
from valleyjump.markup.theme import scheme
from valleyjump.page.assets import DEFERRED, FONTS, SCRIPTS, STYLESHEETS, scripts_messages
from valleyjump.page.embed_codes import Code, codes, playground_codes
from valleyjump.page.files import Beside
from valleyjump.page.prose import as_html, on_page
from valleyjump.page.sharing import Shared, shared
from valleyjump.page.templates import environment


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
    places = {} if article is None else article.places
    return Page(
        title=title,
        lead=lead,
        description=lead,
        byline=lesson.author or (tr("The Valleyjump authors") if article is not None else ""),
        sections=tuple(_sections(article, scenarios, lesson)),
        figures={scenario.slug: _figure(scenario, clips[scenario.slug], article) for scenario in scenarios},
        codes={scenario.slug: codes(clips[scenario.slug], scenario.title) for scenario in scenarios},
        playground_codes={name: playground_codes(name, where.title) for name, where in places.items()},
        film=make_film(scenarios, clips),
        article=article,
        colour_scheme=scheme(theme),
        language=page_language(),
        messages=scripts_messages(),
        shared=shared("article", on_one_line(title), lead, place, "", first_picture(scenarios, clips)),
    )


def _figure(scenario: Scenario, clip: Clip, article: Article | None) -> Figure:
    """Return the figure of one run; the story asks before a few of its clips only."""
    made = make_figure(scenario, clip)
    told = article is not None and is_built_in(scenario)
    return replace(made, question=None) if told and scenario.slug not in ASKED else made


def first_picture(scenarios: Sequence[Scenario], clips: Mapping[str, Clip]) -> tuple[str, Clip]:
    """Return title and clip of the first run, whose first frame stands for the whole page."""
    return scenarios[0].title, clips[scenarios[0].slug]


def render_page(page: Page) -> str:
    """Return ``index.html``."""
    return "".join(page_parts(page))


def page_parts(page: Page, files: Beside | None = None) -> Iterator[str]:
    """Yield ``index.html`` piece by piece: of a thousand runs it is long. Without ``files`` they lie beside it."""
    yield from environment().get_template("index.html").generate(page=page, files=files or Beside())


def page_files(clips: Iterable[Clip], asked: Collection[str]) -> set[str]:
    """Return the names of all files that the page links to, but for those of a lesson's own text.

    ``asked`` has the slugs of the clips that come after a question.
    """
    figures = set().union(*(figure_files(clip, asked=clip.slug in asked) for clip in clips))
    return {*Page.stylesheets, *Page.scripts, *Page.deferred, *FONTS, Film.url, Film.captions, *figures}


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
