"""What the scripts say: every message is found, and the page carries those that read otherwise in its language."""

import json
import re
from gettext import NullTranslations

import pytest

from gdcore.text.language import use_language
from tests.conftest import ROOT
from valleyjump.markup.messages import messages_json, script_messages

MODULES = ROOT / "templates" / "assets" / "modules"
SOURCES = [path.read_text(encoding="utf-8") for path in sorted(MODULES.rglob("*.js"))]
SCRIPT = 'say(tr("a {n}", { n }), str("no"));\nfunction tr(message) {}\nif (x) tr(\n  "b \\"\\u00a0",\n  { y },\n);\n'


CALL = re.compile(r"(?<![\w$.])(?<!function )tr\(")
LITERAL = re.compile(r'\s*"(?:[^"\\\n]|\\.)*"\s*[,)]')
CALLED = re.compile(r"tr\([^\n)]*\)?")


def strange_calls(source: str) -> list[str]:
    """Return the calls of ``tr`` whose message is not one literal in double quotes, the first line of each."""
    strange = [call for call in CALL.finditer(source) if not LITERAL.match(source, call.end())]
    return [found[0] for call in strange if (found := CALLED.match(source, call.start()))]


class Made(NullTranslations):
    """A made-up language."""

    def gettext(self, message: str) -> str:
        return {"a {n}": "</script>{n}"}.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return {"between thousands": "\u202f", "before decimals": ","}[context]


def test_messages_come_in_order_with_their_escapes_read() -> None:
    assert script_messages(SCRIPT) == ("a {n}", 'b "\u00a0')


@pytest.mark.parametrize("call", ["tr(name)", 'tr("a" + name)', "tr('a')", "tr(`a ${b}`)", 'tr("a\n")', "tr()"])
def test_a_call_without_one_literal_is_found(call: str) -> None:
    assert strange_calls(f'const words = [tr("a"), {call}];\n') == [call.split("\n")[0]]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.split("\n", 1)[0])
def test_every_message_of_our_scripts_is_one_literal(source: str) -> None:
    assert strange_calls(source) == []
    assert len(script_messages(source)) == len(CALL.findall(source))


def test_english_needs_no_entries() -> None:
    assert messages_json(SOURCES) == "{}"


def test_another_language_has_the_messages_that_differ_and_its_notation() -> None:
    with use_language("x-made", Made()):
        text = messages_json([SCRIPT, SCRIPT])
    assert "<" not in text
    signs = {"between thousands": "\u202f", "before decimals": ","}
    assert json.loads(text) == {**signs, "language name": "x-made", "a {n}": "</script>{n}"}


def test_the_scripts_read_the_notation_by_the_same_names() -> None:
    assert {"between thousands", "before decimals", "language name"} == set(
        re.findall(
            r'^const [A-Z]+ = "(\w+ \w+)";$', (MODULES / "messages.js").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
