"""Options of the forecast commands: chances, weights, and where the ledger is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from commonground.cli.options import Command

LEDGER_VARIABLE = "COMMONGROUND_LEDGER"


class Weight(click.ParamType[tuple[str, float]]):
    """A weight, written name=number."""

    name = "name=number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        if isinstance(value, tuple):
            return value
        name, equals, raw = str(value).rpartition("=")
        try:
            number = float(raw)
        except ValueError:
            number = -1.0
        if not equals or not name.strip() or not 0.0 <= number < float("inf"):
            self.fail(f"{value!r} is not name=number, 0 or more. Write for example history=2.", param, ctx)
        return name.strip(), number


class Chance(click.ParamType[float]):
    """A probability from 0 to 1."""

    name = "chance"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            chance = float(value)
        except (TypeError, ValueError):
            chance = -1.0
        if not 0.0 <= chance <= 1.0:
            more = f" Write {value} per cent as {chance / 100:g}." if 1.0 < chance <= 100.0 else ""
            self.fail(f"{value!r} is not a probability from 0 to 1.{more}", param, ctx)
        return chance


def ledger_option(text: str) -> Callable[[Command], Command]:
    """`--ledger FILE`, as `ledger`."""
    return click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        envvar=LEDGER_VARIABLE,
        help=f"{text} Also {LEDGER_VARIABLE}.",
    )


def default_ledger(name: str) -> Path:
    """The ledger of a case, where none is named."""
    return Path(f"{name}.ledger.jsonl")
