"""`commonground methods`: the cards of the methods."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from commonground.cli.options import output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.methods.base import MethodCard


@click.command("methods")
@click.argument("method_id", metavar="[ID]", required=False)
@output_options
def command(method_id: str | None, as_json: bool, quiet: bool) -> None:
    """List the methods, or show the card of the method ID.

    A card says which question the method answers, which parts of a case it needs, whose work it is
    based on, its settings, and what it leaves out.

    \b
    Examples:
      commonground methods
      commonground methods common-ground
    """
    from commonground.methods.registry import card, cards

    out = Output(as_json, quiet)
    if method_id is None:
        listed = cards()
        out.result([one.as_dict() for one in listed])
        out.data("\n\n".join(f"{one.id}: {one.title}\n  {one.answers}" for one in listed))
    else:
        found = card(method_id)
        out.result(found.as_dict())
        out.data(_card(found))


def _card(card: MethodCard) -> str:
    parts = [f"{card.id}: {card.title}", f"Answers: {card.answers}"]
    parts += _listed("Needs", card.needs)
    parts += _listed("Settings", (f"{name}: {told}" for name, told in card.settings.items()))
    parts += _listed("Limits", card.limits)
    parts += _listed("Based on", card.cites)
    return "\n".join(parts)


def _listed(head: str, items: Iterable[str]) -> list[str]:
    lines = [f"  - {item}" for item in items]
    return [f"{head}:", *lines] if lines else []
