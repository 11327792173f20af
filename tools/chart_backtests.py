"""Run every backtest on the reference data; print the tables of docs/explanation/backtests.md and draw its chart.

    python tools/chart_backtests.py REFERENCE

Writes docs/images/backtests.svg. Takes about two minutes of processor time.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import altair
import vl_convert

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images" / "backtests.svg"
PROTOCOLS = {
    "folds": "folds at random",
    "grouped-folds": "siblings kept together",
    "rolling-origin": "forward",
}
INK = {"folds at random": "#8a8f98", "siblings kept together": "#b3702a", "forward": "#1f5f8b"}
LABELS = {
    "mid-published": "Disputes: capabilities and year",
    "mid": "Disputes: ours",
    "icb": "Crises: agreement, from onset",
    "icb-course": "Crises: with conduct and mediation",
    "sanctions": "Sanction episodes: not failed",
    "agreement": "Pair-months: agreement-type event",
    "force": "Pair-months: force-type event",
}
OTHERS = {"icb-course": "with conduct and mediation: mean of both"}


def point(label: str, protocol: str, found: dict[str, Any], name: str) -> dict[str, Any]:
    """Share of the base rate's Brier score that a forecast takes away, with its interval."""
    score, base = found["forecasters"][name], found["forecasters"][found["against"]]["brier"]
    low, high = score["brier_below_95"]
    return {
        "what": label, "protocol": protocol, "skill": 100 * score["brier_below"] / base, "low": 100 * low / base,
        "high": 100 * high / base,
    }  # fmt: skip


def table(title: str, found: dict[str, Any]) -> str:
    """One protocol as a Markdown table."""
    lines = [
        f"\n{title}: {found['title']} (n {found['n']:,}; {', '.join(f'{n:,}' for n in found['outcomes'])})\n",
        "| forecast | log loss | less by | Brier | below by | 95 % | calibration error |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, s in found["forecasters"].items():
        against = name == found["against"]
        gain = "" if against else f"{s['log_loss_reduction']:+.3f}"
        below = "" if against else f"{s['brier_below']:+.4f}"
        ends = "" if against else "{:+.4f} to {:+.4f}".format(*s["brier_below_95"])
        error = "too few" if s["calibration_error"] is None else f"{s['calibration_error']:.3f}"
        lines.append(
            f"| {name} | {s['log_loss']:.4f} | {gain} | {s['brier']:.4f} | {below} | {ends} | {error} |"
        )
    return "\n".join(lines)


def main(reference: Path) -> None:
    """Run, print and draw."""
    from commonground.forecast.backtest import icb, mid, sanctions
    from commonground.forecast.backtest.icews import run_icews
    from commonground.forecast.backtest.report import run_task

    points = []
    files = {
        mid: "mid/doe_mid_1816_1992.csv",
        icb: "icb/icb_system_core.csv",
        sanctions: "sanctions/gsdb_v4.csv",
    }
    for module, name in files.items():
        task = module.TASK
        for found in run_task(task, reference / name)[0]["protocols"]:
            print(table(task.id, found))
            protocol = PROTOCOLS[found["id"]]
            points.append(point(LABELS[task.id], protocol, found, found["ours"]))
            if task.id == "mid":
                points.append(point(LABELS["mid-published"], protocol, found, "capabilities and year"))
            if task.id == "icb":
                points.append(point(LABELS["icb-course"], protocol, found, OTHERS["icb-course"]))
    folder = reference / "icews"
    splits = (
        ("icews0515_forecast_valid.parquet", "icews0515_forecast_test.parquet"),
        ("icews18_train.parquet", "icews18_valid.parquet"),
        ("icews18_train.parquet", None),
    )
    for i, (train, test) in enumerate(splits):
        for found in run_icews(folder / train, folder / test if test else None)[0]["protocols"]:
            print(table(train.removesuffix(".parquet"), found))
            kind, _, protocol = found["id"].partition("-")
            if i != 1:
                said = (
                    "forward" if protocol == "forward" else "folds at random" if protocol == "folds" else None
                )
                if said:
                    points.append(point(LABELS[kind], said, found, found["ours"]))
    draw(points)


def draw(points: list[dict[str, Any]]) -> None:
    """A dot with its interval for each forecast and protocol."""
    order = list(LABELS.values())
    y = altair.Y(
        "what:N", sort=order, title=None, axis=altair.Axis(labelLimit=260, ticks=False, domain=False)
    )
    shift = altair.YOffset("protocol:N", sort=list(INK))
    colour = altair.Color(
        "protocol:N", scale=altair.Scale(domain=list(INK), range=list(INK.values())),
        legend=altair.Legend(title=None, orient="top"),
    )  # fmt: skip
    base = altair.Chart(altair.Data(values=points)).encode(y=y, yOffset=shift, color=colour)
    title = "Brier score taken away from the base rate, per cent (95 % interval)"
    lines = base.mark_rule(strokeWidth=2).encode(x=altair.X("low:Q", title=title), x2="high:Q")
    dots = base.mark_point(filled=True, size=50, opacity=1).encode(
        x="skill:Q", shape=altair.Shape("protocol:N", scale=altair.Scale(domain=list(INK)), legend=None)
    )
    zero = altair.Chart(altair.Data(values=[{"x": 0}])).mark_rule(color="#444").encode(x="x:Q")
    chart = (zero + lines + dots).properties(width=420, height=330)
    spec = chart.configure(font="sans-serif").configure_view(stroke=None).to_dict()
    TARGET.write_text(
        vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[]) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
