"""The arguments and options that commands take, each said once: how it is written and what its help says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from gdcore.own_files import OPTION, allowing
from gdcore.text.language import languages
from scenes.clip.formats import EXTRA
from valleyjump.command.embedding import PLATFORMS
from valleyjump.packs.forms import PACKS

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE.toml", help="Default: the built-in scenarios.")]


def _allow(context: typer.Context, folders: list[Path] | None) -> list[Path] | None:
    """Let lessons name files in these folders until the command ends."""
    for folder in folders or []:
        if not folder.is_dir():
            raise InputError(f"{OPTION} {in_one_line(str(folder))}: expected a folder that is there")
    context.with_resource(allowing(folders or []))
    return folders


OtherFolders = Annotated[
    list[Path] | None,
    typer.Option(
        OPTION,
        metavar="FOLDER...",
        callback=_allow,
        help="Lessons may name files in there, too.",
    ),
]
Words = Annotated[list[str] | None, typer.Argument(metavar="SLUG|FILE.toml", help="Default: all built-in ones.")]
Slug = Annotated[str, typer.Argument(metavar="SLUG", help="As valleyjump list shows it.")]
RunFile = Annotated[Path | None, typer.Option("--file", metavar="FILE.toml", help="Look for it there.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the results go.")]
Source = Annotated[Path, typer.Option("--from", metavar="FOLDER", help="The build that is there already.")]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="SLUG...", help="Take these scenarios alone.")]
QualityName = Annotated[str, typer.Option("--quality", metavar="NAME", help="draft, medium, high or 4k.")]
ThemeName = Annotated[
    str | None,
    typer.Option("--theme", metavar="NAME|FILE.toml", help="dark, light, both or your own. Default: dark clips."),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--lang", metavar="CODE", help=f"What page, captions and clips speak: {', '.join(languages())}, or CODE.po."
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="NAME...", help=f"Besides mp4 and png, make these: {', '.join(EXTRA)}."),
]
VoiceName = Annotated[
    str | None,
    typer.Option(
        "--voice",
        metavar="NAME",
        help="Who says the words: piper, espeak-ng, a Piper voice's FILE.onnx, a FOLDER of recordings, or none. "
        "Default: none.",
    ),
]
VoiceMissing = Annotated[
    str | None, typer.Option("--voice-missing", metavar="NAME", help="Who says what a folder of recordings lacks.")
]
VoiceCommand = Annotated[
    str | None,
    typer.Option("--voice-command", metavar="COMMAND", help="A program that reads a sentence and writes WAV speaks."),
]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", min=1, help="Rendering processes. Default: one a core.")
]
Scheduler = Annotated[
    str | None,
    typer.Option("--cluster", metavar="tcp://HOST:PORT", help="Render on the workers of this Dask scheduler."),
]
CacheFolder = Annotated[
    Path | None,
    typer.Option("--cache-dir", metavar="FOLDER", envvar="VALLEYJUMP_CACHE", help="Where finished clips are kept."),
]
CacheLimit = Annotated[
    str, typer.Option("--cache-limit", metavar="SIZE", envvar="VALLEYJUMP_CACHE_LIMIT", help="The most to keep there.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Render every clip, and keep none.")]
PackFormat = Annotated[
    str,
    typer.Argument(metavar="FORMAT", help="; ".join(f"{name}: {pack.about}" for name, pack in PACKS.items()) + "."),
]
PackFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Default: beside the build, named after it.")
]
Platform = Annotated[str, typer.Option("--for", metavar="NAME", help=f"{', '.join(PLATFORMS)}.")]
Address = Annotated[str | None, typer.Option("--url", metavar="ADDRESS", help="Where the build is served.")]
SingleFile = Annotated[
    bool, typer.Option("--single-file", help="Also write single-file.html: the page with everything inside.")
]
Embedded = Annotated[str, typer.Argument(metavar="SLUG", help="A clip of the build, or one of its playgrounds.")]
RunFormat = Annotated[str, typer.Option("--format", metavar="NAME", help="table, csv or json.")]
Checked = Annotated[list[Path], typer.Argument(metavar="FILE.toml", help="The scenario files.")]
NewLanguage = Annotated[str, typer.Argument(metavar="CODE", help="The code of the language, such as de or pt_BR.")]
NewFile = Annotated[str, typer.Argument(metavar="LESSON", help="The file to write; .toml is added.")]
