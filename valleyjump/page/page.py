"""The page: a model of finished strings, which the templates print, on one sheet or on several."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from gdcore.lesson.fields.asked import Asked
from gdcore.lesson.lesson import Lesson
from gdcore.lesson.prose_checks import Text, texts_of
from gdcore.prose.pictures import Picture
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue, is_built_in, shown, tells_the_story
from gdcore.text.language import tr, tr_n
from scenes.clip.clip import Clip
from scenes.theme.theme import Theme, logo_of
from scenes.theme.theme_file import BUILT_IN, built_in
from valleyjump.article.article import ASKED, HEADINGS, Article, make_article
from valleyjump.article.formulas import own_formulas
from valleyjump.article.parts import PARTS
from valleyjump.article.story import count_word
from valleyjump.clips_on_page.fate_cells import map_on_page
from valleyjump.clips_on_page.figure import Figure, figure_files, make_figure
from valleyjump.clips_on_page.video import Film, make_film
from valleyjump.markup.language import page_language
from valleyjump.markup.theme import scheme
from valleyjump.page.assets import ALL_STYLES, FONTS, PAPER, SCRIPTS, early_script, fonts_of, scripts_messages
from valleyjump.page.embed_codes import Code, codes, playground_codes
from valleyjump.playgrounds.model import Place, Play
from valleyjump.playgrounds.of_run import TURN, playground_of

NO_TEXT = Text("")
FIRST = "index.html"
CODES_PAGE = "codes.html"
MORE = "more.html"
"""Where the runs are that come after the story."""


@dataclass(frozen=True)
class Section:
    """One section: the template that prints it, and for a run without an article what is told around its figure."""

    anchor: str
    heading: str
    template: str
    slug: str = ""
    before: Text = NO_TEXT
    after: Text = NO_TEXT
    formulas: tuple[Markup, ...] = ()
    play: str = ""
    """The name of its playground, if it has one."""


@dataclass(frozen=True)
class Part:
    """Sections that belong together, and the clips in them by slug; a part without a title is not announced.

    ``file`` is where it stands when a page has several files. Of the story's parts ``level`` says for whom they are,
    ``minutes`` how long they take, and ``told`` the first thing to take away.
    """

    anchor: str
    title: str
    sections: tuple[Section, ...]
    slugs: tuple[str, ...]
    file: str = FIRST
    level: str = ""
    minutes: int = 0
    told: str = ""

    @property
    def place(self) -> str:
        """The id of its heading."""
        return f"part-{self.anchor}"


@dataclass(frozen=True)
class Page:
    """Everything that the page shows. ``article`` is there when the built-in runs are; figures are by slug.

    ``codes`` put a clip into other pages, by slug, also those that the page itself does not show; ``playground_codes``
    a playground, by name; ``places`` says where those are. ``pictures`` are titles and clips whose first picture it is,
    by slug, and ``place`` is the address of the folder where the page is served, if known.

    ``language`` is the code of the page's language, ``messages`` what the scripts say in it, as JSON, or empty, and
    ``early`` the script that cannot wait for the page. The ``logo`` tells whose page it is.
    """

    title: str
    lead: str
    byline: str
    parts: tuple[Part, ...]
    figures: Mapping[str, Figure]
    codes: Mapping[str, tuple[Code, ...]]
    playground_codes: Mapping[str, tuple[Code, ...]]
    film: Film
    places: Mapping[str, Place]
    article: Article | None
    colour_scheme: str
    language: str
    messages: Markup
    pictures: Mapping[str, tuple[str, Clip]]
    early: Markup
    place: str = ""
    logo: Picture | None = None
    stylesheets: tuple[str, ...] = (f"assets/{ALL_STYLES}",)
    paper: str = f"assets/{PAPER}"
    scripts: tuple[str, ...] = tuple(f"assets/{name}" for name in SCRIPTS)

    @property
    def titled(self) -> tuple[Part, ...]:
        """The parts that have a title."""
        return tuple(part for part in self.parts if part.title)

    @property
    def on_cards(self) -> tuple[str, ...]:
        """The clips, by slug, whose first pictures lead to the parts, where these are files of their own."""
        several = len({part.file for part in self.parts}) > 1
        return tuple(part.slugs[0] for part in self.parts if several and part.slugs)

    @property
    def without_codes(self) -> Page:
        """It where the files that the codes name are nowhere beside it, or where nobody would copy them."""
        none = dict.fromkeys(self.playground_codes, ())
        return replace(self, codes=dict.fromkeys(self.codes, ()), playground_codes=none)

    def number_of(self, part: Part) -> int:
        """Return the place of a part among those that have a title, from 1."""
        return 1 + self.titled.index(part)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all parts."""
        return tuple(section for part in self.parts for section in part.sections)


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
    places = {} if article is None else dict(article.places)
    own = dict(_own_places(shown(scenarios), lesson, article))
    names = {slug: _free_name(slug, places) for slug in own}
    places |= {names[slug]: Place(f"play-{names[slug]}", *place) for slug, place in own.items()}
    fonts = fonts_of(theme)
    return Page(
        title=title,
        lead=lead,
        byline=lesson.author or (tr("The Valleyjump authors") if article is not None else ""),
        parts=tuple(_parts(article, scenarios, clips, lesson, names)),
        figures={
            run.slug: _figure(run, clips[run.slug], article, theme, places.get(names.get(run.slug, "")))
            for run in shown(scenarios)
        },
        codes={scenario.slug: codes(clips[scenario.slug], scenario.title, fonts=fonts) for scenario in scenarios},
        playground_codes={name: playground_codes(name, where.title, fonts=fonts) for name, where in places.items()},
        film=make_film(scenarios, clips),
        places=places,
        article=article,
        colour_scheme=scheme(theme),
        language=page_language(),
        messages=scripts_messages(),
        pictures={run.slug: (run.title, clips[run.slug]) for run in scenarios},
        early=early_script(),
        place=place,
        logo=logo_of(theme),
    )


def _own_places(
    scenarios: Sequence[Scenario], lesson: Lesson, article: Article | None
) -> Iterator[tuple[str, tuple[str, Play]]]:
    """Yield title and playground of each run that the story does not tell, by slug."""
    for scenario in scenarios:
        if article is not None and is_built_in(scenario):
            continue
        request = lesson.playgrounds.get(scenario.slug)
        asked = Asked() if request is None else request.asked(scenario)
        play = None if asked is None else playground_of(scenario, asked)
        if play is not None:
            yield scenario.slug, (tr(TURN, title=scenario.title), play)


def _free_name(slug: str, taken: Collection[str]) -> str:
    """Return what the playground of a run is called: its slug, unless the story has one of that name or place."""
    return f"{slug}-run" if taken and (slug in taken or f"play-{slug}" in HEADINGS) else slug


def _figure(
    scenario: Scenario, clip: Clip, article: Article | None, theme: Theme | None, place: Place | None
) -> Figure:
    """Return the figure of one run; the story asks before a few of its clips only, and has a map of its own."""
    made = replace(make_figure(scenario, clip), map=map_on_page(scenario, theme or built_in(BUILT_IN[0]), place))
    told = article is not None and is_built_in(scenario)
    return replace(made, questions=()) if told and scenario.slug not in ASKED else made


def first_picture(scenarios: Sequence[Scenario], clips: Mapping[str, Clip]) -> tuple[str, Clip]:
    """Return title and clip of the first run, whose first frame stands for the whole page."""
    return scenarios[0].title, clips[scenarios[0].slug]


def page_files(clips: Iterable[Clip], fonts: Iterable[str] = FONTS, logo: str = "") -> set[str]:
    """Return the names of all files that the page needs in a package, but for those of a lesson's own text.

    ``fonts`` and ``logo`` are the names of their files; that of the logo is empty where there is none.
    """
    figures = set().union(*(figure_files(clip) for clip in clips))
    linked = {*Page.stylesheets, Page.paper, *Page.scripts, *fonts}
    return {*linked, *filter(None, [logo]), Film.url, Film.captions, Film.opening, *figures}


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


def _parts(
    article: Article | None,
    scenarios: Sequence[Scenario],
    clips: Mapping[str, Clip],
    lesson: Lesson,
    plays: Mapping[str, str],
) -> Iterator[Part]:
    """Yield the parts of the story if it is told, and then those of the runs that do not belong to it."""
    told: set[str] = set()
    if article is not None:
        yield from _story(article, clips)
        told = {scenario.slug for scenario in catalogue()}
    others = [scenario for scenario in scenarios if scenario.slug not in told]
    sections = {section.slug: section for section in _sections(others, lesson, plays)}
    for title, runs in groupby(others, lambda run: lesson.parts.get(run.slug, "")):
        found = tuple(sections[run.slug] for run in runs)
        slugs = tuple(section.slug for section in found)
        if article is None:
            yield Part(slugs[0], title, found, slugs)
        else:
            yield Part(slugs[0], title or tr("Further runs"), found, slugs, MORE)


def _story(article: Article, clips: Mapping[str, Clip]) -> Iterator[Part]:
    """Yield the parts of the story, the first one on the first sheet and each other one on its own."""
    for number, part in enumerate(PARTS):
        sections = (Section(anchor, article.headings[anchor], part.template(anchor)) for anchor in part.sections)
        yield Part(
            part.anchor,
            tr(part.title),
            tuple(sections),
            tuple(part.clips()),
            f"{part.anchor}.html" if number else FIRST,
            tr(part.level),
            part.minutes(clips),
            article.take_away[part.anchor][0].striptags(),
        )


def _sections(others: Sequence[Scenario], lesson: Lesson, plays: Mapping[str, str]) -> Iterator[Section]:
    formulas = own_formulas(others)
    for scenario in others:
        slug = scenario.slug
        before, after = texts_of(lesson, scenario)
        yield Section(
            f"run-{slug}",
            scenario.title,
            "clip/run.html",
            slug,
            before,
            after,
            formulas.get(slug, ()),
            plays.get(slug, ""),
        )
