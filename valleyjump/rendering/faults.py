"""The message about a clip that could not be rendered: what went wrong, and what to do."""

from __future__ import annotations

import os
from pathlib import Path

from valleyjump.errors import KILLER, LOST, REFUSED, TOO_LARGE, RenderError
from valleyjump.store.files import DISK_FULL, disk_fault

REMEDY = "most often for want of memory: try fewer --workers or a lower --quality"


def message_of(slug: str, fault: RenderError, folder: Path) -> str:
    """Return one line."""
    if fault.errno is not None and fault.errno in DISK_FULL:
        return disk_fault(fault.errno, folder, os.strerror(fault.errno))
    if fault.kind == "MemoryError":
        return f"{slug}: out of memory: try fewer --workers or a lower --quality"
    if fault.kind in ("ImportError", "ModuleNotFoundError"):
        return f"{slug}: cannot render here: {first_line(fault.message)}: run valleyjump doctor"
    if fault.kind == LOST:
        return f"{slug}: the process that rendered it died, and so did a second one, {REMEDY}"
    if fault.kind == KILLER:
        return f"{slug}: the workers that rendered it died one after the other, {REMEDY}"
    if fault.kind == REFUSED:
        return f"{slug}: refused by whoever was to render it, who {fault.message}: make them the same, then build again"
    if fault.kind == TOO_LARGE:
        return f"{slug}: {first_line(fault.message)}: render it without that format"
    return f"{slug}: {fault.kind}: {first_line(fault.message)}"


def first_line(text: str) -> str:
    """Return the first line of a message that may have none."""
    return next(iter(text.splitlines()), "no message")
