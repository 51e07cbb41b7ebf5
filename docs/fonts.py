"""Cut the fonts of page and clips out of Libertinus 7.040: ``make fonts ARGS=FOLDER``, the folder of its OTF files.

They are in its release, and in TeX Live 2022 as the package ``libertinus-fonts``. The shipped ones were written by
fontTools 4.68 and, for WOFF2, Brotli 1.2.
"""

import sys
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

LETTERS = "210E 1D434-1D467 1D6A4-1D6A5 1D6E2-1D71B 1D400-1D433 1D6A8-1D6E1 1D7CE-1D7D7"
"""Slanted, and bold."""
CAPITALS = "2102 210D 2115 2119-211A 211D 2124 210B 2112 211B 2130-2131 1D49C-1D4B5"
"""Double-struck, and script."""
ARROWS = "2190-2199 21A6 21A9-21AA 21CC 21D0-21D5 27F5-27F6"
OPERATORS = "2200-2237 223C 2243 2245 224D 2260-2267 226A-226B 2282-228B 2295-2299 22A4-22A5 22C0-22C3 22C5"
BIG_SIGNS_AND_BRACKETS = "2A01-2A02 305 20D7 22EE-22EF 22F1 2308-230B 23B4-23B5 23DC-23E1 27E8-27EB"
MATHS = (
    f"{LATIN} {GREEK} {PUNCTUATION} {SIGNS} {SHAPES} {LETTERS} {CAPITALS} {ARROWS} {OPERATORS} {BIG_SIGNS_AND_BRACKETS}"
)
ALL_LETTERS = "1D400-1D7FF"
PRIMES = [0x2032, 0x2033, 0x2034]

MADE = {
    PAGE / "serif.woff2": ("Serif-Regular", TEXT),
    PAGE / "serif-italic.woff2": ("Serif-Italic", TEXT),
    PAGE / "serif-bold.woff2": ("Serif-Bold", TEXT),
    PAGE / "sans.woff2": ("Sans-Regular", TEXT),
    PAGE / "sans-bold.woff2": ("Sans-Bold", TEXT),
    PAGE / "math.woff2": ("Math-Regular", MATHS),
    CLIPS / "LibertinusMath-Regular.otf": ("Math-Regular", f"{MATHS} {ALL_LETTERS}"),
    CLIPS / "LibertinusSans-Regular.otf": ("Sans-Regular", f"{TEXT} {CYRILLIC}"),
}
"""Each file with the face it is cut from and its characters. Clips have Libertinus Serif from their typesetter."""
FEATURES = ["calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "ssty"]
"""Letters that join and stand where they should; figures are lining and of one width without any feature."""


def main(folder: str) -> None:
    """Write all fonts."""
    for target, (face, characters) in MADE.items():
        cut(Path(folder, f"Libertinus{face}.otf"), target, characters)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


def cut(source: Path, target: Path, characters: str) -> None:
    """Write the part of a font with these characters, its licence and, of a mathematical one, what grows with them."""
    packed = target.suffix == ".woff2"
    options = Options(
        layout_features=FEATURES, name_IDs=["*"], notdef_outline=True, desubroutinize=packed, hinting=False
    )
    options.drop_tables += ["DSIG"]
    with TTFont(source, recalcTimestamp=False) as font:
        if not (found := str(font["name"].getDebugName(5))).startswith(VERSION):
            raise SystemExit(f"{source}: expected {VERSION}, got {found}")
        if target == PAGE / "math.woff2":
            _lower_primes(font)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=_codes(characters))
        subsetter.subset(font)
        font.flavor = "woff2" if packed else None
        target.parent.mkdir(parents=True, exist_ok=True)
        font.save(target)


def _lower_primes(font: TTFont) -> None:
    """Let primes have the shape for superscripts, which they are in MathML: Chromium does not ask for the feature."""
    names = font.getBestCmap()
    lowered = {prime: f"{names[prime]}.ssty1" for prime in PRIMES}
    for table in font["cmap"].tables:
        table.cmap.update(lowered)


def _codes(characters: str) -> list[int]:
    ends = [[int(end, 16) for end in part.split("-")] for part in characters.split()]
    return [code for low, *high in ends for code in range(low, (high or [low])[0] + 1)]


if __name__ == "__main__":
    main(*sys.argv[1:])
