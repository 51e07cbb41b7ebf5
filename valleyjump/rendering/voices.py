"""The voice that a command line or a lesson asks for."""

from __future__ import annotations

from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import got, located_at
from gdcore.own_files import own_file
from scenes.voice.voice import FilledVoice, Voice, VoiceError
from valleyjump.errors import BuildError


def chosen_voice(name: str, language: str, folder: Path | None = None) -> Voice | None:
    """Return the voice of this name; None for silence. With a ``folder`` it is named in a lesson that lies there.

    Raises ``InputError`` for one that cannot be had, ``BuildError`` where its program fails.
    """
    from scenes.voice.by_name import NAMES, voice_named  # late: av

    if folder is not None and name not in ("", *NAMES):
        beside = folder / name
        with located_at("voice"):
            _check_own(beside, folder)
        name = str(beside) if beside.exists() else name
    try:
        return voice_named(name, language)
    except VoiceError as error:
        raise BuildError(str(error)) from None
    except OSError as error:
        raise InputError(f"voice {got(name)}: {error.strerror}") from None


def _check_own(voice: Path, folder: Path) -> None:
    """Raise ``InputError`` where a file of a voice does not lie in the lesson's ``folder``."""
    for path in (voice, voice.with_name(f"{voice.name}.json")):
        own_file(str(path.absolute()), folder)
    for path in voice.glob("*/*") if voice.is_dir() else ():
        own_file(str(path.absolute()), folder)


def with_options(voice: Voice | None, language: str, command: str | None, missing: str | None) -> Voice | None:
    """Return the voice that ``command`` is, if there is one, or ``voice``; ``missing`` names who fills its gaps.

    Raises like ``chosen_voice``, and ``InputError`` where nothing is said that could have gaps.
    """
    heard = voice if command is None else _of_command(command)
    other = None if missing is None else chosen_voice(missing, language)
    if heard is None and other is not None:
        raise InputError("--voice-missing: fills the gaps of recordings; say --voice FOLDER as well")
    return heard if heard is None or other is None else FilledVoice(heard, other)


def _of_command(command: str) -> Voice:
    from scenes.voice.by_name import command_voice  # late: av

    return command_voice(command)
