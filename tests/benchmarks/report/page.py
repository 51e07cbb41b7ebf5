"""The table in the documentation's page on speed, written from a report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.benchmarks.processes import ROOT
from tests.benchmarks.report.machine import in_words
from tests.benchmarks.report.rows import as_markdown

PAGE = ROOT / "docs" / "benchmark.md"
SECTION = re.compile(r"(?<=<!-- measured: make benchmark -->\n).*?(?=<!-- /measured -->)", re.DOTALL)


def show(report: dict[str, Any], path: Path = PAGE) -> None:
    """Put the table of ``report`` between the page's two marks. Raises ``ValueError`` when they are not there."""
    text = path.read_text(encoding="utf-8")
    table = (
        f"\n{as_markdown(report['rows'])}\n\nMeasured at `{report['quality']}` on {in_words(report['machine'])}.\n\n"
    )
    text, count = SECTION.subn(lambda _: table, text)
    if count != 1:
        raise ValueError(f"{path}: expected one marked section, found {count}")
    path.write_text(text, encoding="utf-8")
