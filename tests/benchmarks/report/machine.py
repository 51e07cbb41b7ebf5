"""What the benchmark ran on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from valleyjump.rendering.executors import usable_cores

PACKAGES = ("manim", "av", "numpy", "pycairo", "typst")


def describe() -> dict[str, Any]:
    """Return cores, processor, memory, system, versions and the date."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": usable_cores(),
        "cpu": _processor(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "os": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        **{package: version(package) for package in PACKAGES},
        "load": os.getloadavg()[0],
    }


def in_words(machine: dict[str, Any]) -> str:
    """Return the machine as a line."""
    versions = ", ".join(f"{name} {machine[name]}" for name in ("manim", "av", "numpy"))
    memory = f"{machine['memory_bytes'] / 2**30:.0f} GiB"
    return (
        f"{machine['cores']} cores of {machine['cpu']}, {memory}, {machine['os']}, "
        f"Python {machine['python']}, {versions}; {machine['date']}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "an unknown processor"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")
