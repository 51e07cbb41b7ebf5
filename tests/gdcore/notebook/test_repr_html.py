"""What a notebook shows: held against the run, parsed as the HTML and the SVG that it claims to be."""

from __future__ import annotations

import math
import re
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from gdcore import Trajectory, built_in, descend, from_callable, gradient_descent, judge, parabola
from gdcore.expressions.well_known import well_known
from gdcore.notebook.axes import Axis
from gdcore.notebook.contours import contours, levels
from gdcore.notebook.marks import CURVE, PATH, apart
from gdcore.text.language import use_language
from gdcore.text.notation import rounded
from scenes.clip import in_notebooks
from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from scenes.clip.webvtt import to_vtt
from tests.languages.marked import Marked, words_outside

SVG = "{http://www.w3.org/2000/svg}"
LIMIT_BYTES = 60_000


class Cells(HTMLParser):
    """Collects the table's rows and every tag and attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag."""
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.cell = tag in ("td", "th")
        if tag == "tr":
            self.rows.append([])

    def handle_data(self, data: str) -> None:
        """Read a cell."""
        if self.cell:
            self.rows[-1].append(data)
            self.cell = False


def drawing(html: str) -> ElementTree.Element:
    """Return the drawing, which must be XML of its own."""
    found = re.search(r"<svg xmlns.*</svg>", html, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


def run_of(rate: float, steps: int) -> Trajectory:
    return descend(parabola(), gradient_descent([rate]), [-1.0], steps)


def refusing(x: float, y: float) -> float:
    """Refuse, as an own function may, points to which no step leads."""
    if x > 1.2:
        raise KeyError(x)
    return x * x + y * y


def rough(x: float, y: float) -> float:
    return math.sin(1000.0 * x) * math.sin(999.0 * y) + x * x + y * y


two = gradient_descent([0.3, 0.3])
ODD = {
    "one step": lambda: run_of(0.5, 1),
    "cycle of 100,000": lambda: run_of(1.0, 100_000),
    "overflow": lambda: run_of(1.2, 5000),
    "overflow at once": lambda: descend(lambda x: x**4, gradient_descent([1.0]), [2.0], 100),
    "slow, 100,000": lambda: descend(well_known("rosenbrock"), gradient_descent([1e-4] * 2), [-1.2, 1.0], 100_000),
    "chaos": lambda: descend(lambda x: x**4 / 4 - x**2 / 2, gradient_descent([1.6]), [0.3], 100_000),
    "at the minimum": lambda: descend(lambda x, y: x**2 + y**2, two, [0.0, 0.0], 3),
    "flat": lambda: descend(lambda x, y: 3.0, two, [1.0, 2.0], 3),
    "logarithm": lambda: descend(lambda x: math.log(x) ** 2, gradient_descent([0.3]), [0.4], 20),
    "pole": lambda: descend(lambda x: x + 1 / x, gradient_descent([0.1]), [0.2], 20),
    "complex beyond": lambda: descend(lambda x, y: (x - 1) ** 0.5 + y * y, two, [3.0, 1.0], 5),
    "refusing": lambda: descend(refusing, two, [1.0, 1.0], 20),
    "rough": lambda: descend(rough, gradient_descent([1e-5] * 2), [1.0, 1.0], 2000),
    "unbounded": lambda: descend(well_known("saddle"), gradient_descent([0.1] * 2), [1.5, 0.01], 5000),
    "tiny": lambda: descend(lambda x: x**2, gradient_descent([0.1]), [1e-200], 5),
    "far out": lambda: descend(lambda x: (x - 1e9) ** 2, gradient_descent([0.1]), [1e9 + 1], 30),
    "six": lambda: descend(lambda a, b, c, d, e, f: a * a + f * f, gradient_descent([0.1] * 6), [1.0] * 6, 30),
    "houses": lambda: built_in("mse-blowup").trajectory,
    "noise": lambda: built_in("mse-sgd").trajectory,
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.heavy) if name == "chaos" else name for name in ODD]
)
def test_every_run_shows_itself(name: str) -> None:
    html = ODD[name]()._repr_html_()
    assert len(html.encode()) < LIMIT_BYTES
    assert "nan" not in html
    assert "inf" not in html
    cells = Cells(html)
    assert not {"script", "style", "link", "img", "iframe"} & set(cells.tags)
    assert not {"id", "href", "src", "class"} & set(cells.attributes)
    assert "url(" not in html
    assert len(cells.rows) <= 9
    svg = drawing(html)
    assert svg.get("role") == "img"
    assert [svg.find(f"{SVG}{tag}") is not None for tag in ("title", "desc")] == [True, True]


def test_the_table_is_the_run() -> None:
    run = run_of(0.8, 3)
    rows = Cells(run._repr_html_()).rows
    assert rows[0] == ["k", "x", "loss", "gradient norm"]
    for k, row in enumerate(rows[1:]):
        x = -((-0.6) ** k)
        assert row == [str(k), *(rounded(value, 5).plain for value in (x, x * x, abs(2 * x)))]


def test_a_long_table_keeps_both_ends() -> None:
    rows = Cells(run_of(0.9, 50)._repr_html_()).rows
    assert [row[0] for row in rows[1:]] == ["0", "1", "2", "3", "⋮", "48", "49", "50"]


def test_numbers_that_differ_far_from_zero_read_differently() -> None:
    rows = Cells(ODD["far out"]()._repr_html_()).rows
    shown = [row[1] for row in rows[1:] if row[0] != "⋮"]
    assert len(set(shown)) == len(shown)


def test_the_verdict_is_told_with_both_factors() -> None:
    html = run_of(1.2, 20)._repr_html_()
    assert "<strong>diverging</strong> · measured ×1.40 a step · predicted ×1.40" in html
    assert "stable below a learning rate of 1<" in judge(run_of(0.8, 5))._repr_html_()


def test_a_plain_function_says_where_its_gradient_comes_from() -> None:
    words = "gradient by central differences"
    method, start = gradient_descent([0.1]), [1.0]
    assert words in descend(lambda x: x**2, method, start, 3)._repr_html_()
    assert words not in descend(from_callable(lambda x: x**2, gradient=lambda x: 2 * x), method, start, 3)._repr_html_()


def test_markup_in_names_is_text() -> None:
    objective = from_callable(lambda x: x**2, ["<script>x&"], name='"><img src=x onerror="alert(1)">')
    html = descend(objective, gradient_descent([0.1]), [1.0], 3)._repr_html_()
    assert not {"script", "img"} & set(Cells(html).tags)
    assert "&lt;script&gt;x&amp;" in html
    assert "".join(drawing(html).itertext()).count("<script>x&") >= 2


def test_the_iterates_lie_on_the_curve() -> None:
    panel = drawing(run_of(0.8, 3)._repr_html_()).findall(f"{SVG}svg")[0]
    curve = next(path for path in panel.findall(f"{SVG}path") if path.get("stroke") == CURVE)
    line = np.array([pair.split() for pair in re.split("[ML]", str(curve.get("d")))[1:]], dtype=np.float64)
    dots = np.array([[dot.get("cx"), dot.get("cy")] for dot in panel.findall(f"{SVG}circle")], dtype=np.float64)
    assert len(dots) == 4
    for x, y in dots:
        assert y == pytest.approx(np.interp(x, line[:, 0], line[:, 1]), abs=0.6)


def test_outcomes_are_told_by_shape() -> None:
    panels = drawing(run_of(1.2, 5)._repr_html_()).findall(f"{SVG}svg")
    risen = [path for path in panels[1].findall(f"{SVG}path") if path.get("fill") == PATH]
    assert len(risen) == 5


def test_contours_of_a_bowl_are_circles_at_their_levels() -> None:
    bowl = from_callable(lambda x, y: x**2 + y**2)
    for line in contours(bowl, Axis(-1.0, 1.0), Axis(-1.0, 1.0)):
        radii = np.hypot(line[..., 0], line[..., 1])
        assert np.ptp(radii) < 2.0 / 44 / 2
        assert radii.min() > 0.0


def test_levels_stand_at_equal_ratios_of_the_height() -> None:
    heights = levels(np.linspace(0.0, 100.0, 1000), 0.0)
    assert np.ptp(np.diff(np.log(heights))) < 1e-9


def test_a_cycle_is_two_places() -> None:
    places = np.tile([[0.0, 0.0], [50.0, 50.0]], (5000, 1))
    assert len(apart(places)) == 3


@pytest.mark.parametrize("ends", [(-1.5e308, 1.5e308), (1e9, 1e9 + 1), (0.0, 1e-12), (-3.0, 7.0)])
def test_ticks_are_on_the_axis_and_tell_apart(ends: tuple[float, float]) -> None:
    axis = Axis.around(ends)
    ticks = axis.ticks(4)
    assert 2 <= len(ticks) <= 6
    assert all(0.0 <= axis.share(value) <= 1.0 for value, _ in ticks)
    assert len({words for _, words in ticks}) == len(ticks)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#111111", "#1e1e1e"])
@pytest.mark.parametrize("colour", [PATH, CURVE])
def test_marks_stand_out_on_light_and_on_dark(colour: str, ground: str) -> None:
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3.0


def test_no_word_is_outside_the_catalogue() -> None:
    with use_language("x-marked", Marked()):
        html = built_in("mse-blowup").trajectory._repr_html_()
        html += judge(run_of(1.2, 5000))._repr_html_() + run_of(1.2, 5000)._repr_html_()
    text = re.sub(r"<desc>.*?</desc>|<title>.*?</title>|<[^>]*>", " ", html)
    # Exponents count as letters, and so does the unit ft².
    assert {word for word in words_outside(text) if word.isascii()} == set()


def clip(folder: Path, n_bytes: int = 100) -> Clip:
    files = {"mp4": folder / "<a>&b.mp4", "png": folder / "a.png"}
    files["mp4"].write_bytes(b"m" * n_bytes)
    files["png"].write_bytes(b"p")
    return Clip("a", files, 5.0, 75, 854, 480, 15, (Cue(0.0, 3.0, "It <b>runs</b> & falls."), Cue(3.0, 5.0, "Done.")))


def test_a_clip_holds_its_video_poster_and_captions(tmp_path: Path) -> None:
    shown = clip(tmp_path)
    html = shown._repr_html_()
    data = {kind: b64decode(code) for kind, code in re.findall(r'data:([\w/]+);base64,([\w+/=]+)"', html)}
    assert data == {"video/mp4": b"m" * 100, "image/png": b"p", "text/vtt": to_vtt(shown.cues).encode()}
    assert str(tmp_path) not in html
    assert "<video controls" in html


def test_a_clip_too_large_is_its_poster_and_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_notebooks, "LIMIT_BYTES", 1000)
    html = clip(tmp_path, 2000)._repr_html_()
    assert set(Cells(html).tags) == {"div", "img"}
    assert "&lt;a&gt;&amp;b.mp4" in html


def test_a_clip_whose_file_is_gone_says_so(tmp_path: Path) -> None:
    gone = clip(tmp_path)
    gone.files["mp4"].unlink()
    assert "The video is not there" in gone._repr_html_()


def test_a_real_kernel_shows_a_run() -> None:
    import nbclient
    import nbformat

    cells = [
        "import gdcore",
        "gdcore.descend(lambda x: x**2, gdcore.gradient_descent([0.8]), [-1.0], 3)",
        "gdcore.judge(_)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    html = [cell.outputs[0].data["text/html"] for cell in notebook.cells[1:]]
    assert html[0] == descend(lambda x: x**2, gradient_descent([0.8]), [-1.0], 3)._repr_html_()
    assert "converging" in html[1]
