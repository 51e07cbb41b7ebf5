"""Keys: the SHA-256 of everything that can change a clip, or a whole build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import partial
from types import CodeType, MethodType
from typing import Any

import numpy as np

from gdcore.errors import InputError
from gdcore.lesson.draft import Draft
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from scenes.clip.formats import ALWAYS
from scenes.clip.quality import Quality
from scenes.theme.theme import Theme
from scenes.typesetting.fonts import Face
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.store.identity import Identity, installed, source_digest

PLAIN = RenderStyle()
LOOK = {"formats": list(ALWAYS), "parcel": 5}
"""How every clip is made."""
OURS = ("gdcore", "scenes")
"""The rooms whose source is part of the identity."""
ASSEMBLERS = ("av", "jinja2", "markupsafe", "numpy")


def clip_key(
    scenario: Scenario | Draft,
    quality: Quality,
    identity: Identity,
    style: RenderStyle = PLAIN,
    faces: Sequence[Face] = (),
    voice: str = "",
) -> str:
    """Return the key of one clip without further formats, 64 hexadecimal digits.

    ``faces`` are its fonts beside the embedded ones, ``voice`` the identity of what is heard. Nothing is computed for
    it. Raises ``InputError`` for a scenario with a method of an object that its objective does not have as its
    ``function``.
    """
    look = {
        "theme": asdict(style.clip_theme),
        "language": style.language,
        "messages": hashlib.sha256(style.messages).hexdigest(),
        "fonts": [face.key for face in faces],
        "voice": voice,
    }
    plain = {
        "identity": dict(identity),
        "look": {**LOOK, **look},
        "quality": asdict(quality),
        "scenario": scenario.inputs if isinstance(scenario, Draft) else _shown(scenario),
    }
    return _digest([_json(plain)])


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
    place: str = "",
) -> str:
    """Return the key of a page and an explainer around these clips, in their order.

    ``theme`` is the page's, if it has one of its own; ``single_file`` says that the page is there as one file, too;
    ``words`` are what it says besides the clips, and ``place`` is the address that it names as its own.
    """
    plain = {
        "clips": list(clip_keys),
        "identity": dict(identity),
        "assemblers": {package: installed(package) for package in ASSEMBLERS},
        "source": source_digest("valleyjump", "templates"),
        "theme": None if theme is None else asdict(theme),
        "single_file": single_file,
        "words": list(words),
        "place": place,
    }
    return _digest([_json(plain)])


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))  # so that no byte can move from one part to the next
        digest.update(part)
    return digest.hexdigest()


def _json(plain: Any) -> bytes:
    return json.dumps(plain, sort_keys=True, default=lambda content: hashlib.sha256(content).hexdigest()).encode()


def _shown(scenario: Scenario) -> Any:
    """Return everything that makes up what a scenario's clip shows: its questions stand on the page."""
    kind, parts = _all_of(scenario)
    return [kind, {name: part for name, part in parts.items() if name != "questions"}]


def _all_of(value: Any) -> Any:
    """Return everything that makes up a scenario or a part of it, ready for JSON: each field of each data class.

    Arrays stand by their bytes, functions by their names and their code if they have one of their own. What a run comes
    to is not among it: all that is here determines it.
    """
    if isinstance(value, np.ndarray):
        return [str(value.dtype), value.shape, hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()]
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if not _has_its_functions(value, field.name)]
        return [type(value).__qualname__, {name: _all_of(getattr(value, name)) for name in names}]
    if isinstance(value, Mapping):
        return {str(name): _all_of(part) for name, part in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [_all_of(part) for part in value]
    if isinstance(value, partial):
        return [_all_of(part) for part in (value.func, value.args, value.keywords)]
    if callable(value):
        return _function(value)
    return value if isinstance(value, str | int | float | None) else repr(value)


def _has_its_functions(value: object, name: str) -> bool:
    """Whether a field is a method of an objective's ``function``, which has a field, and so a place in the key."""
    if not isinstance(value, Objective) or name not in ("value", "gradient", "hessian"):
        return False
    return bool(getattr(value, name) == getattr(value.function, name, None))


def _function(function: Callable[..., Any]) -> Any:
    """Return what tells one function from another: code of one's own may change while its name stays."""
    name = [getattr(function, "__module__", ""), getattr(function, "__qualname__", repr(function))]
    if isinstance(function, MethodType):
        raise InputError(
            f"{name[1]}: no clip can be kept of a method whose object is unknown: "
            "make the objective with function=OBJECT, which has value, gradient and hessian, or of plain functions"
        )
    code = getattr(function, "__code__", None)
    if code is None:
        return name
    return [*name, _held(function)] if name[0].partition(".")[0] in OURS else [*name, _code(code), _held(function)]


def _code(code: CodeType) -> Any:
    constants = [_code(part) if isinstance(part, CodeType) else repr(part) for part in code.co_consts]
    return [code.co_code.hex(), code.co_names, constants]


def _held(function: Callable[..., Any]) -> Any:
    """Return what a function keeps of the place in which it was made."""
    cells = getattr(function, "__closure__", None) or ()
    return [_all_of([cell.cell_contents for cell in cells]), _all_of(getattr(function, "__defaults__", None))]
