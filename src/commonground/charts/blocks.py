"""What blocks: which issue, taken off the table, makes a zone more likely, and why some draws have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.charts import theme
from commonground.charts.drawing import Sheet
from commonground.charts.figure import Cell, Figure
from commonground.charts.lettering import wrap
from commonground.charts.reading import (
    case_of,
    common_ground,
    finite,
    hundredfold,
    issue_name,
    mapping,
    party_name,
    percent,
    short,
    solution_data,
    with_article,
)

_LABEL, _ROW = 190, 26  # pixels for names, and from bar to bar


@dataclass(frozen=True)
class _Rise:
    """One issue off the table: its name, the rise as the method found it, and the same in per cents as printed."""

    name: str
    rise: float
    without: float
    points: int  # difference of the two per cents that a reader sees, not the rounded difference
    noise: bool  # within two standard errors of nothing

    @property
    def words(self) -> str:
        if abs(self.rise) < 0.0005:
            return "no change"
        if not self.points:
            sign = "up" if self.rise > 0 else "down"
            return f"{sign} by less than 1 point, to {percent(self.without)}"
        return f"{'+' if self.points > 0 else '−'}{_amount(self.points)}, to {percent(self.without)}"


@dataclass(frozen=True)
class _Short:
    """One reason why draws have no zone: its words, share of those draws and colour."""

    words: str
    share: float
    colour: str


def blocks(study: Mapping[str, Any]) -> Figure | None:
    """Bars of the rise in the chance of a zone per issue, and of why there is none; None if neither is known."""
    exists = finite(solution_data(study).get("exists"))
    if exists is None:
        return None
    issues = _rises(study, exists)
    once = "short" in solution_data(study)
    short_of = _short_of(study) if once else _binding(study)
    if not (issues or short_of):
        return None
    rows: list[tuple[Cell, ...]] = []
    if issues:
        rows.append(("with all issues on the table", None, _shown(exists)))
        rows += [(f"without {issue.name}", issue.points, _shown(issue.without)) for issue in issues]
    rows += [
        (f"where no zone exists: {reason.words}", None, hundredfold(reason.share)) for reason in short_of
    ]
    return Figure(
        id="blocks",
        title="What blocks",
        alt=_alt(exists, issues, short_of),
        caption=_caption(exists, bool(issues), bool(short_of), once),
        chart=_draw(exists, issues, short_of).chart(),
        columns=("What", "Rise (percentage points)", "Share of draws (%)"),
        rows=tuple(rows),
    )


def _rises(study: Mapping[str, Any], exists: float) -> list[_Rise]:
    """What each issue would change, largest rise first."""
    given = mapping(common_ground(study, "blocks").get("issues"))
    found = []
    for issue in [key for key in mapping(case_of(study).get("issues")) if key in given]:
        entry = mapping(given[issue])
        rise, without, error = (finite(entry.get(key)) for key in ("rise", "exists_without", "rise_se"))
        if rise is None or without is None:
            continue
        noise = rise != 0 and error is not None and abs(rise) < 2 * error
        points = _shown(without) - _shown(exists)
        found.append(_Rise(issue_name(study, issue), rise, without, points, noise))
    return sorted(found, key=lambda issue: -issue.rise)


def _short_of(study: Mapping[str, Any]) -> list[_Short]:
    """The draws without a zone, each counted once; what never happens is left out."""
    given = common_ground(study, "short")
    alone = mapping(given.get("alone"))
    colours = theme.party_colors(case_of(study))
    reasons = [
        ("red lines exclude each other", given.get("red_lines"), theme.GREY),
        *(
            (f"only {with_article(party_name(study, party))} falls short", alone.get(party), colour)
            for party, colour in colours.items()
        ),
        ("several fall short", given.get("several"), theme.GREY),
    ]
    return [
        _Short(words, share, colour)
        for words, given, colour in reasons
        if (share := finite(given) or 0.0) > 0
    ]


def _binding(study: Mapping[str, Any]) -> list[_Short]:
    """The same from an older record, which counts a draw for every party that binds in it."""
    given = common_ground(study, "binding")
    return [
        _Short(f"{party_name(study, party)} binds", share, colour)
        for party, colour in theme.party_colors(case_of(study)).items()
        if (share := finite(given.get(party))) is not None
    ]


def _alt(exists: float, issues: Sequence[_Rise], short_of: Sequence[_Short]) -> str:
    told = [f"A package that all prefer to walking away exists in {percent(exists)} of the draws."]
    if issues:
        most, least = issues[0], issues[-1]
        if most.points > 0:
            told.append(
                f"Taking {short(most.name)} off the table raises this most, by {_amount(most.points)} "
                f"to {percent(most.without)}."
            )
        else:
            told.append("Taking any one issue off the table does not raise it by a point.")
        if least.points < 0:
            told.append(
                f"Taking {short(least.name)} off lowers it most, by {_amount(least.points)} "
                f"to {percent(least.without)}."
            )
    if short_of:
        shares = ", ".join(f"{short(reason.words)} in {percent(reason.share)}" for reason in short_of)
        told.append(f"Of the draws where none exists: {shares}.")
    return " ".join(told)


def _caption(exists: float, issues: bool, short_of: bool, once: bool) -> str:
    parts = []
    if issues:
        parts.append(
            "Upper bars: by how many percentage points the share of draws with a zone of agreement "
            f"({percent(exists)}) changes when the issue is taken off the table and its weight goes to the others. "
            "A bar to the right is an issue that stands in the way, one to the left an issue that helps to a deal."
        )
    if short_of and once:
        parts.append(
            "Lower bars: the draws without a zone, each counted once: red lines leave no package at all; or, at the "
            "package that comes closest, only one party falls short of what walking away is worth to it, or several "
            "do."
        )
    elif short_of:
        parts.append(
            "Lower bars: in the draws without a zone, how often each party is the one furthest from what it needs at "
            "the package that comes closest; ties count for each party, so shares may add to more than 100 %."
        )
    return " ".join(parts)


def _shown(share: float) -> int:
    """Per cents as `percent` prints them, without its signs for less and more."""
    whole = int(f"{100 * share:.0f}")
    return min(max(whole, 1), 99) if 0 < share < 1 else whole


def _amount(points: int) -> str:
    return f"{abs(points)} point{'' if abs(points) == 1 else 's'}"


def _draw(exists: float, issues: Sequence[_Rise], short_of: Sequence[_Short]) -> Sheet:
    bars: list[tuple[float, float, float, float, str]] = []
    axes: list[tuple[float, float, float, float, str]] = []
    heads: list[tuple[float, float, str]] = []
    names: list[tuple[float, float, str]] = []
    values: list[tuple[float, float, str]] = []
    top = 0.0
    if issues:
        heads.append(
            (
                0,
                8,
                f"With one issue off the table: change in the chance of a zone of agreement (now {percent(exists)})",
            )
        )
        falls = min(0.0, *(issue.rise for issue in issues))
        rises = max(0.0, *(issue.rise for issue in issues))
        room = theme.WIDTH - _LABEL - 160.0
        scale = room / ((rises - falls) or 1.0)
        zero = _LABEL - falls * scale
        for place, issue in enumerate(issues):
            y = 32.0 + _ROW * place
            _name(names, issue.name, y)
            end = zero + issue.rise * scale
            bars.append((min(zero, end), y - 7, max(zero, end), y + 7, theme.DATA))
            noise = ", within sampling error" if issue.noise else ""
            values.append((max(zero, end) + 6, y, issue.words + noise))
        axes.append((zero, 20, zero, 32 + _ROW * len(issues) - 10, theme.GREY))
        top = 32 + _ROW * len(issues) + 14.0
    if short_of:
        heads.append((0, top + 8, "Where no zone exists: why, share of those draws"))
        room = theme.WIDTH - _LABEL - 160.0
        for place, reason in enumerate(short_of):
            y = top + 32.0 + _ROW * place
            _name(names, reason.words, y)
            bars.append((_LABEL, y - 7, _LABEL + room * reason.share, y + 7, reason.colour))
            values.append((_LABEL + room * reason.share + 6, y, percent(reason.share)))
        axes.append((_LABEL, top + 20, _LABEL, top + 32 + _ROW * len(short_of) - 10, theme.GREY))
        top += 32.0 + _ROW * len(short_of)
    sheet = Sheet(top - 6)
    sheet.boxes(bars)
    sheet.lines(axes)
    sheet.texts(heads, theme.BODY, bold=True)
    sheet.texts(names, theme.BODY, align="right")
    sheet.texts(values, theme.BODY)
    return sheet


def _name(names: list[tuple[float, float, str]], name: str, y: float) -> None:
    lines = wrap(name, theme.BODY, _LABEL - 12, 2)
    names += [(_LABEL - 8, y + 12 * (line - (len(lines) - 1) / 2), text) for line, text in enumerate(lines)]
