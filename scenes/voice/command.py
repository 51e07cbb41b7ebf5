"""A voice that is any command: it reads a sentence from its standard input and writes WAV to its standard output."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Generator, Sequence
from io import BytesIO
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import got, in_one_line
from scenes.programs import ProgramError, output_of
from scenes.voice.digest import digest
from scenes.voice.saying import Speaker, check_words
from scenes.voice.sound import read_sound
from scenes.voice.voice import LONGEST_S, RATE, Line, Samples, VoiceError


class CommandVoice(Speaker):
    """A command of the user's own; no shell reads it. What it prints should depend on what it is given alone."""

    def __init__(self, command: str) -> None:
        """Take a command line. Raises ``InputError`` for one that cannot be read, or without a program."""
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise InputError(f"the voice's command: {str(error).lower()} in {got(command)}") from None
        program = shutil.which(self._words[0]) if self._words else None
        if program is None:
            raise InputError(f"the voice's command: expected a program that can be run, got {got(command)}")
        self._name = in_one_line(self._words[0])
        files = [path for path in map(Path, (program, *self._words[1:])) if path.is_file()]
        # Not the words themselves: they may hold what opens somebody's service.
        self.identity = f"command {digest(files, *self._words)}"

    def examine(self, lines: Sequence[Line], _language: str, _note: Callable[[str], None]) -> None:
        """Refuse sentences without a word; the command knows which scripts it reads."""
        check_words(lines)

    def sounds(self, _language: str, sentences: Sequence[str]) -> Generator[Samples]:
        """Yield the sound of each sentence, one after the other, in whatever language the command speaks."""
        for sentence in sentences:
            yield self._sound(sentence)

    def _sound(self, sentence: str) -> Samples:
        try:
            printed = output_of(self._words, LONGEST_S, sentence)
            if not printed:
                raise ProgramError(f"it printed no sound for {got(sentence)}")
            samples = read_sound(BytesIO(printed), LONGEST_S).samples
        except (ProgramError, InputError) as fault:
            raise VoiceError(f"{self._name}: {fault}") from None
        if samples.size > LONGEST_S * RATE:
            raise VoiceError(f"{self._name}: it speaks for more than {LONGEST_S:g} s on {got(sentence)}")
        return samples
