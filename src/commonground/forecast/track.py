"""The track record: every voice's scores beside what would have been scored without any skill.

Three baselines, each on the very days that the voice's own forecasts stood. `half`: always 50 %, or equal shares.
`base_rate`: the share of yes among all resolved questions here, which nobody knew beforehand; `base_rate_then` is
that share among those resolved by then. `last_value`: of a number its value on the day of the forecast, where that
was recorded; of anything else what the voice had said before, which shows whether changing its mind helped (for
its first forecast, the base rate of then, or equal shares).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from commonground.forecast.answer import Quantiles, Shares
from commonground.forecast.book import VOID, Book
from commonground.forecast.calibration import calibration, sharpness
from commonground.forecast.score import (
    FloatArray,
    brier,
    brier_choice,
    crps,
    log_choice,
    log_score,
    ranked_probability,
)
from commonground.forecast.standing import WHEN, Rows, When, rate_then, standing_rows

Mask = npt.NDArray[np.bool_]
NO_TOPIC = "no topic"


def track_record(
    book: Book, when: When = "days", topic: str | None = None, hindsight: bool = False
) -> dict[str, Any]:
    """Scores by voice and by topic, with baselines, calibration and sharpness, as plain JSON values.

    Parameters
    ----------
    when  : which forecasts count; see `WHEN`
    topic : only questions of this topic, None for all
    hindsight : count forecasts too that were written down after the outcome was known
    """
    rows = standing_rows(book, when, hindsight)
    topics = np.array([book.questions[name].topic or NO_TOPIC for name in rows.ids], dtype=object)
    chosen = np.ones(len(rows.day), dtype=bool) if topic is None else topics[rows.question] == topic
    sheets = (_YesNo(book, rows, chosen), _Choice(book, rows, chosen), _Amount(book, rows, chosen))
    seen = np.unique(rows.question[chosen])
    return {
        "when": when,
        "counted": WHEN[when],
        "topic": topic,
        "questions": len(seen),
        "forecasts": int(chosen.sum()),
        "open": len(book.questions) - len(book.resolutions),
        "void": sum(ended.outcome == VOID for ended in book.resolutions.values()),
        "backdated": sum(
            bool(here) and not entry.imported and entry.at[:10] > entry.as_of.isoformat()
            for entry, here in zip(rows.entries, chosen)
        ),
        "left_out": rows.left_out,
        "voices": [
            entry
            for place, name in enumerate(rows.names)
            if (entry := _of_voice(rows, chosen & (rows.voice == place), name, sheets)) is not None
        ],
        "topics": [
            {
                "topic": str(one),
                "questions": len(np.unique(rows.question[inside])),
                "voices": [
                    entry
                    for place, name in enumerate(rows.names)
                    if (entry := _of_voice(rows, inside & (rows.voice == place), name, sheets, brief=True))
                    is not None
                ],
            }
            for one in sorted(set(topics[seen]))
            if (inside := chosen & (topics[rows.question] == one)).any()
        ],
    }


def _of_voice(
    rows: Rows, mask: Mask, name: str, sheets: Sequence[_Sheet], brief: bool = False
) -> dict[str, Any] | None:
    if not mask.any():
        return None
    last = rows.entries[int(np.flatnonzero(mask)[-1])]
    found: dict[str, Any] = {
        "by": name,
        "family": last.family,
        "questions": len(np.unique(rows.question[mask])),
        "forecasts": int(mask.sum()),
    }
    for sheet in sheets:
        found |= sheet.of(mask, brief)
    return found


class _Sheet:
    """Scores of all rows of some kinds of question; `of` sums them up for a voice."""

    kinds: tuple[str, ...] = ()

    def __init__(self, book: Book, rows: Rows, chosen: Mask) -> None:
        self.rows = rows
        kind = np.array([book.questions[name].kind for name in rows.ids], dtype=object)
        here = np.isin(kind[rows.question], self.kinds) if len(rows.ids) else np.zeros(0, dtype=bool)
        self.at = np.flatnonzero(here)  # rows of these kinds
        self.place = np.full(len(rows.day), -1)
        self.place[self.at] = np.arange(len(self.at))
        self.chosen = chosen[self.at]
        self.outcomes = [book.resolutions[rows.entries[row].question].outcome for row in self.at]

    def of(self, mask: Mask, brief: bool) -> dict[str, Any]:
        raise NotImplementedError

    def inside(self, mask: Mask) -> npt.NDArray[np.intp]:
        """Places on this sheet of the rows of a mask."""
        return np.asarray(self.place[self.at[mask[self.at]]], dtype=np.intp)

    def weight(self, places: npt.NDArray[np.intp]) -> FloatArray:
        return self.rows.weight[self.at[places]]

    def previous(self, own: FloatArray, otherwise: FloatArray) -> FloatArray:
        """What the voice had said before, row by row."""
        before = self.rows.previous[self.at]
        there = (before >= 0).reshape((-1,) + (1,) * (own.ndim - 1))
        return np.asarray(np.where(there, own[self.place[before]], otherwise))

    def mean(self, scores: FloatArray, places: npt.NDArray[np.intp]) -> float:
        weight = self.weight(places)
        return float((weight * scores[places]).sum() / weight.sum())

    def error(self, scores: FloatArray, places: npt.NDArray[np.intp]) -> float | None:
        """Standard error of the mean over questions."""
        question = self.rows.question[self.at[places]]
        _, group = np.unique(question, return_inverse=True)
        weight = np.bincount(group, weights=self.weight(places))
        per = np.bincount(group, weights=self.weight(places) * scores[places]) / weight
        return None if len(per) < 2 else float(per.std(ddof=1) / np.sqrt(len(per)))

    def questions(self, places: npt.NDArray[np.intp]) -> int:
        return len(np.unique(self.rows.question[self.at[places]]))


class _YesNo(_Sheet):
    kinds = ("yes_no",)

    def __init__(self, book: Book, rows: Rows, chosen: Mask) -> None:
        super().__init__(book, rows, chosen)
        self.p = np.array([float(rows.entries[row].answer) for row in self.at])  # type: ignore[arg-type]
        self.o = np.array([outcome == "yes" for outcome in self.outcomes], dtype=float)
        ids = [name for name in rows.ids if book.questions[name].kind == "yes_no"]
        then = rate_then(book, ids, rows.day[self.at])
        seen, first = np.unique(rows.question[self.at[self.chosen]], return_index=True)
        rate = float(self.o[self.chosen][first].mean()) if len(seen) else 0.5
        self.baselines = {
            "half": np.full(len(self.p), 0.5),
            "base_rate": np.full(len(self.p), rate),
            "base_rate_then": then,
            "last_value": self.previous(self.p, then),
        }

    def of(self, mask: Mask, brief: bool) -> dict[str, Any]:
        places = self.inside(mask)
        if not len(places):
            return {}
        scores = brier(self.p, self.o), log_score(self.p, self.o)
        found: dict[str, Any] = {
            "questions": self.questions(places),
            "yes": self.mean(self.o, places),
            "brier": self.mean(scores[0], places),
            "brier_se": self.error(scores[0], places),
            "log": self.mean(scores[1], places),
            "baselines": {
                name: {
                    "brier": self.mean(brier(p, self.o), places),
                    "log": self.mean(log_score(p, self.o), places),
                }
                for name, p in self.baselines.items()
            },
        }
        found["skill"] = _skill(found["brier"], found["baselines"]["base_rate"]["brier"])
        if not brief:
            weight = self.weight(places)
            found["calibration"] = calibration(self.p[places], self.o[places], weight, found["questions"])
            found["sharpness"] = sharpness(self.p[places], weight)
        return {"yes_no": found}


class _Choice(_Sheet):
    """Choices have different numbers of options: shares are filled up with zeros, which changes no score."""

    kinds = ("choice",)

    def __init__(self, book: Book, rows: Rows, chosen: Mask) -> None:
        super().__init__(book, rows, chosen)
        held = [rows.entries[row].answer for row in self.at]
        shares = [answer for answer in held if isinstance(answer, Shares)]
        widest = max((len(answer.p) for answer in shares), default=2)
        self.share = np.zeros((len(shares), widest))
        equal = np.zeros_like(self.share)
        for row, answer in enumerate(shares):
            self.share[row, : len(answer.p)] = answer.p
            equal[row, : len(answer.p)] = 1.0 / len(answer.p)
        self.o = np.array(
            [answer.options.index(str(outcome)) for answer, outcome in zip(shares, self.outcomes)],
            dtype=np.intp,
        )
        self.options = np.array([len(answer.p) for answer in shares], dtype=np.int64)
        self.ordered = np.array(
            [book.questions[rows.entries[row].question].ordered for row in self.at], dtype=bool
        )
        self.baselines = {"half": equal, "last_value": self.previous(self.share, equal)}

    def of(self, mask: Mask, brief: bool) -> dict[str, Any]:
        places = self.inside(mask)
        if not len(places):
            return {}
        found: dict[str, Any] = {"questions": self.questions(places), **self._scores(self.share, places)}
        found["brier_se"] = self.error(brier_choice(self.share, self.o), places)
        found["baselines"] = {name: self._scores(share, places) for name, share in self.baselines.items()}
        return {"choice": found}

    def _scores(self, share: FloatArray, places: npt.NDArray[np.intp]) -> dict[str, Any]:
        ranked = places[self.ordered[places]]
        return {
            "brier": self.mean(brier_choice(share, self.o), places),
            "log": self.mean(log_choice(share, self.o), places),
            "ranked_probability": self.mean(self._ranked(share), ranked) if len(ranked) else None,
        }

    def _ranked(self, share: FloatArray) -> FloatArray:
        """Filled-up options add nothing to the sum; the mean is over the real ones."""
        each = ranked_probability(share, self.o) * (share.shape[1] - 1)
        return np.asarray(each / np.maximum(self.options - 1, 1))


class _Amount(_Sheet):
    """Numbers and days; scores are in their unit, so each unit has its own."""

    kinds = ("number", "date")

    def __init__(self, book: Book, rows: Rows, chosen: Mask) -> None:
        super().__init__(book, rows, chosen)
        asked = [book.questions[rows.entries[row].question] for row in self.at]
        self.unit = np.array(
            ["days" if one.kind == "date" else one.unit or "no unit" for one in asked], dtype=object
        )
        self.o = np.array([_amount(outcome) for outcome in self.outcomes])
        now = [rows.entries[row].now for row in self.at]
        self.now = np.array([np.nan if one is None else one for one in now])
        self.crps, self.median = np.zeros(len(self.at)), np.zeros(len(self.at))
        by_levels: dict[tuple[float, ...], list[int]] = {}
        held = [rows.entries[row].answer for row in self.at]
        for row, answer in enumerate(held):
            if isinstance(answer, Quantiles):
                by_levels.setdefault(answer.levels, []).append(row)
        for levels, members in by_levels.items():
            values = np.array([held[row].values for row in members])  # type: ignore[union-attr]
            self.crps[members] = crps(np.array(levels), values, self.o[members])
            self.median[members] = [held[row].at(0.5) for row in members]  # type: ignore[union-attr]

    def of(self, mask: Mask, brief: bool) -> dict[str, Any]:
        places = self.inside(mask)
        found: dict[str, Any] = {}
        for unit in sorted(set(self.unit[places])):
            inside = places[self.unit[places] == unit]
            known = inside[~np.isnan(self.now[inside])]
            last = self.mean(np.abs(self.now - self.o), known) if len(known) else None
            found[str(unit)] = {
                "questions": self.questions(inside),
                "crps": self.mean(self.crps, inside),
                "median_error": self.mean(np.abs(self.median - self.o), inside),
                "baselines": {"last_value": {"crps": last, "questions": self.questions(known)}},
                "skill": None if last is None else _skill(self.mean(self.crps, known), last),
            }
        return {"amount": found} if found else {}


def _skill(score: float, baseline: float) -> float | None:
    """One less the ratio of scores: 0 is the baseline, 1 is perfect."""
    return None if baseline <= 0 else 1.0 - score / baseline


def _amount(outcome: str | float) -> float:
    return float(date.fromisoformat(outcome).toordinal()) if isinstance(outcome, str) else float(outcome)
