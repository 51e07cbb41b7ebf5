"""The voice ``espeak-ng``: a program of that name, with a hundred languages."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Sequence
from io import BytesIO

from gdcore.errors import InputError
from scenes.programs import ProgramError, output_of
from scenes.voice.saying import Speaker
from scenes.voice.sound import read_sound
from scenes.voice.voice import LONGEST_S, Samples, VoiceError

PROGRAM = "espeak-ng"
MISSING = f"the voice {PROGRAM} is a program that is not installed: apt install {PROGRAM}"
WORDS_A_MINUTE = 150


class Espeak(Speaker):
    """eSpeak NG, with a voice for each language."""

    def __init__(self) -> None:
        """Find the program. Raises ``InputError`` where it is not installed, and ``VoiceError`` where it fails."""
        if shutil.which(PROGRAM) is None:
            raise InputError(MISSING)
        version = _printed("--version").decode(errors="replace").partition("Data at")[0]
        self.identity = f"{version.strip()}, {WORDS_A_MINUTE} words a minute"

    def sounds(self, language: str, sentences: Sequence[str]) -> Generator[Samples]:
        """Yield the sound of each sentence, one after the other."""
        speak = ("-v", self.code(language), "-s", str(WORDS_A_MINUTE), "-b", "1", "--stdin", "--stdout")
        for sentence in sentences:
            yield read_sound(BytesIO(_printed(*speak, given=sentence)), LONGEST_S).samples

    def code(self, language: str) -> str:
        """Return the program's own code for a language. Raises ``InputError`` for one that it does not speak."""
        whole = language.replace("_", "-").lower()
        for code in dict.fromkeys((whole, whole.split("-")[0])):
            # The first line is a heading.
            if len(_printed(f"--voices={code}").splitlines()) > 1:
                return code
        raise InputError(f"{PROGRAM} does not speak {language}; `{PROGRAM} --voices` lists what it speaks")


def _printed(*words: str, given: str = "") -> bytes:
    try:
        return output_of((PROGRAM, *words), LONGEST_S, given)
    except ProgramError as fault:
        raise VoiceError(f"{PROGRAM}: {fault}") from None
