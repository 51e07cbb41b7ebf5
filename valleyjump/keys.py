"""Keys: the SHA-256 of everything that can change a clip, or a whole build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import numpy as np

from gdcore.language import SOURCE
from gdcore.scenario import Scenario
from scenes.fonts import Face
from scenes.formats import ALWAYS
from scenes.quality import Quality
from scenes.style import DARK, Theme
from valleyjump.identity import Identity, installed, source_digest

LOOK = {"formats": list(ALWAYS), "parcel": 3}
"""How every clip is made."""
ASSEMBLERS = ("av", "jinja2", "markupsafe", "numpy")


def clip_key(
    scenario: Scenario,
    quality: Quality,
    identity: Identity,
    theme: Theme = DARK,
    language: str = SOURCE,
    faces: Sequence[Face] = (),
) -> str:
    """Return the key of one clip, 64 hexadecimal digits; ``faces`` are its fonts beside the embedded ones."""
    plain = {
        "identity": dict(identity),
        "look": {**LOOK, "theme": asdict(theme), "language": language, "fonts": [face.key for face in faces]},
        "quality": [quality.name, quality.width_px, quality.height_px, quality.fps],
        "scenario": _scenario(scenario),
    }
    return _digest([_json(plain), *_arrays(scenario)])


def key_with(key: str, formats: Sequence[str]) -> str:
    """Return the key of the clip of ``key`` when it has the files of these further formats, too."""
    return _digest([key.encode(), *(name.encode() for name in formats)]) if formats else key


def build_key(
    clip_keys: Iterable[str],
    identity: Identity,
    theme: Theme | None = None,
    *,
    single_file: bool = False,
    words: Iterable[str] = (),
) -> str:
    """Return the key of a page and an explainer around these clips, in their order.

    ``theme`` is the page's, if it has one of its own; ``single_file`` says that the page is there as one file, too;
    ``words`` are what it says besides the clips.
    """
    plain = {
        "clips": list(clip_keys),
        "identity": dict(identity),
        "assemblers": {package: installed(package) for package in ASSEMBLERS},
        "source": source_digest("valleyjump", "templates"),
        "theme": None if theme is None else asdict(theme),
        "single_file": single_file,
        "words": list(words),
    }
    return _digest([_json(plain)])


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))  # so that no byte can move from one part to the next
        digest.update(part)
    return digest.hexdigest()


def _json(plain: Any) -> bytes:
    return json.dumps(plain, sort_keys=True).encode()


def _scenario(scenario: Scenario) -> dict[str, Any]:
    """Return everything about a scenario that is not an array of its run or of its data."""
    run = scenario.trajectory
    return {
        "slug": scenario.slug,
        "title": scenario.title,
        "words": dict(scenario.words),
        "objective": _objective(scenario),
        "method": [run.method.name, run.method.learning_rate.tolist(), dict(run.method.hyperparameters)],
        "start": scenario.start.tolist(),
        "steps": scenario.steps,
        "tolerance": scenario.tolerance,
        "view": scenario.view,
        "domain": None if scenario.domain is None else scenario.domain.tolist(),
        "camera": None if scenario.camera is None else asdict(scenario.camera),
        "stopped": [run.stopped, run.overflow_step, run.loss_evaluations, run.gradient_evaluations],
        "rejected": [[rejection.k, rejection.loss] for rejection in run.rejected],
        "companions": [_scenario(companion) for companion in scenario.companions],
    }


def _objective(scenario: Scenario) -> dict[str, Any]:
    objective, table = scenario.objective, scenario.objective.table
    return {
        "name": objective.name,
        "parameters": objective.parameters,
        "formula": [objective.symbol, objective.formula],
        "units": [*objective.units, objective.value_unit],
        "numbers": [objective.quadratic, objective.gradient_scale, objective.domain.tolist()],
        "minimiser": None if objective.minimiser is None else objective.minimiser.tolist(),
        "value": _constants(objective.value),
        "standard": repr(objective.standard),
        "table": None if table is None else [table.x_name, table.y_name, table.x_unit, table.y_unit],
    }


def _constants(function: Callable[..., Any]) -> str:
    """Return the numbers that a function of an objective is bound to, where they can be written down."""
    owner = getattr(function, "__self__", None)
    return repr(owner) if is_dataclass(owner) else ""


def _arrays(scenario: Scenario) -> Iterator[bytes]:
    run, table = scenario.trajectory, scenario.objective.table
    arrays = (run.iterates, run.losses, run.gradients, run.evaluations)
    yield from (np.ascontiguousarray(array).tobytes() for array in arrays)
    yield b"".join(rejection.point.tobytes() for rejection in run.rejected)
    if table is not None:
        yield from (table.x.tobytes(), table.y.tobytes())
    for companion in scenario.companions:
        yield from _arrays(companion)
