"""``{commands}``: every command with its arguments, options, defaults and exit statuses, from the program itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from valleyjump.cli import app as program

NAME = "valleyjump"


def commands(command: Any = None, path: tuple[str, ...] = (NAME,)) -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, by its full name, in the order of the program’s own help."""
    command = typer.main.get_command(program) if command is None else command
    inner = getattr(command, "commands", None)
    if inner is None:
        yield " ".join(path), command
        return
    for name, below in inner.items():
        yield from commands(below, (*path, name))


def usage(name: str, command: Any) -> str:
    """Return how a command is written: its name, [options], and its arguments."""
    words = [name, "[options]"] if any(map(_is_option, command.params)) else [name]
    for param in command.params:
        if not _is_option(param):
            shown = f"{param.metavar} ..." if param.nargs == -1 else param.metavar
            words.append(shown if param.required else f"[{shown}]")
    return " ".join(words)


def rows(command: Any) -> Iterator[tuple[str, str, str]]:
    """Yield arguments and options in Markdown: how each is written, its default, its meaning."""
    for param in command.params:
        value = "" if getattr(param, "is_flag", False) else f" {param.metavar}"
        written = ", ".join(f"`{name}`" for name in param.opts) if _is_option(param) else f"`{param.metavar}`"
        if _is_option(param) and value:
            written = ", ".join(f"`{name}{value}`" for name in param.opts)
        meaning = param.help + (f" Also by `{param.envvar}`." if param.envvar else "")
        yield written.replace("|", "\\|"), _default(param), meaning.replace("|", "\\|")


def _is_option(param: Any) -> bool:
    return param.param_type_name == "option"


def _default(param: Any) -> str:
    if param.required:
        return "*required*"
    return "" if param.default in (None, False) or callable(param.default) else f"`{param.default}`"


class Commands(SphinxDirective):
    """Prints a section for each command."""

    def run(self) -> list[nodes.Node]:
        """Return the sections."""
        return [self._section(name, command) for name, command in commands()]

    def _section(self, name: str, command: Any) -> nodes.section:
        section = nodes.section("", nodes.title(name, name), ids=[nodes.make_id(name)], names=[name])
        self.state.document.note_explicit_target(section)
        section += self.parse_text_to_nodes("\n".join(_described(name, command)))
        return section


def _described(name: str, command: Any) -> Iterator[str]:
    yield from ("```text", usage(name, command), "```", "", command.help, "")
    lines = list(rows(command))
    if lines:
        yield from ("| written | default | meaning |", "| --- | --- | --- |")
        yield from (f"| {' | '.join(line)} |" for line in lines)
        yield ""
    label, _, example = command.epilog.partition(": ")
    yield from (f"{label}:", "", "```sh", example, "```")


class Statuses(SphinxDirective):
    """Prints what the program’s help says about exit statuses."""

    def run(self) -> list[nodes.Node]:
        """Return a paragraph."""
        return self.parse_text_to_nodes(typer.main.get_command(program).epilog)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("commands", Commands)
    app.add_directive("exit-statuses", Statuses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
