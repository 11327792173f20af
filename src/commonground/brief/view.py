"""A study as the brief reads it: names for ids, and printed numbers that carry their path."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from commonground.brief.document import Callout, Cite, Number, Part, Parts, ValueRef
from commonground.case.drafts import stands_in
from commonground.charts import reading
from commonground.charts.explore_reading import value_name
from commonground.forecast.words import in_words, shown_percent
from commonground.study.record import Study

METHOD = "common-ground"


class View:
    """Reads one study. Every number it hands out is a `Number` or `ValueRef`: no bare digits of a result."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.case: dict[str, Any] = study.data["case"]
        self.root = f"solutions.{METHOD}"

    @property
    def solved(self) -> dict[str, Any] | None:
        """The headline method's data, or None if it was not run."""
        solution = self.study.solutions.get(METHOD)
        return None if solution is None else solution["data"]

    @property
    def modes(self) -> bool:
        """Whether the study is one calculation at the modes, which gives no chances."""
        return bool(self.study.data["draws"]["modes"])

    @property
    def time_is_short(self) -> bool:
        """Whether the deadline keeps talks that could succeed from it in a tenth of the draws or more."""
        return self.outcome is not None and not self.modes and self.get(self.path("in_time")) <= 0.9

    def callouts(self, section: str, title: str = "If an assumption is wrong") -> list[Callout]:
        """The same as boxes."""
        return [Callout((caution,), title=title) for caution in self.cautions(section)]

    def cautions(self, section: str) -> list[str]:
        """What the case's assumptions ask a reader to keep in mind in a section."""
        return [
            sentence(item["if_wrong"])
            for item in self.case.get("assumptions", ())
            if section in item.get("bears_on", ()) and item.get("if_wrong")
        ]

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Paths of the case's values that nobody has judged yet."""
        return tuple(path for path, entry in self.study.data["values"].items() if stands_in(entry["because"]))

    @property
    def drafted(self) -> bool:
        """Whether the case says of itself that it is a draft."""
        return self.case.get("status") == "draft"

    @property
    def outcome(self) -> dict[str, Any] | None:
        solution = self.study.solutions.get(METHOD)
        return None if solution is None else solution["outcome"]

    @property
    def signatories(self) -> tuple[str, ...]:
        return reading.signatories(self.study.data)

    def party(self, key: str) -> str:
        return reading.party_name(self.study.data, key)

    def the(self, key: str) -> str:
        """A party inside a sentence: "the United States"."""
        return reading.with_article(self.party(key))

    def with_articles(self, text: str) -> str:
        """A method's own sentence, in which parties stand by their bare names."""
        for key in self.case.get("parties", {}):
            name, said = self.party(key), self.the(key)
            if said != name:
                text = re.sub(rf"(?<![Tt]he )\b{re.escape(name)}\b", said, text)
        return text

    def issue(self, key: str) -> str:
        return reading.issue_name(self.study.data, key)

    def level(self, issue: str, level: Any) -> str:
        """A level in the issue's words: "3.67 % U-235", or the option's short label."""
        name = reading.level_name(self.study.data, issue, level)
        if not isinstance(level, str):
            return reading.with_unit(name, reading.issue_unit(self.study.data, issue))
        heads = [label(reading.level_name(self.study.data, issue, o)) for o in self._options(issue)]
        return label(name) if heads.count(label(name)) < 2 else name

    def _options(self, issue: str) -> list[str]:
        return list(self.case["issues"].get(issue, {}).get("options") or ())

    def link(self, to: str) -> str | None:
        """Study path of the first link of the chain that fills an input of the case, None if the case states it."""
        links = self.study.data.get("chain") or ()
        return next((f"chain.{i}" for i, link in enumerate(links) if link["to"] == to), None)

    def pooled(self, question: str) -> tuple[str, dict[str, Any]] | None:
        """Study path and entry of the pooled forecast on a question, None where voices were not pooled."""
        for i, entry in enumerate(self.study.data.get("forecasts") or ()):
            if entry["id"] == question and entry["p"] is not None and not self.modes:
                return f"forecasts.{i}", entry
        return None

    # numbers

    def path(self, below: str) -> str:
        """The study path of a key of the headline method's data."""
        return f"{self.root}.data.{below}"

    def get(self, path: str) -> Any:
        return self.study.get(path)

    def chance(self, path: str) -> Number:
        """A probability in whole per cent, never 0 or 100."""
        return Number(f"{shown_percent(self.get(path))} %", path)

    def a_chance(self, path: str) -> Parts:
        """The same with its article: "a 17 %", "an 18 %"."""
        number = self.chance(path)
        spoken_with_vowel = number.text.startswith("8") or number.text in ("11 %", "18 %")
        return ("an " if spoken_with_vowel else "a ", number)

    def chance_in_words(self, path: str) -> str:
        return in_words(self.get(path))

    def share(self, path: str) -> Number:
        """A share of draws in whole per cent, 0 and 100 included: a count of what was computed."""
        return Number(reading.percent(self.get(path)), path)

    def points(self, path: str, sign: bool = False) -> Number:
        """A difference of two probabilities in percentage points; its size, or with its sign."""
        value = 100 * self.get(path)
        text = f"{value:+.0f}".replace("-", "\N{MINUS SIGN}") if sign else f"{abs(value):.0f}"
        return Number(f"{text} point" if text.lstrip("+\N{MINUS SIGN}") == "1" else f"{text} points", path)

    def points_between(self, before: str, after: str, path: str, sign: bool = False) -> Number:
        """The difference of two chances as printed, so that a reader's sum comes out; `path` holds it unrounded."""
        difference = self._difference(before, after)
        text = f"{difference:+d}".replace("-", "\N{MINUS SIGN}") if sign else f"{abs(difference)}"
        return Number(f"{text} point" if abs(difference) == 1 else f"{text} points", path)

    def _difference(self, before: str, after: str) -> int:
        if self.clipped(before, after):
            return int(round(100 * self.get(after)) - round(100 * self.get(before)))
        return shown_percent(self.get(after)) - shown_percent(self.get(before))

    def clipped(self, *paths: str) -> bool:
        """Whether a printed chance among these stands for one beyond 1 or 99 %, so that sums would not come out."""
        return any(round(100 * self.get(path)) != shown_percent(self.get(path)) for path in paths)

    def moves(self, issue: str) -> bool:
        """Whether an issue off the table changes the chance by a printed point, beyond the computing error."""
        path = self.path(f"blocks.issues.{issue}")
        beyond = abs(self.get(f"{path}.rise")) > 2 * self.get(f"{path}.rise_se")
        return beyond and self._difference(self.path("exists"), f"{path}.exists_without") != 0

    def error(self, path: str) -> Number:
        """A standard error in percentage points."""
        return Number(f"{100 * self.get(path):.1f} points", path)

    def figure(self, path: str, digits: int = 2) -> Number:
        """A utility or another plain number."""
        rounded = round(self.get(path), digits) + 0.0  # a rounded minus nothing is nothing
        return Number(f"{rounded:.{digits}f}".replace("-", "\N{MINUS SIGN}"), path)

    def value(self, path: str) -> ValueRef:
        """A case value in words; it leads to its row among the case's values."""
        return ValueRef(self.study.data["values"][path]["words"], value_row(path))

    def has_value(self, path: str) -> bool:
        return path in self.study.data["values"]

    def cites(self, keys: Any) -> Parts:
        return tuple(Cite(str(key)) for key in keys)


def label(option: str) -> str:
    """The short form of an option's text: what stands before a colon or a comma that ends a word."""
    head = option.partition(": ")[0].partition(", ")[0].strip()
    return head or option


def at_start(text: str) -> str:
    """The same text at the start of a sentence."""
    return text[:1].upper() + text[1:]


def value_row(path: str) -> str:
    """The row of the case's values that a path stands in: the utilities of one position share a row."""
    head, found, _ = path.partition(".utility.")
    return f"{head}.utility" if found else path


def quoted(text: str) -> str:
    """Words of the case inside a sentence of ours."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def day(iso: str) -> str:
    """A date as it is read: 8 March 2025, March 2025, 2025."""
    parts = iso.split("-")
    if len(parts) == 3:
        stated = date.fromisoformat(iso)
        return f"{stated.day} {stated:%B %Y}"
    if len(parts) == 2:
        return f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}"
    return iso


def sentence(text: str) -> str:
    """Text that ends as a sentence does."""
    stripped = text.strip()
    return stripped if stripped.rstrip("”’\"')]").endswith((".", "?", "!")) else f"{stripped}."


def as_printed(parts: Parts) -> str:
    """What is printed, without its links: two figures that print alike have nothing to tell apart."""
    return "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in parts)


def joined(groups: list[Parts], between: str = ", ", last: str = " and ") -> Parts:
    """Groups of parts as one list: a, b and c."""
    out: list[Part] = []
    for i, group in enumerate(groups):
        if i:
            out.append(last if i == len(groups) - 1 else between)
        out.extend(group)
    return tuple(out)


def path_in_words(view: View, path: str) -> str:
    """A case path as a reader would say it: "Iran, Missiles, red line min"."""
    return value_name(view.study.data, path)
