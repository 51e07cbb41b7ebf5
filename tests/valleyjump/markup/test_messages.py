"""What the scripts say: every message is found, and the page carries those that read otherwise in its language."""

import json
import re
from gettext import NullTranslations
from io import BytesIO

import pytest
from babel.messages.extract import extract

from gdcore.text.language import use_language
from tests.conftest import ROOT
from valleyjump.markup.messages import messages_json, script_messages
from valleyjump.markup.scripts import ModuleError

MODULES = ROOT / "templates" / "assets" / "modules"
SOURCES = [path.read_text(encoding="utf-8") for path in sorted(MODULES.rglob("*.js"))]
SCRIPT = 'say(tr("a {n}", { n }), str("no"));\nfunction tr(message) {}\nif (x) tr(\n  "b \\"\\u00a0",\n  { y },\n);\n'


class Made(NullTranslations):
    """A made-up language."""

    def gettext(self, message: str) -> str:
        return {"a {n}": "</script>{n}"}.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return "\u202f"


def test_messages_come_in_order_with_their_escapes_read() -> None:
    assert script_messages(SCRIPT) == ("a {n}", 'b "\u00a0')


@pytest.mark.parametrize("call", ["tr(name)", 'tr("a" + name)', "tr('a')", "tr(`a ${b}`)", 'tr("a\n")', "tr()"])
def test_what_cannot_be_collected_is_refused(call: str) -> None:
    with pytest.raises(ModuleError, match=r"no literal in double quotes: tr\("):
        script_messages(f"const words = {call};\n")


def test_english_needs_no_entries() -> None:
    assert messages_json(SOURCES) == "{}"


def test_another_language_has_the_messages_that_differ_and_its_notation() -> None:
    with use_language("x-made", Made()):
        text = messages_json([SCRIPT, SCRIPT])
    assert "<" not in text
    assert json.loads(text) == {"between thousands": "\u202f", "language name": "x-made", "a {n}": "</script>{n}"}


def test_the_scripts_read_the_notation_by_the_same_names() -> None:
    assert {"between thousands", "language name"} == set(
        re.findall(
            r'^const [A-Z]+ = "(\w+ \w+)";$', (MODULES / "messages.js").read_text(encoding="utf-8"), re.MULTILINE
        )
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.split("\n", 1)[0])
def test_the_catalogue_has_every_message_of_every_script(source: str) -> None:
    collected = extract("javascript", BytesIO(source.encode()), keywords={"tr": None})
    assert [str(message) for _, message, _, _ in collected] == list(script_messages(source))
