"""How numbers read in the playground: as in Python."""

import json
import math
import random
import struct
from gettext import NullTranslations

import pytest

from gdcore.text.language import decimal_sign, thousands_separator, use_language
from gdcore.text.notation import fixed, rounded


class Commas(NullTranslations):
    """A language whose numbers read 1 234,5."""

    def pgettext(self, context, message):
        return {"between thousands": "\u202f", "before decimals": ","}.get(context, message)


def numbers():
    chance = random.Random(5)
    drawn = [struct.unpack("<d", chance.randbytes(8))[0] for _ in range(1500)]
    drawn += [chance.choice([-1, 1]) * 10 ** chance.uniform(-6, 9) for _ in range(1500)]
    drawn += [round(chance.uniform(-1e4, 1e4), chance.randrange(7)) for _ in range(500)]
    halves = [k / 8 for k in range(-400, 400)] + [k + 0.5 for k in range(2000)] + [1000 * k + 500 for k in range(900)]
    return [n for n in drawn if math.isfinite(n)] + halves + [0.0, -0.0, 999999.5, 999.5, 0.0009995, 1e-3, 1e6, 5e-324]


@pytest.mark.parametrize("code", ["en", "es", "de"])
def test_numbers_read_as_in_python_and_are_read_back(modules, code):
    modules.reload()  # messages are read once
    script = """async ([values, messages]) => {
      const block = Object.assign(document.createElement("script"), {id: "messages", type: "text", text: messages});
      document.body.append(block);
      const f = await import("./format.js");
      const all = (value) => [3, 4, 6].map((n) => f.rounded(value, n)).concat([0, 1, 2].map((n) => f.fixed(value, n)));
      return values.map((value) => [all(value).map(f.plainText), f.typedNumber(f.plainText(f.rounded(value, 6)))]);
    }"""
    values = [*numbers(), math.inf, -math.inf, math.nan]
    with use_language(code, Commas() if code == "de" else None):
        signs = {"between thousands": thousands_separator(), "before decimals": decimal_sign()}
        messages = json.dumps({**signs, "undefined": str(rounded(math.nan))})
        for value, (found, read) in zip(values, modules.evaluate(script, [values, messages]), strict=True):
            expected = [rounded(value, n).plain for n in (3, 4, 6)] + [fixed(value, n).plain for n in (0, 1, 2)]
            assert found == expected, value
            assert not math.isfinite(value) or read == float(f"{value:.5e}") or math.isclose(read, value, rel_tol=6e-6)
