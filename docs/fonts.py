"""Cut the fonts of page and clips out of Libertinus 7.040: ``make fonts ARGS=FOLDER``, the folder of its OTF files.

Each face of the page is in two files: one with what nearly every page says, and the rest, which a browser asks for
where a page has one of its characters. ``ranges.json`` tells the style sheet which file has which.

The OTF files are in the release of Libertinus, and in TeX Live 2022 as the package ``libertinus-fonts``. The shipped
ones were written by fontTools 4.68 and, for WOFF2, Brotli 1.2.
"""

import json
import sys
from itertools import groupby
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
PAGE, CLIPS = ROOT / "templates" / "assets" / "fonts", ROOT / "scenes" / "typesetting" / "fonts"
VERSION = "Version 7.040"

LATIN = "20-7E A0-17F 192 218-21B 237 2BC 2C6-2C7 2DA 2DC 300-304 306-30C 323 327-328 1E80-1E85 1E9E 1EF2-1EF3"
GREEK, CYRILLIC = "384-3CE 3D1 3D5 3F1 3F5", "400-45F 48A-4FF"
PUNCTUATION = "2000-2027 202F-2030 2032-2034 2039-203A 2044 205F-2060 20AC 2113 2116 2122"
RAISED_AND_LOWERED = "2070-2071 2074-209C"
SIGNS = "2190-2195 21D2 21D4 2202 2206-2207 2211-2212 2215 2217-2218 221A 221E 2248 2260 2264-2265"
SHAPES = "25A0-25A1 25B2-25B3 25B6 25BC 25C0 25C6-25C7 25CB 25CF 2713 2717"
TEXT = f"{LATIN} {GREEK} {PUNCTUATION} {RAISED_AND_LOWERED} {SIGNS} {SHAPES}"

FIRST_SIGNS = "2190-2193 2212 221E 2248 2260 2264-2265 25B2 25B6 25C6 25CB 25CF"
FIRST_TEXT = (
    "20-7E A0-A1 A3 A7 AB B0-B3 B5 B7 B9-BB BF C1 C9 CD D1 D3 D7 DA DC E1 E8-E9 ED F1 F3 F7 FA FC 300-304 307-308 "
    "3B2 3B5 3B7 3BA-3BB 3C1 2010-2014 2018-2019 201C-201D 2026 202F 2032 2070 2074-2079 207B 2080-2082 20AC "
    f"{FIRST_SIGNS}"
)
"""English, Spanish, accents to put on any letter, and the Greek and the numbers of the story."""

LETTERS = "210E 1D434-1D467 1D6A4-1D6A5 1D6E2-1D71B 1D400-1D433 1D6A8-1D6E1 1D7CE-1D7D7"
"""Slanted, and bold."""
CAPITALS = "2102 210D 2115 2119-211A 211D 2124 210B 2112 211B 2130-2131 1D49C-1D4B5"
"""Double-struck, and script."""
ARROWS = "2190-2199 21A6 21A9-21AA 21CC 21D0-21D5 27F5-27F6"
OPERATORS = (
    "2200-2237 223C-223D 2243 2245 224C-224D 2260-2267 226A-226B 2282-228B 2295-2299 22A4-22A5 22C0-22C3 22C5 22CD"
)
BIG_SIGNS_AND_BRACKETS = "2A01-2A02 305 20D7 22EE-22F1 29F5 2308-230B 23B4-23B5 23DC-23E1 27E8-27EB"
FORMULAS = f"{SIGNS} {SHAPES} {LETTERS} {CAPITALS} {ARROWS} {OPERATORS} {BIG_SIGNS_AND_BRACKETS} 3D1 3D5 3F1 3F5"
MATHS = f"{LATIN} {GREEK} {PUNCTUATION} {FORMULAS}"
SLANTED = "210E 1D434-1D467 1D6FC-1D71B"
FIRST_MATHS = (
    f"20-40 5B-60 7B-7E A8 AF B1 B4 B7 D7 2032 21D4 2208 2212 2218 2248 2260 2264-2265 22C5 2713 2717 {SLANTED} "
    "2016 220F-2211 221A 221E 222B-2233 22C0-22C3 2308-230B 27E8-27EB 2A01-2A02 "
    "302-303 305-306 30C 20D7 2190 2192 2194 21A6 21A9-21AA 23B4-23B5 23DC-23DF"
)
"""What the story's formulas have, and, from the second line on, whatever can stretch: browsers look for the large forms
of a sign in the file that has the space. Upright letters are those of the serif face."""
ALL_LETTERS = "1D400-1D7FF"
NAMES = [0, 1, 2, 5, 6, 13]
"""What a file of the page says of itself: its names and version, whose it is, and its licence with its address."""
PRIMES = [0x2032, 0x2033, 0x2034]

FACES = {
    "serif": ("Serif-Regular", FIRST_TEXT, TEXT),
    "serif-italic": ("Serif-Italic", FIRST_TEXT, TEXT),
    "serif-bold": ("Serif-Bold", FIRST_TEXT, TEXT),
    "sans": ("Sans-Regular", FIRST_TEXT, TEXT),
    "sans-bold": ("Sans-Bold", FIRST_TEXT, TEXT),
    "math": ("Math-Regular", FIRST_MATHS, FORMULAS),
}
"""Each face of the page with the font it is cut from, the characters of its first file, and all of its characters."""
OF_CLIPS = {
    CLIPS / "LibertinusMath-Regular.otf": ("Math-Regular", f"{MATHS} {ALL_LETTERS}"),
    CLIPS / "LibertinusSans-Regular.otf": ("Sans-Regular", f"{TEXT} {CYRILLIC}"),
}
"""Each file with the font it is cut from and its characters. Clips have Libertinus Serif from their typesetter."""
FEATURES = ["calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "ssty"]
"""Letters that join and stand where they should; figures are lining and of one width without any feature."""


def main(folder: str) -> None:
    """Write all fonts, and which characters each of the page's files has."""
    ranges: dict[str, str] = {}
    for name, (font, first, every) in FACES.items():
        source = Path(folder, f"Libertinus{font}.otf")
        begun = cut(source, PAGE / f"{name}.woff2", _codes(first))
        rest = cut(source, PAGE / f"{name}-rest.woff2", _codes(every) - begun)
        ranges |= {name: _range(begun), f"{name}-rest": _range(rest)}
    (PAGE / "ranges.json").write_text(json.dumps(ranges, indent=1) + "\n", encoding="utf-8")
    for target, (font, characters) in OF_CLIPS.items():
        cut(Path(folder, f"Libertinus{font}.otf"), target, _codes(characters))


def cut(source: Path, target: Path, characters: set[int]) -> set[int]:
    """Write the part of a font with these characters, its licence and, of a mathematical one, what grows with them.

    Return those of the characters that the font has.
    """
    packed = target.suffix == ".woff2"
    options = Options(
        layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, desubroutinize=packed, hinting=False
    )
    if packed:
        options.bidi_closure = False  # no mirror images of signs that are not asked for
        options.name_IDs = NAMES
    options.drop_tables += ["DSIG"]
    with TTFont(source, recalcTimestamp=False) as font:
        if not (found := str(font["name"].getDebugName(5))).startswith(VERSION):
            raise SystemExit(f"{source}: expected {VERSION}, got {found}")
        if packed and source.stem == "LibertinusMath-Regular":
            _lower_primes(font)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        has = set(font.getBestCmap())
        font.flavor = "woff2" if packed else None
        target.parent.mkdir(parents=True, exist_ok=True)
        font.save(target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")
    return has


def _lower_primes(font: TTFont) -> None:
    """Let primes have the shape for superscripts, which they are in MathML: Chromium does not ask for the feature."""
    names = font.getBestCmap()
    lowered = {prime: f"{names[prime]}.ssty1" for prime in PRIMES}
    for table in font["cmap"].tables:
        table.cmap.update(lowered)


def _codes(characters: str) -> set[int]:
    ends = [[int(end, 16) for end in part.split("-")] for part in characters.split()]
    return {code for low, *high in ends for code in range(low, (high or [low])[0] + 1)}


def _range(codes: set[int]) -> str:
    """Return characters as a style sheet names them: ``U+20-7E, U+A7``."""
    runs = [[code for _, code in run] for _, run in groupby(enumerate(sorted(codes)), lambda one: one[1] - one[0])]
    return ", ".join(f"U+{run[0]:X}" + (f"-{run[-1]:X}" if run[1:] else "") for run in runs)


if __name__ == "__main__":
    main(*sys.argv[1:])
