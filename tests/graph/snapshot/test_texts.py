"""Are texts found where they are, whatever is in them?"""

from __future__ import annotations

import numpy as np
import orjson
from hypothesis import given
from hypothesis import strategies as st

from graph.snapshot.texts import Texts, Tokens

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def texts_of(said: list[str]) -> Texts:
    raw = [orjson.dumps(text) for text in said]
    start = np.concatenate([[0], np.cumsum([len(token) for token in raw])]).astype(np.int32)
    return Texts(Tokens(np.frombuffer(b"".join(raw), np.uint8), start), np.arange(len(raw), dtype=np.int32))


@given(st.lists(words, unique=True), words)
def test_a_text_is_found_at_its_place(said: list[str], other: str) -> None:
    texts = texts_of(said)
    assert list(texts) == said
    assert [texts.find(text) for text in said] == list(range(len(said)))
    assert (other in texts) == (other in said)
    assert texts.some(np.arange(len(said))) == tuple(said)
    assert [texts[i] for i in range(len(said))] == said


def test_what_is_no_text_is_not_there() -> None:
    texts = texts_of(["a"])
    assert "\ud800" not in texts
    assert None not in texts
