"""A case as crowded as the studio must bear: 12 parties, 20 issues, 300 items of evidence, names of all kinds."""

from __future__ import annotations

from typing import Any

import yaml

NAMES = (
    "جمهوری اسلامی ایران", "מדינת ישראל", "المملكة العربية السعودية", "Côte d’Ivoire", "中华人民共和国",
    "<b onclick=alert(1)>Bold & \"quoted\"</b>", "{{ 7 * 7 }} ${8*8} %(x)s",
    "A party whose name is longer than any heading would be wished to be, with commas, and more",
    "O'Brien \\ Sons", "Россия", "ኢትዮጵያ", "O",
)  # fmt: skip
QUESTION = {
    "text": "Will there be a deal?",
    "deadline": "2026-01-01",
    "outcome": "agreement",
    "resolves_if": "All sign.",
}
BECAUSE = "سخنرانی: " + "it was said. " * 6
OPEN, CLOSED = 6, 14  # issues of two kinds; 2 levels each make a million packages


def crowded() -> dict[str, Any]:
    """The case as plain data."""
    parties = {
        f"p{i}": {"name": name, "role": "signatory" if i < 2 else "other", "about": f"About {name}."}
        for i, name in enumerate(NAMES)
    }
    issues: dict[str, Any] = {
        f"scale-{j}": {
            "name": f"Issue {j}, مسئله شماره {j}" if j % 2 else f"Issue {j}",
            "kind": "scale", "lo": 0, "hi": 100, "unit": "% of <all>", "levels": [20, 80],
            "status_quo": {"value": 20 + j, "because": "As measured."},
        }
        for j in range(OPEN)
    }  # fmt: skip
    issues |= {
        f"agreed-{j}": {
            "name": f"Matter {j} " + "of great length " * (j % 4),
            "kind": "scale",
            "lo": 0,
            "hi": 10,
            "levels": [2, 8],
            "status_quo": 2,
        }
        for j in range(CLOSED)
    }
    evidence = [
        {
            "id": f"item-{k}", "date": f"2024-{1 + k % 12:02d}-{1 + k % 28:02d}",
            "kind": ("event", "claim", "report")[k % 3],
            "title": f"گزارش {k}: a report <i>of</i> what was said" if k % 5 == 0 else f"Report {k} of what was said",
            "text": "They said so, at some length. " * 4,
            "source": f"Agency {k % 7}", "url": f"https://example.org/{k}",
            "reliability": "ABCDEF"[k % 6], "parties": [f"p{k % 12}"], "issues": [f"scale-{k % OPEN}"],
        }
        for k in range(300)
    ]  # fmt: skip

    def position(i: int, j: int) -> dict[str, Any]:
        cited = [f"item-{(37 * i + 11 * j + k) % 300}" for k in range(3)]
        return {
            "ideal": {"value": f"{5 + 6 * i} to {25 + 6 * i}", "because": BECAUSE, "evidence": cited},
            "salience": f"{5 + j} to {15 + j}",
        }  # fmt: skip

    positions: dict[str, Any] = {
        f"p{i}": {f"scale-{j}": position(i, j) for j in range(OPEN)}
        | {f"agreed-{j}": {"ideal": "2 to 8", "salience": 3} for j in range(CLOSED)}
        for i in range(len(NAMES))
    }
    return {
        "commonground": 1, "name": "crowded", "title": "آیا این همه <together> agree & sign?", "as_of": "2025-01-01",
        "horizon": "12 months", "study": {"draws": 40, "seed": 1},
        "questions": {"deal": QUESTION},
        "parties": parties, "issues": issues, "positions": positions,
        "walk_away": {f"p{i}": "0.3 to 0.7" for i in range(2)}, "talks": {"tempo": "4 to 18"}, "evidence": evidence,
    }  # fmt: skip


def crowded_text() -> str:
    """The same as a case file."""
    return yaml.safe_dump(crowded(), allow_unicode=True, sort_keys=False, width=120)
