"""A value of the case as something to push: where it may go, where it stands, what it rests on."""

from __future__ import annotations

import math
from typing import Any, Final

from commonground.app.context import Context
from commonground.case.changeable import changeable
from commonground.case.changes_check import read_in
from commonground.case.domains import domain_at
from commonground.case.model import Case, Value
from commonground.errors import CommongroundError
from commonground.quantity import QuantityError, number_text

_STEPS: Final = 200


class Controls:
    """The controls of one look, by path."""

    def __init__(self, context: Context) -> None:
        self.case: Case = context.case
        self._values = context.case.values()
        self._can = frozenset(changeable(context.case))
        self._pushed = dict(context.state.changes)
        self._raw = context.state.raw()

    def control(self, path: str, label: str) -> dict[str, Any] | None:
        """A slider for the value at a path; None where the case states no number that can be changed.

        Returns
        -------
        path, label, unit; least, most, step of the slider; at (where it stands); default, low, high (of the case, the
        last two holding 90 %) and their places along the slider, 0 to 100; written (as in the case); because, evidence;
        changed
        """
        value = self._values.get(path)
        if value is None or path not in self._can:
            return None
        quantity = value.quantity
        mode = quantity.mode()
        low, high = quantity.effective_interval()
        at = self._at(path, mode)
        least, most = _ends(quantity.lo, quantity.hi, min(low, mode, at), max(high, mode, at))
        step = _step(most - least)

        def place(number: float) -> float:
            return round(100 * (min(max(number, least), most) - least) / (most - least), 2)

        return {
            "path": path,
            "label": label,
            "unit": quantity.unit,
            "least": number_text(least),
            "most": number_text(most),
            "step": number_text(step),
            "at": _short(at, step),
            "default": _short(mode, step),
            "low": _short(low, 10 * step),
            "high": _short(high, 10 * step),
            "places": {"default": place(mode), "low": place(low), "high": place(high)},
            "exact": quantity.is_exact,
            "written": quantity.in_words(),
            "because": value.because,
            "evidence": self._evidence(value),
            "changed": path in self._pushed,
        }

    def below(self, prefix: str, labels: dict[str, str] | None = None) -> list[dict[str, Any]]:
        """Sliders of all values below a path, in the order of the case; labels for their last keys."""
        found = []
        for path in self._values:
            if path == prefix or path.startswith(f"{prefix}."):
                rest = path.removeprefix(prefix).strip(".")
                label = (labels or {}).get(rest) or in_words(rest) or in_words(prefix)
                made = self.control(path, label)
                if made is not None:
                    found.append(made)
        return found

    def _at(self, path: str, mode: float) -> float:
        """Where the slider stands: a pushed number, the most likely value of a pushed belief, or the case's."""
        if path not in self._raw:
            return mode
        raw, domain = self._raw[path], domain_at(self.case, path)
        if domain is None:
            return mode
        try:
            return float(read_in(raw, domain).mode())
        except (QuantityError, CommongroundError):
            return mode

    def _evidence(self, value: Value) -> list[dict[str, str]]:
        items = self.case.evidence
        return [
            {
                "id": key,
                "title": items[key].title,
                "date": str(items[key].date),
                "source": items[key].source,
                "reliability": items[key].reliability or "",
            }
            for key in value.evidence
            if key in items
        ]


def in_words(keys: str) -> str:
    """Keys of a path as words: `comes_to_head` as "comes to head"."""
    return ", ".join(key.replace("_", " ").replace("-", " ") for key in keys.split(".") if key)


def _ends(lo: float, hi: float, low: float, high: float) -> tuple[float, float]:
    """The ends of a slider: the value's range, or as far beyond what is believed as that is wide."""
    wide = high - low or max(abs(high), 1.0)
    least = lo if math.isfinite(lo) else _round(low - wide, down=True)
    most = hi if math.isfinite(hi) else _round(high + wide, down=False)
    return (least, most) if most > least else (least, least + 1.0)


def _round(number: float, down: bool) -> float:
    """To two digits, outwards."""
    if number == 0.0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(number))) - 1)
    return (math.floor if down else math.ceil)(number / unit) * unit


def _step(wide: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts the slider into about two hundred."""
    raw = wide / _STEPS
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= raw * 0.999)


def _short(number: float, step: float) -> str:
    """A number with as many digits as a step tells apart, and one more."""
    digits = max(0, 1 - math.floor(math.log10(step)))
    return number_text(round(number, digits))
