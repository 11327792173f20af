"""`commonground backtest`: how well history's voices would have done, against base rates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.case.limits import MOST_SEED
from commonground.cli.options import Whole, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.errors import Finding

TASKS = ("mid", "icb", "sanctions", "icews")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("backtest")
@click.option(
    "--task",
    type=click.Choice(TASKS),
    required=True,
    help="What is forecast: outcomes of disputes (mid), agreement in crises (icb), sanction episodes, or months of "
    "pairs in event data (icews).",
)
@click.option("--train", type=FILE, required=True, help="File to learn from, CSV or Parquet.")
@click.option(
    "--test", type=FILE, help="File to judge on, with the same columns. Without it, TRAIN is split."
)
@click.option("--folds", type=Whole(2, 100), default=10, show_default=True, help="Folds when TRAIN is split.")
@click.option("--seed", type=Whole(0, MOST_SEED), default=0, show_default=True, help="Seed of the folds.")
@output_options
def command(
    task: str, train: Path, test: Path | None, folds: int, seed: int, as_json: bool, quiet: bool
) -> None:
    """Test the voices that learn from history on data you have, with the base rates beside them.

    With --train alone every case is forecast from the other folds, then again with siblings kept together, then by
    rolling origin, from what had ended before. With --test the forecasts are made from TRAIN for the cases of TEST.

    \b
    Columns (the layouts of COW, ICB, GSDB and ICEWS; those not named here are used where present):
      mid        outcome (A, S or B), year; capabilities of both sides, revtype1_a, revtype1_b
      icb        outcome, trigger_year, crisno; the actor table is looked for beside the file
      sanctions  success, objective, begin; sender, target, end and means
      icews      s, r, o and t or date; names of relations are looked for beside the file

    \b
    Examples:
      commonground backtest --task icb --train icb_system_core.csv
      commonground backtest --task mid --train disputes.csv --test later_disputes.csv --json
    """
    out = Output(as_json, quiet)
    with out.progress("learning and judging"):
        data, findings = _run(task, train, test, folds, seed)
    out.result(data, findings)
    for protocol in data["protocols"]:
        _show(out, protocol)
    for finding in findings:
        out.finding(finding)


def _run(
    task: str, train: Path, test: Path | None, folds: int, seed: int
) -> tuple[dict[str, Any], list[Finding]]:
    if task == "icews":
        from commonground.forecast.backtest.icews import run_icews

        return run_icews(train, test, folds=folds, seed=seed)
    from commonground.forecast.backtest import icb, mid, sanctions
    from commonground.forecast.backtest.report import run_task

    tasks = {module.TASK.id: module.TASK for module in (mid, icb, sanctions)}
    return run_task(tasks[task], train, test, folds=folds, seed=seed)


def _show(out: Output, protocol: dict[str, Any]) -> None:
    rows = []
    for name, score in protocol["forecasters"].items():
        low, high = score.get("brier_below_95", (None, None))
        rows.append(
            [
                ("> " if name == protocol["ours"] else "  ") + name,
                f"{score['log_loss']:.4f}",
                _or_dash(score.get("log_loss_reduction"), "{:+.3f}"),
                f"{score['brier']:.4f}",
                _or_dash(score.get("brier_below"), "{:+.4f}"),
                "-" if low is None else f"{low:+.4f} to {high:+.4f}",
                _or_dash(score["calibration_error"], "{:.3f}", "too few"),
            ]
        )
    columns = ["forecast", "log loss", "less by", "Brier", "below by", "95 %", "calibration error"]
    outcomes = ", ".join(str(n) for n in protocol["outcomes"])
    title = f"{protocol['title']}: {protocol['n']} cases ({outcomes}), against {protocol['against']}"
    out.table(columns, rows, title)
    out.data("")
    bins = [
        [
            f"{100 * b['from']:.0f}-{100 * b['to']:.0f} %", f"{100 * b['forecast']:.1f} %", str(b["n"]),
            f"{100 * b['frequency']:.1f} %", f"{100 * b['interval_90'][0]:.1f}-{100 * b['interval_90'][1]:.1f} %",
        ]
        for b in protocol["calibration"]["bins"]
    ]  # fmt: skip
    named = f"Calibration of {protocol['ours']}"
    out.table(["forecasts of", "mean", "n", "came true", "90 %"], bins, named)
    out.data("")


def _or_dash(value: float | None, form: str, absent: str = "-") -> str:
    return absent if value is None else form.format(value)
