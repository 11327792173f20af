"""The graph block as options and state codes: what both its rules and the method read."""

from __future__ import annotations

from collections.abc import Sequence

from commonground.case.graph import Graph
from commonground.case.graph_feasible import feasible_codes
from commonground.case.graph_formula import Formula, parse_formula
from commonground.case.graph_options import IntArray, Option, OptionForm, Pattern, parse_pattern

_COMPARED = {">": ">", "=": "=", "~": "="}


def option_ids(graph: Graph) -> list[str]:
    """Ids of all options, in the order of the file: the k-th is bit k of a state's code."""
    return [option for own in graph.options.values() for option in own]


def form_of(graph: Graph, names: Sequence[str] = ()) -> OptionForm:
    """Parties (those with options, in the order of the block) and options.

    Parameters
    ----------
    names : of these parties, for readers; their ids by default
    """
    owners = list(graph.options)
    options = tuple(
        Option(option, party, said.name, said.direction)
        for party, own in enumerate(graph.options.values())
        for option, said in own.items()
    )
    return OptionForm(tuple(names) or tuple(owners), options)


def formula_of(graph: Graph, text: str) -> Formula:
    """A statement over the block's options."""
    return parse_formula(text, option_ids(graph))


def patterns_of(texts: Sequence[str], form: OptionForm) -> list[Pattern]:
    """Patterns of letters Y, N, - as the block writes them."""
    return [parse_pattern(text, form.n_option) for text in texts]


def codes_of(graph: Graph, form: OptionForm) -> IntArray:
    """Codes of the feasible states, ascending."""
    rules = [formula_of(graph, text) for text in graph.rules]
    return feasible_codes(form, patterns_of(graph.infeasible, form), rules)


def comparison(text: str) -> tuple[str, str, str] | None:
    """ "A > B" as its two states and > or =; None if it cannot be read."""
    for sign, meaning in _COMPARED.items():
        left, found, right = text.partition(sign)
        if found and left.strip() and right.strip():
            return left.strip(), meaning, right.strip()
    return None
