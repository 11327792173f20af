"""What blocks: which issue, taken off the table, makes a zone of agreement more likely, and whose limit binds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

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
)

_Rise: TypeAlias = tuple[str, float, float, float | None]  # issue, rise, chance without it, error of the rise

_LABEL, _ROW = 190, 26  # pixels for names, and from bar to bar


def blocks(study: Mapping[str, Any]) -> Figure | None:
    """Bars of the rise in the chance of a zone per issue, and of binding shares; None if neither is known."""
    exists = finite(solution_data(study).get("exists"))
    issues = _rises(study)
    binding = _binding(study)
    if exists is None or not (issues or binding):
        return None
    rows: list[tuple[Cell, ...]] = [
        (f"without {issue_name(study, issue)}", _points(rise), hundredfold(without))
        for issue, rise, without, _ in issues
    ]
    rows += [(f"{party_name(study, party)} binds", None, hundredfold(share)) for party, share in binding]
    return Figure(
        id="blocks",
        title="What blocks",
        alt=_alt(study, exists, issues, binding),
        caption=_caption(exists, bool(issues), bool(binding)),
        chart=_draw(study, exists, issues, binding).chart(),
        columns=("What", "Rise (percentage points)", "Share of draws (%)"),
        rows=tuple(rows),
    )


def _rises(study: Mapping[str, Any]) -> list[_Rise]:
    """What each issue would change, largest rise first."""
    given = mapping(common_ground(study, "blocks").get("issues"))
    found = [
        (issue, rise, without, finite(mapping(entry).get("rise_se")))
        for issue, entry in given.items()
        if (rise := finite(mapping(entry).get("rise"))) is not None
        and (without := finite(mapping(entry).get("exists_without"))) is not None
    ]
    order = list(mapping(case_of(study).get("issues")))
    return sorted(found, key=lambda row: (-row[1], order.index(row[0]) if row[0] in order else len(order)))


def _binding(study: Mapping[str, Any]) -> list[tuple[str, float]]:
    given = common_ground(study, "binding")
    parties = mapping(case_of(study).get("parties"))
    return [(party, share) for party in parties if (share := finite(given.get(party))) is not None]


def _alt(
    study: Mapping[str, Any],
    exists: float,
    issues: Sequence[_Rise],
    binding: Sequence[tuple[str, float]],
) -> str:
    told = [f"A package that all prefer to walking away exists in {percent(exists)} of the draws."]
    if issues:
        issue, rise, without, _ = issues[0]
        name = short(issue_name(study, issue))
        if _points(rise) > 0:
            told.append(
                f"Taking {name} off the table raises this most, by {_written(rise)} to {percent(without)}."
            )
        else:
            told.append("Taking any one issue off the table does not raise it.")
        last, fall, left, _ = issues[-1]
        if _points(fall) < 0:
            name = short(issue_name(study, last))
            told.append(f"Taking {name} off lowers it most, by {_written(fall)} to {percent(left)}.")
    if binding:
        shares = ", ".join(
            f"{short(party_name(study, party))} in {percent(share)}" for party, share in binding
        )
        told.append(f"Where none exists, the party that binds is: {shares}.")
    return " ".join(told)


def _caption(exists: float, issues: bool, binding: bool) -> str:
    parts = []
    if issues:
        parts.append(
            "Upper bars: by how many percentage points the share of draws with a zone of agreement "
            f"({percent(exists)}) changes when the issue is taken off the table and its weight goes to the others. "
            "A bar to the right is an issue that stands in the way, one to the left an issue that helps to a deal."
        )
    if binding:
        parts.append(
            "Lower bars: in the draws without a zone, how often each party is the one furthest from what it needs at "
            "the package that comes closest; ties count for each party, so shares may add to more than 100 %."
        )
    return " ".join(parts)


def _points(share: float) -> float:
    return round(100 * share, 1)


def _written(share: float) -> str:
    """Percentage points without a sign: whole ones, tenths below one."""
    points = abs(100 * share)
    text = f"{points:.0f}" if points >= 1 else f"{points:.1f}"
    return f"{text} point{'' if text == '1' else 's'}"


def _signed(share: float) -> str:
    return ("+" if share > 0 else "−" if share < 0 else "") + _written(share)


def _draw(
    study: Mapping[str, Any],
    exists: float,
    issues: Sequence[_Rise],
    binding: Sequence[tuple[str, float]],
) -> Sheet:
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
        falls, rises = (
            min(0.0, *(rise for _, rise, _, _ in issues)),
            max(0.0, *(rise for _, rise, _, _ in issues)),
        )
        room = theme.WIDTH - _LABEL - 160.0
        scale = room / ((rises - falls) or 1.0)
        zero = _LABEL - falls * scale
        for place, (issue, rise, without, error) in enumerate(issues):
            y = 32.0 + _ROW * place
            _name(names, issue_name(study, issue), y)
            end = zero + rise * scale
            bars.append((min(zero, end), y - 7, max(zero, end), y + 7, theme.DATA))
            noise = ", within sampling error" if rise and error is not None and abs(rise) < 2 * error else ""
            detail = f"{_signed(rise)}, to {percent(without)}{noise}" if abs(rise) >= 0.0005 else "no change"
            values.append((max(zero, end) + 6, y, detail))
        axes.append((zero, 20, zero, 32 + _ROW * len(issues) - 10, theme.GREY))
        top = 32 + _ROW * len(issues) + 14.0
    if binding:
        heads.append((0, top + 8, "Where no zone exists: whose needs bind, share of those draws"))
        room = theme.WIDTH - _LABEL - 160.0
        colours = theme.party_colors(case_of(study))
        for place, (party, share) in enumerate(binding):
            y = top + 32.0 + _ROW * place
            _name(names, party_name(study, party), y)
            bars.append((_LABEL, y - 7, _LABEL + room * share, y + 7, colours[party]))
            values.append((_LABEL + room * share + 6, y, percent(share)))
        axes.append((_LABEL, top + 20, _LABEL, top + 32 + _ROW * len(binding) - 10, theme.GREY))
        top += 32.0 + _ROW * len(binding)
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
