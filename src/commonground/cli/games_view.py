"""A game that was read, and its solutions, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonground.cli.output import Output


def show(out: Output, found: dict[str, Any]) -> None:
    """What the tree is, and what follows from it."""
    out.data(found["title"] or "A game without a title")
    if found["comment"]:
        out.data(found["comment"])
    out.data(f"Players: {', '.join(found['players'])}")
    seen = "every party sees all that was done" if found["perfect_information"] else "some moves are hidden"
    sets = found["information_sets"]
    out.data(f"{found['nodes']:,} nodes, {found['ends']:,} ends, {sets:,} information sets; {seen}")
    answer = found["response"]
    if answer:
        at = answer["rationality"]
        how = "with best replies" if at is None else f"at rationality {at:g} per unit of payoff"
        _show(out, f"Quantal response {how}", answer)
    if found["backward_induction"]:
        _show(out, "Backward induction", found["backward_induction"])


def _show(out: Output, title: str, answer: dict[str, Any]) -> None:
    out.data("")
    rows: list[Sequence[str]] = [
        [f"chance of {name}", f"{chance:.6f}"] for name, chance in answer["outcomes"].items()
    ]
    rows += [[f"worth to {name}", f"{value:.6f}"] for name, value in answer["values"].items()]
    out.table([title, ""], rows)
    if answer["tied"]:
        out.data("Some best moves pay the same and are taken as equally likely.")
