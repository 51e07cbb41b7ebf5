"""Where one sentence ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.speech.sentences import sentences

CUT = (
    "η = 0.8: every step goes too far, past the bottom.|And yet it arrives.",
    "0.1 creeps.|0.8 overshoots, yet closes in.|1 swings for ever.|1.2 leaves.",
    "Along b, it shifts.|J is the mean square of the bars.",
    "From close by: the floor is almost flat.|b creeps towards 47,630.",
    "It grows.|× 1.4 a step.|−3 is next.|η decides.|(It does.)",
    "At 1 it never ends.|At 1.2 it grows: × 1.40 a step.",
    "So on… and on.|Then…|Yes!|Really?|“No.”|No.|It is J/2.",
    "See e.g. this, i.e. Fig. 2, approx. 3 of them, cf. No. 5 vs. 6.|Done",
    "**Bold.**|*Slanted.*|Then.",
    "¿Llega?|¡Sí!|Por ej. Ahora, p. ej. 3.|Y b aún es 3.",
    "Y. Nesterov found it.|Polyak did, too.",
    "\u2068شمس\u2069 is high.|\u2068شمس\u2069 is low.",
    "これは一つ。|これは二つ。",
    "One paragraph\n\n|another",
    "v1.2.3 and 3.5.|Yes...",
)


@pytest.mark.parametrize("text", CUT)
def test_sentences_by_example(text: str) -> None:
    parts = text.split("|")
    joined = "".join(part if part[-1] in "。\n" else f"{part} " for part in parts)
    assert sentences(joined) == tuple(part.strip() for part in parts)


@given(st.text(st.sampled_from("aAxη1.!?…,:;()\"'*− \n。"), max_size=40))
@settings(max_examples=100)
def test_nothing_is_lost_but_space(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in found)
