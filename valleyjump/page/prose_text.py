"""A lesson's own text without HTML: paragraphs of plain runs, for slides of PowerPoint and for a speaker's notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gdcore.errors import InputError
from gdcore.lesson.prose_checks import Text, with_facts
from gdcore.narration.own_words import filled
from gdcore.prose.formula_text import formula_text
from gdcore.prose.latex import mathml_of
from gdcore.prose.links import Link, link_of
from gdcore.prose.markdown import BREAKS, FORMULAS, parts, spoken, tokens_of
from gdcore.prose.pictures import Picture
from gdcore.text.language import tr

if TYPE_CHECKING:
    from markdown_it.token import Token

CELLS = " | "


@dataclass(frozen=True)
class Run:
    """Words of one kind."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: Link | None = None


@dataclass(frozen=True)
class Cell:
    """One cell of a table, and the edge that its column keeps to: left, center, right, or none that is said."""

    runs: tuple[Run, ...]
    edge: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Paragraph:
    """One line of a text, however long, how far it stands in, and the pictures in it with what they show.

    A row of a table has ``cells``; ``heads`` tells whether they are those of its head.
    """

    runs: tuple[Run, ...]
    level: int = 0
    pictures: tuple[tuple[Picture, str], ...] = ()
    cells: tuple[Cell, ...] = ()
    heads: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)

    @property
    def lines(self) -> list[str]:
        """It as lines of plain text; a picture is told by what it shows."""
        words = ["   " * self.level + self.text] if self.text.strip() else []
        return words + [tr("Picture: {words}", words=shown) for _, shown in self.pictures]


def paragraphs(text: Text, most: int = 0) -> list[list[Paragraph]]:
    """Return a text's paragraphs, in parts of whole blocks of about ``most`` characters; 0 is no limit."""
    if not text.markdown.strip():
        return []
    return [list(_Reader(text).read(part)) for part in parts(tokens_of(text.markdown), most)]


@dataclass
class _Reader:
    """Goes through the tokens of a text; ``lists`` has the number of the next item, or None for a bullet."""

    text: Text
    lists: list[int | None] = field(default_factory=list)
    mark: str = ""
    quoted: int = 0

    def read(self, tokens: Iterable[Token]) -> Iterator[Paragraph]:
        row: list[Cell] = []
        shown: tuple[tuple[Picture, str], ...] = ()
        around = edge = ""
        for token in tokens:
            self._place(token)
            if token.type == "tr_open":
                row, shown = [], ()
            elif token.type == "tr_close":
                told = self._paragraph(_joined(row), shown)
                yield replace(told, cells=tuple(row), heads=around == "th_close")
            elif token.type == "inline":
                runs, pictures = self._inline(token.children or [], bold=around in ("heading_open", "th_open"))
                if around in ("th_open", "td_open"):
                    row, shown = [*row, Cell(runs, edge)], shown + pictures
                else:
                    yield self._paragraph(runs, pictures)
            elif token.type in ("fence", "code_block"):
                for line in filled(token.content, self.text.facts).rstrip("\n").split("\n"):
                    yield self._paragraph((Run(line, code=True),))
            elif token.type in FORMULAS:
                yield self._paragraph((Run(self._formula(token)),))
            around, edge = token.type, str(token.attrs.get("style", "")).removeprefix("text-align:")

    def _place(self, token: Token) -> None:
        """Note where lists and quotations begin and end."""
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            number = self.lists[-1]
            self.mark = "• " if number is None else f"{number}. "
            self.lists[-1] = None if number is None else number + 1
        self.quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)

    def _paragraph(self, runs: tuple[Run, ...], pictures: tuple[tuple[Picture, str], ...] = ()) -> Paragraph:
        mark, self.mark = self.mark, ""
        level = max(0, len(self.lists) - 1) + self.quoted
        return Paragraph((Run(mark), *runs) if mark else runs, level, pictures)

    def _inline(
        self, tokens: Iterable[Token], *, bold: bool
    ) -> tuple[tuple[Run, ...], tuple[tuple[Picture, str], ...]]:
        style = Run("", bold=bold)
        runs: list[Run] = []
        pictures: list[tuple[Picture, str]] = []
        for token in tokens:
            style = _styled(style, token)
            if token.type == "image":
                words = filled(spoken(token), self.text.facts)
                picture = self.text.pictures.get(str(token.attrs["src"]))
                if picture is not None:
                    pictures.append((picture, words))
            elif token.type in FORMULAS:
                runs.append(replace(style, text=self._formula(token)))
            elif token.type in BREAKS:
                runs.append(replace(style, text=" "))
            elif token.content:
                words = filled(token.content, self.text.facts)
                runs.append(replace(style, text=words, code=token.type == "code_inline"))
        return tuple(runs), tuple(pictures)

    def _formula(self, token: Token) -> str:
        source = with_facts(token.content.strip(), self.text.facts)
        try:
            return formula_text(mathml_of(source, display=False))
        except InputError:
            return source


def _styled(style: Run, token: Token) -> Run:
    changes: Mapping[str, Run] = {
        "strong_open": replace(style, bold=True),
        "strong_close": replace(style, bold=False),
        "em_open": replace(style, italic=True),
        "em_close": replace(style, italic=False),
        "link_close": replace(style, link=None),
    }
    if token.type == "link_open":
        return replace(style, link=link_of(str(token.attrs["href"])))
    return changes.get(token.type, style)


def _joined(cells: list[Cell]) -> tuple[Run, ...]:
    found: list[Run] = []
    for cell in cells:
        found += [Run(CELLS), *cell.runs] if found else cell.runs
    return tuple(found)
