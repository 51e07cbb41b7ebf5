"""Cut the fonts that the page and the clips use out of Libertinus 7.040, whose OpenType files lie in a given folder.

They are in its release, and in TeX Live as the package ``libertinus-fonts``. Needs fontTools with Brotli, which writes
WOFF2: ``make fonts ARGS=FOLDER`` asks for fontTools 4.68 and Brotli 1.2.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
PAGE, CLIPS = ROOT / "templates" / "assets" / "fonts", ROOT / "scenes" / "typesetting" / "fonts"
VERSION = "Version 7.040"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x192, *range(0x218, 0x21C), 0x237, 0x2BC, 0x2C6, 0x2C7, 0x2DA, 0x2DC,
         *range(0x1E80, 0x1E86), 0x1E9E, 0x1EF2, 0x1EF3]  # fmt: skip
MARKS = [*range(0x300, 0x305), *range(0x306, 0x30D), 0x323, 0x327, 0x328]
GREEK = [*range(0x384, 0x3CF), 0x3D1, 0x3D5, 0x3F1, 0x3F5]
CYRILLIC = [*range(0x400, 0x460), *range(0x48A, 0x500)]
PUNCTUATION = [*range(0x2000, 0x2028), 0x202F, 0x2030, *range(0x2032, 0x2035), 0x2039, 0x203A, 0x2044, 0x205F, 0x2060]
RAISED = [0x2070, 0x2071, *range(0x2074, 0x209D)]
SIGNS = [0x20AC, 0x2113, 0x2116, 0x2122, *range(0x2190, 0x2196), 0x21D2, 0x21D4, 0x2202, 0x2206, 0x2207, 0x2211, 0x2212,
         0x2215, 0x2217, 0x2218, 0x221A, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265]  # fmt: skip
SHAPES = [0x25A0, 0x25A1, 0x25B2, 0x25B3, 0x25B6, 0x25BC, 0x25C0, 0x25C6, 0x25C7, 0x25CB, 0x25CF, 0x2713, 0x2717]
TEXT = [*LATIN, *MARKS, *GREEK, *PUNCTUATION, *RAISED, *SIGNS, *SHAPES]

ITALICS = [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C), 0x1D6A4, 0x1D6A5]
UPRIGHT = [*range(0x1D400, 0x1D434), *range(0x1D6A8, 0x1D6E2), *range(0x1D7CE, 0x1D7D8)]
DOUBLE_STRUCK = [0x2102, 0x210D, 0x2115, 0x2119, 0x211A, 0x211D, 0x2124]
SCRIPT = [0x210B, 0x2112, 0x211B, 0x2130, 0x2131, *range(0x1D49C, 0x1D4B6)]
OPERATORS = [*range(0x2190, 0x219A), 0x21A6, 0x21CC, *range(0x21D0, 0x21D6), *range(0x2200, 0x2238), 0x223C, 0x2243, 0x2245,
             0x2248, 0x224D, *range(0x2260, 0x2268), 0x226A, 0x226B, *range(0x2282, 0x228C), *range(0x2295, 0x229A),
             0x22A4, 0x22A5, 0x22C0, 0x22C1, 0x22C2, 0x22C3, 0x22C5, 0x22EE, 0x22EF, 0x22F1, *range(0x2308, 0x230C),
             0x23B4, 0x23B5, *range(0x23DC, 0x23E2), *range(0x27E8, 0x27EC), 0x27F5, 0x27F6, 0x2A01, 0x2A02]  # fmt: skip
MATHS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *MARKS, 0x305, 0x20D7, *GREEK, *PUNCTUATION, *SIGNS, *SHAPES, *ITALICS,
         *UPRIGHT, *DOUBLE_STRUCK, *SCRIPT, *OPERATORS]  # fmt: skip

PRIMES = [0x2032, 0x2033, 0x2034]

MADE = {
    PAGE / "serif.woff2": ("Serif-Regular", TEXT),
    PAGE / "serif-italic.woff2": ("Serif-Italic", TEXT),
    PAGE / "serif-bold.woff2": ("Serif-Bold", TEXT),
    PAGE / "sans.woff2": ("Sans-Regular", TEXT),
    PAGE / "sans-bold.woff2": ("Sans-Bold", TEXT),
    PAGE / "math.woff2": ("Math-Regular", MATHS),
    CLIPS / "LibertinusMath-Regular.otf": ("Math-Regular", [*MATHS, *range(0x1D400, 0x1D800)]),
    CLIPS / "LibertinusSans-Regular.otf": ("Sans-Regular", [*TEXT, *CYRILLIC]),
}
"""Each file with the face it is cut from and its characters. Clips have Libertinus Serif from their typesetter."""
FEATURES = ["calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "ssty"]
"""Letters that join and stand where they should; figures are lining and of one width as they are."""


def cut(source: Path, target: Path, characters: Iterable[int]) -> None:
    """Write the part of a font with these characters, its licence and, of a mathematical one, what grows with them."""
    options = Options(layout_features=FEATURES, hinting=False, desubroutinize=target.suffix == ".woff2", name_IDs=["*"], notdef_outline=True,
                      flavor=target.suffix.lstrip(".").replace("otf", "") or None, recalc_timestamp=False)  # fmt: skip
    options.drop_tables += ["DSIG"]
    with TTFont(source, recalcTimestamp=False) as font:
        if not str(font["name"].getDebugName(5)).startswith(VERSION):
            raise SystemExit(f"{source}: expected {VERSION}, got {font['name'].getDebugName(5)}")
        if target == PAGE / "math.woff2":
            _lower_primes(font)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        font.flavor = options.flavor
        target.parent.mkdir(parents=True, exist_ok=True)
        font.save(target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


def _lower_primes(font: TTFont) -> None:
    """Let primes have the shape for superscripts, as they are in MathML: Chromium does not ask for it by its feature."""
    names = dict(font.getBestCmap())
    for table in font["cmap"].tables:
        table.cmap.update((prime, f"{names[prime]}.ssty1") for prime in PRIMES if prime in table.cmap)


def main(folder: str) -> None:
    """Write all fonts."""
    for target, (face, characters) in MADE.items():
        cut(Path(folder, f"Libertinus{face}.otf"), target, characters)


if __name__ == "__main__":
    main(*sys.argv[1:])
