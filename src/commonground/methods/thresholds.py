"""What would have to be: the inverses of a model as a study keeps them."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from commonground.methods.measures import measure


def threshold(id: str, text: str, value: ArrayLike, now: ArrayLike | None = None) -> dict[str, Any]:
    """One condition: the value that would do, and what it is today on the same scale.

    Parameters
    ----------
    id    : unique within the method
    text  : in plain words, with the unit
    value : (draw,) NaN where no value does it
    now   : (draw,) None where the case has no such value

    Returns
    -------
    {"id", "text", "value", "now"}, the last two as by `measure`
    """
    return {
        "id": id,
        "text": text[:1].upper() + text[1:],
        "value": measure(value),
        "now": None if now is None else measure(now),
    }
