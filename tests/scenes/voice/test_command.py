"""A voice that is any command: what it is given, and each way in which it fails, in one line."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from gdcore.errors import InputError
from scenes.voice import command
from scenes.voice.by_name import command_voice
from scenes.voice.voice import RATE, Line, Utterance, VoiceError
from tests.scenes.voice.all_said import all_said
from tests.scenes.voice.recorded import bursts, record

LINES = [
    Line("valley", "introduce", ("Here is a valley: “A” & ‘b’ $HOME.", "Look.")),
    Line("valley", "steps", ("Look.",)),
]


def script(folder: Path, does: str) -> str:
    """Write a program that appends what it is given to the file ``given``, and return the command that runs it."""
    path = folder / "speak.py"
    path.write_text(
        f"import sys\nfrom pathlib import Path\nhere = Path({str(folder)!r})\n"
        f"with (here / 'given').open('a') as file: file.write(sys.stdin.read() + '\\n')\n{does}\n"
    )
    return shlex.join([sys.executable, "-X", "utf8", str(path)])


def say(words: str, lines: list[Line] = LINES) -> list[Utterance | None]:
    return all_said(command_voice(words), lines)


def speaking(folder: Path, length_s: float = 0.8) -> str:
    record(folder / "spoken.wav", bursts(length_s, rate=8_000), 8_000)
    return script(folder, "sys.stdout.buffer.write((here / 'spoken.wav').read_bytes())")


def test_a_command_is_given_each_sentence_once_and_its_sound_is_taken(tmp_path: Path) -> None:
    first, second = say(speaking(tmp_path))
    assert (tmp_path / "given").read_text().splitlines() == list(LINES[0].sentences)
    assert first
    assert second
    assert first.samples.size / RATE == pytest.approx(0.8 + 0.35 + 0.8, abs=0.2)
    assert len(first.ends_s) == 2
    assert second.samples.size / RATE == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("print('first', file=sys.stderr); sys.exit('no credit left')", "no credit left"),
        ("sys.exit(3)", "it ended with status 3"),
        ("", "it printed no sound for 'Look.'"),
        ('print(\'{"error": "no voice"}\')', "not a sound that can be read"),
    ],
    ids=["its last line", "its status", "nothing", "no sound"],
)
def test_a_command_that_fails_is_told_in_one_line(tmp_path: Path, does: str, told: str) -> None:
    with pytest.raises(VoiceError) as error:
        say(script(tmp_path, does), LINES[1:])
    assert str(error.value).startswith(f"{sys.executable}: {told}")
    assert "\n" not in str(error.value)


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LONGEST_S", 0.5)
    with pytest.raises(VoiceError, match=r"it took longer than 0\.5 s"):
        say(script(tmp_path, "import time; time.sleep(60)"))


def test_a_command_that_speaks_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"it speaks for more than 60 s on 'Look\.'"):
        say(speaking(tmp_path, 61), LINES[1:])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "the voice's command: expected a program that can be run, got ''"),
        (
            "no-such-speaker --fast",
            "the voice's command: expected a program that can be run, got 'no-such-speaker --fast'",
        ),
        ("speak 'it", "the voice's command: no closing quotation in \"speak 'it\""),
    ],
)
def test_a_command_that_cannot_be_run_is_bad_input(words: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        command_voice(words)
    assert str(error.value) == told


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    words = f"{speaking(tmp_path)} ; touch {tmp_path}/touched"
    assert say(words, LINES[1:])[0] is not None
    assert not (tmp_path / "touched").exists()


def test_another_program_or_option_is_another_voice_and_no_secret_is_in_its_identity(tmp_path: Path) -> None:
    words = speaking(tmp_path)
    identities = [command_voice(words).identity, command_voice(f"{words} --key s3cret").identity]
    assert command_voice(words).identity == identities[0]
    identities.append(command_voice(script(tmp_path, "print()")).identity)
    assert len(set(identities)) == 3
    assert not any("s3cret" in identity for identity in identities)
