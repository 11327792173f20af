"""YAML 1.2: scalars by the core schema, places of keys and values, bounds on nesting and aliases."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.case.yaml12 import parse_yaml, resolve
from commonground.errors import CaseError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("true", True), ("False", False),
        ("012", 12), ("0o14", 12), ("0x1F", 31), ("1e3", 1000.0), ("-1.5", -1.5), (".5", 0.5), ("+7", 7),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"), ("2025-03-08", "2025-03-08"), ("~", None), ("null", None), ("", None),
        (".inf", math.inf), ("-.Inf", -math.inf), ("0b1", "0b1"), ("3 to 9", "3 to 9"), ("=", "="),
    ],
)  # fmt: skip
def test_plain_scalars_follow_the_core_schema(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)
    assert parse_yaml(f"key: {text}").data == {"key": value}


def test_quoted_scalars_stay_text() -> None:
    assert parse_yaml("""{a: "5", b: 'true', c: !!str 7}""").data == {"a": "5", "b": "true", "c": "7"}


def test_keys_are_always_text() -> None:
    assert parse_yaml("{3.67: 1, NO: 2, true: 3}").data == {"3.67": 1, "NO": 2, "true": 3}


def test_not_a_number_is_read_so_that_it_can_be_refused_in_its_place() -> None:
    assert math.isnan(parse_yaml("a: .nan").data["a"])


def test_places_of_keys_and_values() -> None:
    document = parse_yaml("# comment\na:\n  b: [1, {c: 2}]\n")
    assert document.place(("a", "b", 1, "c")) == (3, 14)
    assert document.place(("a", "b", 1, "c"), at_key=True) == (3, 11)
    assert document.place(("a", "b")) == (3, 6)
    assert document.place(("a", "missing")) == (2, 1)
    assert document.place(("missing",)) == (2, 1)
    assert document.where(("a", "b", 0)) == "<text>:3:7"


def test_an_alias_points_to_where_the_value_is_written() -> None:
    document = parse_yaml("a: &x {y: 1}\nb: *x\n")
    assert document.data["b"] == {"y": 1}
    assert document.place(("b", "y")) == (1, 11)
    assert document.place(("b",)) == (2, 4)


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    document = parse_yaml(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 2\r\n")
    assert document.data == {"a": 1, "b": {"c": 2}}
    assert document.place(("b", "c")) == (3, 6)


@pytest.mark.parametrize(
    ("source", "place", "fragment"),
    [
        ("a: 1\nb: {a: 1, c: 2,\n  a: 3}", "3:3", "duplicate key, first on line 2"),
        ("a: \ufffe", "1:4", "U+FFFE"),
        ("a: x\u2028y", "1:5", "U+2028"),
        ("a: &x [*x]", "1:8", "an alias inside the part it stands for"),
        ("? [1]\n: 2", "1:3", "a key must be plain text"),
        ("a: " + "9" * 5000, "1:4", "too many digits"),
        ("a: 0x" + "f" * 5000, "1:4", "too many digits"),
        ("a: @b", "1:4", "not valid YAML"),
        (b"a: b\nc: \xff\xfe", "2:4", "not UTF-8"),
    ],
    ids=range(9),
)
def test_what_is_refused_names_its_place(source: str | bytes, place: str, fragment: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_yaml(source, "f.yaml")
    (finding,) = caught.value.findings
    assert finding.where == f"f.yaml:{place}"
    assert fragment in finding.message
    assert finding.fix


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "], ids=["list", "map", "dash", "question"])
def test_endless_nesting_is_refused_quickly(opening: str) -> None:
    with pytest.raises(CaseError):
        parse_yaml("a:\n " + opening * 200_000)


@given(st.one_of(st.text(), st.binary(), st.text(alphabet="[]{}:,-?&*!|>'\"%@` \n\tab01")))
def test_property_any_text_is_read_or_refused_with_its_place(source: str | bytes) -> None:
    try:
        parse_yaml(source, "f.yaml")
    except CaseError as error:
        where = error.findings[0].where
    else:
        where = "f.yaml:1:1"
    assert where.startswith("f.yaml:")
