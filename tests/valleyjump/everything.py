"""A lesson that has everything in its text, written into a folder of its own."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 12"><path d="M1 10 Q15 -6 29 10" fill="none"/></svg>'
TEXT = r"""
# A first look

The loss starts at {loss_0}: $x_{k+1} = x_k - \eta f'(x_k)$ with $\eta = \fact{rate}$. A coffee costs $5.

$$
\frac{1}{n} \sum_{i=1}^{n} r_i^2
$$

[web](https://example.org/a?b=1&c=2#d), [plain](http://example.org/), [person](mailto:teacher@example.org),
<https://example.net/auto>, [reference][ref], [host](//cdn.example.org/x), [next](#second), [back](#run-first),
[numbers](clips/first.json?download=1), [frame](embed/first.html), [up](../../../etc/hostname), [root](/etc/hostname),
[coded](%2e%2e/%2e%2e/etc/hostname), [beside](notes.html), [top](index.html#content).

[ref]: https://example.com/reference "A title"

![A hillside](images/hill%20side.png) ![A drawing](images/drawing.svg) ![In WebP](images/w.webp)
![In JPEG](images/p.jpg)

- one with `{steps}`
  1. deeper

<script>alert('x')</script> <img src=x onerror=alert(1)>
"""
AFTER = r"""
| rate | loss after {steps} |
| :--- | ---: |
| $\eta^2$ | {loss_last} |
"""
LESSON = f"""
title = "הירידה אל העמק: everything"
lead = "</p><script>alert(1)</script>"

[[scenario]]
slug = "first"
title = "{"kilowatt hours per household and month " * 4}"
objective = "x**2"
start = 2
learning_rate = 0.2
steps = 3
before = '''{TEXT}'''
after = '''{AFTER}'''

[[scenario]]
slug = "second"
objective = "x**2"
start = 2
learning_rate = 0.3
steps = 3
before = "Back to [the first](#first)."
"""


def write_lesson(folder: Path) -> Path:
    """Write the lesson with its pictures and return its file."""
    (folder / "images").mkdir(parents=True)
    for name in ("hill side.png", "w.webp", "p.jpg"):
        Image.new("RGB", (64, 40), "#2a6f97").save(folder / "images" / name)
    (folder / "images/drawing.svg").write_text(DRAWING)
    file = folder / "lesson.toml"
    file.write_text(LESSON, encoding="utf-8")
    return file
