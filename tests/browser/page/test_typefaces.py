"""Each typeface is in two files, the second loaded where it is needed: what either has is shown, and grows."""

from __future__ import annotations

import pytest

from valleyjump.page.assets import FONTS, RANGES, page_assets

FACES = {
    "serif": "Libertinus Serif", "serif-italic": "Libertinus Serif", "serif-bold": "Libertinus Serif",
    "sans": "Libertinus Sans", "sans-bold": "Libertinus Sans", "math": "Libertinus Math",
}  # fmt: skip
LOADED_BYTES = 110_000
GROWING = "()[]{}|‖⌊⌋⌈⌉⟨⟩√"
TALL = "<mfrac><mi>x</mi><mfrac><mi>y</mi><mfrac><mi>z</mi><mi>w</mi></mfrac></mfrac></mfrac>"


def letters(face: str) -> str:
    """Return what a file of a typeface has, but for what cannot be seen."""
    ends = [[int(end, 16) for end in run.removeprefix("U+").split("-")] for run in RANGES[face].split(", ")]
    found = (chr(code) for low, *high in ends for code in range(low, (high or [low])[0] + 1))
    return "".join(letter for letter in found if letter.isprintable() and not letter.isspace())


@pytest.fixture
def empty(opened):
    page = opened()
    page.evaluate("() => document.body.replaceChildren()")
    return page


SET = """(faces) => {
  for (const [text, style] of faces) {
    const line = document.body.appendChild(document.createElement("p"));
    line.textContent = text;
    Object.assign(line.style, style);
  }
  return document.body.offsetHeight && document.fonts.ready.then(() => true);
}"""


def styled(file: str) -> dict[str, str]:
    slant, weight = ("italic" if "italic" in file else "normal"), ("bold" if "bold" in file else "normal")
    return {"fontFamily": f"'{FACES[file.removesuffix('-rest')]}'", "fontStyle": slant, "fontWeight": weight}


def test_what_a_file_is_said_to_have_is_shown_from_it(empty):
    empty.evaluate(SET, [[letters(file), styled(file)] for file in RANGES])
    devtools = empty.context.new_cdp_session(empty)
    for domain in ("DOM", "CSS"):
        devtools.send(f"{domain}.enable")
    root = devtools.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    lines = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body > p"})["nodeIds"]
    for file, line in zip(RANGES, lines, strict=True):
        shown = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": line})["fonts"]
        family = FACES[file.removesuffix("-rest")]
        assert {(font["familyName"], font["isCustomFont"]) for font in shown} == {(family, True)}, file
        assert [url for url in empty.asked if url.endswith(f"/{file}.woff2")], file


def test_signs_of_formulas_grow_with_what_is_between_them(empty):
    rows = "".join(
        f"<math><msqrt>{inner}</msqrt></math>" if sign == "√" else f"<math><mrow><mo>{sign}</mo>{inner}</mrow></math>"
        for sign in GROWING
        for inner in ("<mi>x</mi>", TALL)
    )
    empty.evaluate("(rows) => { document.body.innerHTML = rows; }", rows)
    empty.evaluate("() => document.body.offsetHeight && document.fonts.ready.then(() => true)")
    heights = empty.evaluate(
        "() => [...document.querySelectorAll('mo, msqrt')].map((one) => one.getBoundingClientRect().height)"
    )
    assert [sign for sign, low, high in zip(GROWING, heights[::2], heights[1::2], strict=True) if high < 2 * low] == []


def test_a_page_in_english_loads_the_first_files_alone(opened):
    page = opened()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    loaded = {url.rsplit("/", 1)[1] for url in page.asked if url.endswith(".woff2")}
    assert loaded == {f"{face}.woff2" for face in FACES}
    sizes = {name.rsplit("/", 1)[1]: len(content) for name, content in page_assets().items() if name in FONTS}
    assert sum(sizes[name] for name in loaded) <= LOADED_BYTES
