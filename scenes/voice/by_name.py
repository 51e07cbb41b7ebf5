"""Voices by the names that users give them."""

from __future__ import annotations

from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import unknown
from scenes.voice.command import CommandVoice
from scenes.voice.espeak import PROGRAM, Espeak
from scenes.voice.piper_voice import PiperVoice, bundled_voice
from scenes.voice.recordings import Recordings
from scenes.voice.voice import Voice

NAMES = ("none", "piper", PROGRAM, "FILE.onnx", "a folder of recordings")


def voice_named(name: str, language: str) -> Voice | None:
    """Return the voice of this name for words in ``language``, a code such as "es"; None for the name "none".

    Beside the voices with names of their own it may be the file of a voice of Piper's, or a folder of recordings.
    Raises ``InputError`` for any other, and for a voice that is not installed or does not speak the language;
    ``VoiceError`` where one fails.
    """
    if name == "none":
        return None
    if name == PROGRAM:
        espeak = Espeak()
        espeak.code(language)
        return espeak
    if name == "piper" or name.lower().endswith(".onnx"):
        piper = bundled_voice() if name == "piper" else PiperVoice(Path(name), name)
        piper.check(language)
        return piper
    if name and Path(name).is_dir():
        return Recordings(Path(name))
    raise InputError(unknown("voice", name, NAMES))


def command_voice(command: str) -> Voice:
    """Return the voice that a command line is: it reads text and writes WAV. Never to be called with a lesson's words.

    Raises ``InputError`` for a command that cannot be run.
    """
    return CommandVoice(command)
