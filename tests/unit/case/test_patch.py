"""Line-based changes of YAML: everything else stays, byte by byte, or the change is refused."""

from __future__ import annotations

import pytest

from commonground.case.one_line import clean, flow
from commonground.case.patch import Page
from commonground.case.yaml12 import parse_yaml
from commonground.errors import CaseError
from commonground.evidence.casework.own_words import address, quoted, slug

TEXT = """# top
as_of: 2025-03-08   # the day
list:
  - {id: x, date: 2024}  # flow
  - id: y          # block
    text: >-
      folded
      text

# between
cites: [a, b,
  # inside
  d # last
  ]
empty: []
map: {x: 1,}
talks:
  starts_in:
    value: 3   # months
    because: "x"
  tempo: 4
last: "héé 𝔘"   # 'quoted'
"""

HOSTILE = [
    "quote \" and ' and \\",
    "- x\n  evil: true\n# comment",
    "}], {injected: [1",
    "&a *a !tag %YAML | > @ `",
    "key: value # no comment",
    "\u202eright to left\u202c \u2066x\u2069 \ufeff",
    "یک می\u200cخواهد עברית",
    "a\x00b\x1b[31mc\x85d\u2028e",
    "<script>alert(1)</script>",
    "---\n...\n---",
    "null",
    "no",
    "2024",
    "1e9",
    "",
    "\ud800 half",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_changes_leave_the_rest_alone(newline: str) -> None:
    page = Page(TEXT.replace("\n", newline))
    after = page.set(["as_of"], "2025-04-01")
    after = after.append(["list"], {"id": "z", "text": "new"}).append(["cites"], "e").append(["empty"], "f")
    after = after.enter(["map"], "y", 2).enter(["talks"], "began", "2025-03-03").enter([], "added", [1])
    after = after.comment_out(["talks", "starts_in"], "set aside")
    assert after.at(["list"])[2] == {"id": "z", "text": "new"}
    assert (after.at(["cites"]), after.at(["empty"])) == (["a", "b", "d", "e"], ["f"])
    assert after.at(["talks"]) == {"tempo": 4, "began": "2025-03-03"}
    for remark in (
        "# top",
        "# the day",
        "# flow",
        "# block",
        "# between",
        "# inside",
        "# last",
        "# 'quoted'",
    ):
        assert remark in after.text
    assert "  # starts_in:" in after.text
    assert ("\r\n" in after.text) == (newline == "\r\n")
    assert after.text.count("\n") == after.text.count(newline)
    kept = [line for line in TEXT.splitlines() if line in after.text.splitlines()]
    assert (
        len(kept) == len(TEXT.splitlines()) - 7
    )  # as_of, cites, empty, map and the three lines of starts_in


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    page = Page(TEXT).append(["list"], {"id": "z", "text": text}).set(["list", 1, "text"], text)
    assert page.at(["list"])[2] == {"id": "z", "text": clean(text)}
    assert set(page.data) == set(Page(TEXT).data)
    assert "\n" not in flow(text)
    parse_yaml(f"x: 1 # {quoted(text)}\ny: {flow([text])}\n")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a: &x [1]\nb: *x\n", ["b"]),  # one list in two places
        ("a: {b: {c: 1}}\n", ["nothing", "there"]),
        ("a: 1\n", ["a"]),
    ],
)
def test_what_would_touch_more_is_refused(text: str, keys: list[str]) -> None:
    with pytest.raises(CaseError, match="cannot be changed without touching more"):
        Page(text, "case.yaml").append(keys, 2)


def test_a_key_on_a_shared_line_is_not_commented_out() -> None:
    with pytest.raises(CaseError):
        Page("talks: {starts_in: 3, tempo: 4}\n").comment_out(["talks", "starts_in"], "x")


def test_addresses_and_ids() -> None:
    assert address("https://example.org/a?b=1#c") == "https://example.org/a?b=1#c"
    bad = (
        "javascript:alert(1)",
        "data:x",
        "http://",
        'https://x.org/"><b>',
        "https://x.org/\u202ex",
        "//x",
        "http://[",
    )
    assert [address(url) for url in bad] == [""] * len(bad)
    assert (slug("Côte d’Ivoire & Co"), slug("٣"), slug("value"), slug("7 x")) == (
        "cote-divoire-co",
        "x",
        "value-1",
        "x-7-x",
    )
    assert clean("a" * 50 + " " + "b" * 50, 60) == "a" * 50 + "…"
