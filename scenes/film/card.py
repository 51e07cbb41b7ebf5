"""Between the clips of the explainer: a title card that becomes a clip's first frame, and a fade from its last one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import cairo
import numpy as np
from PIL import Image, ImageFilter

from gdcore.descent.momentum import MOMENTUM
from gdcore.methods.registry import FAMILIES, method_label, method_words
from gdcore.scenario import Scenario
from gdcore.schedules.registry import schedule_words
from gdcore.text.language import between_numbers
from gdcore.text.notation import rounded
from scenes.clip.quality import Quality
from scenes.film.frames import Frame
from scenes.film.writer import Encoder
from scenes.painting import pacing, style
from scenes.painting.fitting import wrapped
from scenes.painting.logo import paint_logo
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import escaped
from scenes.theme.theme import logo_of
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.voice.spoken_beat import SpokenBeat

FRAME_HEIGHT = 8.0
BEHIND, BLUR = 0.4, 0.08
"""How much of the clip shows behind its title when the title goes, and the spread of its blur there, in scene units."""
WIDTH = 12.0
"""The width of a line of text; a frame is 14.2 wide."""
TITLE_SIZE, NOTE_SIZE = 1.8 * style.TITLE_SIZE, 1.1 * style.FORMULA_SIZE
LEADING, NOTE_LEADING = 1.3, 1.6
"""Between two baselines, in ems."""
MIDDLE, ABOVE_RULE, BELOW_RULE, RULE = 0.3, 0.6, 0.72, 0.9
NOTE_WIDTH = 10.5
PAUSES = (":", ("?", "!", ";", ","))
SMALLEST = 0.9
"""How much smaller a title may be for the sake of a better break."""
SMALLEST_TITLE = 0.25
"""The size at which a title is cut rather than set any smaller."""
GAP = "#h(0.4em)"
SEVERAL = 6
"""Of more rates than these only the smallest and the largest are named."""


def write_card(
    scenario: Scenario,
    first: Frame,
    theme: Theme,
    quality: Quality,
    path: Path,
    passage: SpokenBeat | None = None,
    hold_s: float = 0.0,
) -> int:
    """Encode a title card behind which ``first``, the first frame of its clip, comes forth until it is all there.

    That takes as long as the ``passage`` is said; the frame is then seen for ``hold_s``. Return the number of frames.
    """
    n_frames = pacing.frames(max(pacing.CARD_S, passage.needed_s if passage else 0.0), quality.fps)
    n_fading = min(pacing.frames(pacing.CARD_FADE_S, quality.fps), n_frames // 2)
    with Encoder(path, quality.width_px, quality.height_px, quality.fps) as encoder:
        if passage is not None:
            encoder.add_sound(passage.utterance.samples)
        picture = first[: encoder.height_px, : encoder.width_px].copy()
        title, blurred = card_picture(scenario, theme, encoder.width_px, encoder.height_px), _blurred(picture)
        layers = _Layers(theme, blurred, title, picture)
        n_standing = n_frames - n_fading
        for i in range(1, n_frames + 1):
            shares = (i - n_fading) / (n_standing - n_fading), i / n_fading, (i - n_standing) / n_fading
            behind, up, clip = (pacing.eased(min(max(share, 0.0), 1.0)) for share in shares)
            encoder.put(layers.frame(BEHIND * behind, up * max(0.0, 1.0 - 2.0 * clip), clip), 1)
        n_held = round(hold_s * quality.fps)
        if n_held:
            encoder.put(layers.pixels, n_held)
    return n_frames + n_held


def write_fade(last: Frame, theme: Theme, quality: Quality, path: Path) -> int:
    """Encode how ``last``, the last frame of a clip, goes to the background; return the number of frames."""
    n_frames = pacing.frames(pacing.CARD_FADE_S, quality.fps)
    with Encoder(path, quality.width_px, quality.height_px, quality.fps) as encoder:
        layers = _Layers(theme, last[: encoder.height_px, : encoder.width_px].copy())
        for i in range(n_frames):
            encoder.put(layers.frame(1.0 - pacing.eased((i + 1) / n_frames)), 1)
    return n_frames


class _Layers:
    """Pictures ``(height, width, 4)`` that show more or less, each over the one before, the first over the ground."""

    def __init__(self, theme: Theme, *pictures: Frame) -> None:
        self.theme = theme
        self.pixels = np.empty_like(pictures[0])
        self._pictures = [_surface(picture) for picture in pictures]
        self._ctx = cairo.Context(_surface(self.pixels))

    def frame(self, *shares: float) -> Frame:
        """Return the frame in which these shares of the pictures show, to be painted over by the next one."""
        Pen(self._ctx).colour(self.theme.background)
        self._ctx.paint()
        for picture, share in zip(self._pictures, shares, strict=True):
            self._ctx.set_source_surface(picture)
            self._ctx.paint_with_alpha(share)
        return self.pixels


def _blurred(picture: Frame) -> Frame:
    radius = BLUR * len(picture) / FRAME_HEIGHT
    return np.array(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))


def card_picture(scenario: Scenario, theme: Theme, width_px: int, height_px: int) -> Frame:
    """Return a scenario's card ``(height_px, width_px, 4)`` on nothing: title, a rule, method, learning rates."""
    pixels = np.zeros((height_px, width_px, 4), np.uint8)
    ctx = cairo.Context(_surface(pixels))
    ctx.translate(width_px / 2.0, height_px / 2.0)
    ctx.scale(height_px / FRAME_HEIGHT, -height_px / FRAME_HEIGHT)
    _paint(Pen(ctx), scenario, theme)
    return pixels


def _paint(pen: Pen, scenario: Scenario, theme: Theme) -> None:
    lines, notes = title_lines(scenario.title), typeset(note_lines(scenario))
    logo = logo_of(theme)
    if logo is not None:
        paint_logo(pen, logo)
    size, note_size = fitted(lines, TITLE_SIZE), fitted(notes, NOTE_SIZE)
    y = MIDDLE + (len(lines) - 1) * LEADING * size / 2.0
    for outline in lines:
        pen.text(outline, np.array([0.0, y]), size, theme.ink, "centre")
        y -= LEADING * size
    y += LEADING * size - ABOVE_RULE
    pen.line(np.array([[-RULE / 2.0, y], [RULE / 2.0, y]]), theme.axis, style.AXIS_WIDTH)
    y -= BELOW_RULE
    for outline in notes:
        pen.text(outline, np.array([0.0, y]), note_size, theme.label, "centre")
        y -= NOTE_LEADING * note_size


def _surface(pixels: Frame) -> cairo.ImageSurface:
    height, width, _ = pixels.shape
    return cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_ARGB32, width, height)


def fitted(lines: Iterable[Outline], size: float) -> float:
    """Return ``size``, or what is left of it when the widest line would leave the measure."""
    return size / max(1.0, _widest(lines) * size / WIDTH)


def title_lines(title: str) -> list[Outline]:
    """Return a title set in one line or, where that is too wide, in two as even as can be.

    A break after a colon is better than one after a comma, and that better than any other, unless a line would then
    have to be much smaller.
    """
    words = title.split()
    breaks = range(1, len(words))
    texts = [title, *(" ".join(part) for i in breaks for part in (words[:i], words[i:]))]
    whole, *halves = typeset([f"*{escaped(text)}*" for text in texts])
    if whole.width * TITLE_SIZE <= WIDTH:
        return [whole]
    pairs = [halves[i : i + 2] for i in range(0, len(halves), 2)]
    for pauses in PAUSES:
        paused = [pair for i, pair in zip(breaks, pairs, strict=True) if words[i - 1].endswith(pauses)]
        fitting = [pair for pair in paused if fitted(pair, TITLE_SIZE) >= SMALLEST * TITLE_SIZE]
        if fitting:
            return min(fitting, key=_widest)
    best = min(pairs, key=_widest, default=[whole])
    if fitted(best, TITLE_SIZE) >= SMALLEST_TITLE:
        return best
    return typeset([f"*{escaped(line)}*" for line in wrapped(title, WIDTH / SMALLEST_TITLE, 2, "*{}*")])


def _widest(lines: Iterable[Outline]) -> float:
    return max(line.width for line in lines)


def note_lines(scenario: Scenario) -> list[str]:
    """Return the methods and the learning rates that a clip shows, as Typst markup: on one line if there is room.

    Rates for another objective, which are in other units, are left out.
    """
    methods = [run.method for run in scenario.runs]
    comparable = [run.method for run in scenario.runs if run.objective.name == scenario.objective.name]
    changing = [schedule_words(method.schedule) for method in methods if not method.schedule.is_constant]
    comparable = [method for method in comparable if method.schedule.is_constant]
    names = scenario.objective.parameters
    etas = ["eta"] if len(names) == 1 else [f"eta_{_symbol(name)}" for name in names]
    numbers = [_numbers(eta, [method.learning_rate[i] for method in comparable]) for i, eta in enumerate(etas)]
    numbers = numbers if comparable else []
    betas = [method.momentum for method in methods if MOMENTUM.name in method.hyperparameters]
    if betas:
        numbers.append(_numbers("beta", betas))
    words = escaped(" · ".join(dict.fromkeys([*(_name(method.name) for method in methods), *changing])))
    one, *_ = lines = [f"{words} #h(1.2em) {' #h(0.9em) '.join(numbers)}", words, " #h(0.9em) ".join(numbers)]
    return [one] if typeset([one])[0].width * NOTE_SIZE <= NOTE_WIDTH else lines[1:]


def _name(method: str) -> str:
    family = FAMILIES.get(method)
    return method_words(method) if family is not None and family.abbreviated else method_label(method)


def _symbol(name: str) -> str:
    return name if len(name) == 1 else f'"{name}"'


def _numbers(symbol: str, values: Iterable[float]) -> str:
    found = [rounded(value).typst for value in sorted(set(map(float, values)))]
    listed = (between_numbers().strip() + GAP).join(found) if len(found) <= SEVERAL else f"{found[0]} dots {found[-1]}"
    return f"${symbol} = {listed}$"
