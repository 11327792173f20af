"""A case with only the blocks that a question needs, so that it is soon changed and drawn.

What one such case says is only ever set against another with the same blocks: correlations with what is left out fall
away in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from commonground.case.change import change
from commonground.case.model import Case

_ALWAYS: Final = ("parties", "issues", "positions", "study", "evidence")
_KEPT_ON_CASE: Final = ("_values_by_path", "hash")  # of the whole case


def slim(case: Case, blocks: Iterable[str]) -> Case:
    """The case with these optional blocks and no others.

    Parameters
    ----------
    blocks : names of fields, such as "market"
    """
    kept = {*_ALWAYS, *blocks}
    left_out = {
        name: field.get_default(call_default_factory=True)
        for name, field in Case.model_fields.items()
        if name not in kept and not field.is_required()
    }
    bare = case.model_copy(update=left_out)
    for name in left_out:
        bare.model_fields_set.discard(name)
    for name in _KEPT_ON_CASE:
        bare.__dict__.pop(name, None)
    return bare


def pushed(case: Case, raw: Mapping[str, Any], blocks: Iterable[str]) -> Case:
    """The same with the changes that lie in these blocks.

    Raises
    ------
    CaseError : a value that the case does not take
    """
    blocks = tuple(blocks)
    inside = {path: value for path, value in raw.items() if path.partition(".")[0] in (*_ALWAYS, *blocks)}
    bare = slim(case, blocks)
    return change(bare, inside) if inside else bare
