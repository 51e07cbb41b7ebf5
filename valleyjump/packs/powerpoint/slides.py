"""The slides of a presentation: title, question, answer and clip."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Emu, Pt

from gdcore.lesson.prose_checks import Text
from gdcore.prose.links import slug_of
from gdcore.question import Question
from gdcore.text.language import tr
from valleyjump.build.built import Built
from valleyjump.clips_on_page.quiz import LETTERS
from valleyjump.markup.captions import transcript
from valleyjump.markup.media_types import MEDIA_TYPES
from valleyjump.markup.xml_writer import allowed
from valleyjump.packs.deck import Turn
from valleyjump.packs.powerpoint.style import CLIP, HEIGHT, QUESTION, TITLE, WIDTH
from valleyjump.packs.powerpoint.text import Jump, add_text, by_tables, jump_to
from valleyjump.page.prose_text import paragraphs

MOST = 650
"""Characters of a lesson's text on one slide."""
CLICK = """<p:seq {names} concurrent="1" nextAc="seek">
<p:cTn id="{first}" dur="indefinite" nodeType="mainSeq"><p:childTnLst>
<p:par><p:cTn id="{second}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="{third}" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:par><p:cTn id="{fourth}" presetID="1" presetClass="mediacall" presetSubtype="0" fill="hold" nodeType="clickEffect">
<p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:cTn id="{fifth}" dur="{duration_ms}" fill="hold"/>
<p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr></p:cmd>
</p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn>
<p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
<p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst>
</p:seq>"""
"""A step of the slide show that plays a video: a click anywhere, or a clicker, and not only one on the picture.

ECMA-376, part 1, 19.5: the sequence of a slide, a click in it, what happens at once, and the command to a shape.
"""


def add_title(deck: Presentation, built: Built) -> None:
    """Add the first slide: title, author and lead."""
    slide = _slide(deck, TITLE, built.title)
    _fill(slide, [built.author, built.lead])
    author = slide.placeholders[1].text_frame.paragraphs[0]
    author.font.size, author.font.color.theme_color, author.space_after = Pt(20), MSO_THEME_COLOR.TEXT_2, Pt(24)
    _note(slide, [built.lead])


def add_turns(deck: Presentation, built: Built, turns: Sequence[Turn]) -> None:
    """Add all clips in their order: what is said before, questions, clip, answers, and what is said after."""
    clips: dict[str, Slide] = {}
    jumps: list[Jump] = []
    for turn in turns:
        jumps += _add_told(deck, built, turn, turn.told.before)
        for asked in turn.questions:
            add_question(deck, asked)
        clips[turn.slug] = add_clip(deck, built, turn)
        for asked in turn.questions:
            add_answer(deck, asked)
        jumps += _add_told(deck, built, turn, turn.told.after)
    jump_to(jumps, lambda fragment: clips.get(slug_of(fragment, clips) or ""))


def _add_told(deck: Presentation, built: Built, turn: Turn, text: Text) -> list[Jump]:
    jumps: list[Jump] = []
    for part in (part for whole in paragraphs(text, MOST) for part in by_tables(whole)):
        jumps += add_text(deck, built, turn.title, part)
        _note(deck.slides[-1], [line for paragraph in part for line in paragraph.lines])
    return jumps


def add_question(deck: Presentation, asked: Question) -> None:
    """Add a question; the notes have the answer, and what to say to each wrong choice, with its letter."""
    slide = _slide(deck, QUESTION, asked.prompt)
    _fill(slide, _choices(asked))
    others = (
        tr("{letter}: {choice}?", letter=letter, choice=choice.text) + f" {choice.response}"
        for letter, choice in zip(LETTERS, asked.choices, strict=False)
        if not choice.right
    )
    _note(slide, [_answer(asked), *others])


def add_answer(deck: Presentation, asked: Question) -> None:
    """Add the question with its answer, which comes after the clip: first it is to be seen."""
    slide = _slide(deck, QUESTION, asked.prompt)
    _fill(slide, [*_choices(asked), "", asked.explanation], marked=asked.choices.index(asked.answer))
    _note(slide, [_answer(asked)])


def _choices(asked: Question) -> list[str]:
    return [f"{letter}   {choice.text}" for letter, choice in zip(LETTERS, asked.choices, strict=False)]


def _answer(asked: Question) -> str:
    return f"{LETTERS[asked.choices.index(asked.answer)]}: {asked.answer.text}. {asked.explanation}"


def add_clip(deck: Presentation, built: Built, turn: Turn) -> Slide:
    """Add a clip over the whole of its slide; a click plays it. Its picture shows its title, so that lies behind it."""
    slide = _slide(deck, CLIP, turn.title)
    film, poster = (str(built.path(f"clips/{turn.slug}.{kind}")) for kind in ("mp4", "png"))
    height = Emu(WIDTH * turn.clip.height_px // turn.clip.width_px)
    movie = slide.shapes.add_movie(
        film, Emu(0), Emu((HEIGHT - height) // 2), WIDTH, height, poster, MEDIA_TYPES[".mp4"]
    )
    next(movie.element.iter(qn("p:cNvPr"))).set("descr", allowed(turn.alternative))
    _play_on_click(slide, movie.shape_id, round(1000 * turn.clip.duration_s))
    _note(slide, [f"{line.clock}   {line.text}" for line in transcript(turn.clip.cues)])
    return slide


def _slide(deck: Presentation, layout: str, title: str) -> Slide:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    slide.shapes.title.text_frame.text = allowed(title)
    return slide


def _fill(slide: Slide, lines: list[str], marked: int | None = None) -> None:
    """Write a slide's text, a paragraph a line; the one that is ``marked`` stands out."""
    frame = slide.placeholders[1].text_frame
    frame.text = allowed("\n".join(lines))
    if marked is not None:
        chosen = frame.paragraphs[marked].runs[0].font
        chosen.bold = True
        chosen.color.theme_color = MSO_THEME_COLOR.ACCENT_1


def _note(slide: Slide, lines: list[str]) -> None:
    slide.notes_slide.notes_text_frame.text = allowed("\n".join(lines))


def _play_on_click(slide: Slide, shape: int, duration_ms: int) -> None:
    """Put the video into the slide's sequence, before what makes it a video."""
    (video,) = slide.element.iter(qn("p:video"))
    numbers = dict(zip(("first", "second", "third", "fourth", "fifth"), range(10, 15), strict=True))
    step = CLICK.format(names=nsdecls("p"), shape=shape, duration_ms=duration_ms, **numbers)
    video.addprevious(parse_xml(step))
