"""No text makes the coder fail or hang: any characters, any length, any shape of line."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.evidence.coder import dictionaries
from commonground.evidence.coder.code import code, stream
from commonground.evidence.coder.sentences import split
from commonground.evidence.coder.tokens import tokenise

WORDS = st.sampled_from(
    (
        "Iran the United States rejected offer to talks with , . ? \" ' 's “ ” ( ) - and but that which who "
        "will must may agreed said on Monday 2018 U.S. Gen. threatened to withdraw from deal sanctions by of in Mr . "
        ": ; \n\n • 1. he it not Kremlin’s US-led Iran-backed don't refuse refuses refused demand demanded urged X "
        "stop they _ __ & % $ #"
    ).split(" ")
)
SENTENCES = st.lists(WORDS, max_size=60).map(" ".join)
ANYTHING = st.text(st.characters(), max_size=400)  # lone surrogates included


@settings(max_examples=150)
@given(st.one_of(SENTENCES, ANYTHING))
def test_any_text_is_coded_and_quotes_are_in_it(text: str) -> None:
    found = code(text, date(2020, 1, 1), "x")
    json.dumps(found.as_dict())
    plain = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    for event in (*found.events, *found.set_aside):
        assert plain[event.start : event.end] == event.text
        assert event.actor
    for passage in (*found.questions, *found.recommendations, *found.claims, *found.positions):
        assert plain[passage.start : passage.end] == passage.quote


@settings(max_examples=100)
@given(st.one_of(SENTENCES, ANYTHING))
def test_tokens_and_sentences_lie_in_the_text(text: str) -> None:
    last = 0
    for token in tokenise(text):
        assert last <= token.start < token.end <= len(text)
        assert text[token.start : token.end].startswith(token.word)
        last = token.end
    last = 0
    for start, end in split(text):
        assert last <= start < end <= len(text)
        last = end


@settings(max_examples=100)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200), ANYTHING.map(lambda text: json.dumps({"text": text}))
    )
)
def test_any_line_is_answered(line: str | bytes) -> None:
    for answer in stream([line]):
        assert set(answer) >= {"id", "events"}
        json.dumps(answer)


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_dictionary_is_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("dictionary") / "any.txt"
    path.write_text(text, "utf-8", errors="replace")
    for read in (
        dictionaries.read_actors,
        dictionaries.read_agents,
        dictionaries.read_verbs,
        dictionaries.read_discards,
        dictionaries.read_issues,
    ):
        read(path)


THOUSAND = 1_000
SHAPES = {
    "one word": "x" * (10_000 * THOUSAND),
    "capitals": "A" * (500 * THOUSAND),
    "no spaces": "Iran,rejects.the;offer" * (10 * THOUSAND),
    "NULs": "\0" * (200 * THOUSAND),
    "surrogates": "\ud800" * (200 * THOUSAND),
    "hyphens": "a-" * (200 * THOUSAND),
    "stops": "." * (300 * THOUSAND),
    "abbreviations": "U.S. " * (20 * THOUSAND),
    "apostrophes": "n't 's " * (20 * THOUSAND),
    "brackets": "(" * (200 * THOUSAND),
    "lines": "\n" * (300 * THOUSAND),
    "odd lines": "\n\v" * (100 * THOUSAND),
    "bullets": "• \n" * (30 * THOUSAND),
    "to to to": "agreed to " * (10 * THOUSAND),
    "names": "Iran " * (20 * THOUSAND),
    "commas": "Iran, " * (15 * THOUSAND),
    "questions": "Will Iran? " * (5 * THOUSAND),
    "one digit": "1" * (500 * THOUSAND),
    "dots in a word": "a." * (150 * THOUSAND),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_long_shapes_end(shape: str) -> None:
    text = SHAPES[shape]
    begin = time.process_time()
    code(text, date(2020, 1, 1))
    for _ in stream([json.dumps({"id": 1, "text": text})]):
        pass
    assert time.process_time() - begin < 30  # a quadratic step would take hours
