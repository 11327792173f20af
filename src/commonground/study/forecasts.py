"""The questions of a study as pooled forecasts: its methods' voices beside those that a ledger holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from commonground.errors import Finding
from commonground.forecast.book import Book
from commonground.forecast.learned import learned_weights
from commonground.forecast.nested import mended
from commonground.forecast.odds import from_log_odds, log_odds
from commonground.forecast.over_time import over_time, voice_of
from commonground.forecast.pool import EQUAL, Pooled, Weights, combined, pool
from commonground.forecast.precedents import CLASS, Heard
from commonground.forecast.question import Question
from commonground.forecast.voice import FAMILIES, Voice
from commonground.forecast.words import in_words

_NOBODY = Heard((), (), {})
# Outcomes that a day by which they happened belongs to: by a later day they have happened too.
_LASTING = ("agreement", "confrontation")


def ledger_question(case: Mapping[str, Any], key: str) -> Question:
    """A case's question as a ledger keeps it: its id begins with the case's name, its topic is the case.

    Parameters
    ----------
    case : the case as plain data, as in a study
    """
    given = case["questions"][key]
    outcome = given["outcome"]
    return Question(
        f"{case['name']}:{key}",
        given["text"],
        _day(given["deadline"]),
        given["resolves_if"],
        given.get("source", ""),
        given.get("kind", "yes_no"),
        series=f"{case['name']}:{outcome}" if outcome in _LASTING else "",
        topic=case["name"],
    )


def method_voices(question: Mapping[str, Any], titles: Mapping[str, str]) -> list[Voice]:
    """The voices of methods on one question of a study.

    They give no interval: what the case is unsure of is in their probability already, and the Monte Carlo error is
    none of the world's. A method that answers under a condition, such as that no agreement comes first, answers
    another question than the one asked, and is no voice on it.
    """
    return [
        Voice(
            voice["method"],
            "structure",
            voice["p"],
            because=f"Share of draws of the case, by the method {titles.get(voice['method'], voice['method'])}.",
            rests_on=(voice["path"],),
        )
        for voice in question["voices"]
        if voice["p"] is not None and not voice.get("only_if")
    ]


def families(voices: Sequence[Voice], weights: Weights) -> list[dict[str, Any]]:
    """What each family says by itself: its pooled chance, its weight and its number of voices, in a fixed order."""
    shares = weights.of(voices)
    found = []
    for family in FAMILIES:
        own = [voice for voice in voices if voice.family == family]
        weight = sum(share for voice, share in zip(voices, shares) if voice.family == family)
        if weight > 0 and all(voice.p is not None for voice in own):
            alone = combined(own, weights.of(own))
            found.append({"family": family, "p": alone, "weight": weight, "voices": len(own)})
    return found


def silent_methods(question: Mapping[str, Any], solutions: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Methods that tell of a question's outcome, but not of what it asks for, each with the reason.

    `path` leads to what such a method does say, "" where that is nothing by this day.
    """
    found = []
    voices = {voice["method"]: voice for voice in question["voices"]}
    for method, solution in solutions.items():
        if question["outcome"] not in (solution["outcome"] or {}):
            continue
        voice, title = voices.get(method), solution.get("title", method)
        told = {"id": method, "title": title, "family": "structure"}
        if voice is None:
            because = "Not fit: it says nothing of when, so it answers at the horizon of the case only."
            found.append(told | {"because": because, "path": ""})
        elif voice.get("only_if"):
            because = f"Not fit: it answers for the case that {voice['only_if']}, which is another question."
            found.append(told | {"because": because, "path": voice["path"]})
    return found


def forecasts(
    study: Mapping[str, Any],
    book: Book | None = None,
    weights: Weights | None = None,
    heard: Mapping[str, Heard] | None = None,
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Every question of a study with its pooled forecast, its voices, their weights and influence.

    Parameters
    ----------
    study   : the study's data
    book    : a ledger with the voices of people; those of a day after the case's `as_of` are not heard, and of what
        methods and history said on other days only the record is read
    weights : default: what the ledger taught by the case's `as_of`, equal ones until it suffices for that
    heard   : voices of history by question id, see `precedents`

    Returns
    -------
    A dict for each question, `p` None where no voice speaks; and findings.
    """
    if weights is None:
        weights = EQUAL if book is None else learned_weights(book.seen_from(_day(study["case"]["as_of"])))
    case = study["case"]
    as_of = _day(case["as_of"])
    titles = {name: solution.get("title", name) for name, solution in study["solutions"].items()}
    asked: list[tuple[Mapping[str, Any], Question, list[Voice], Pooled | None]] = []
    findings: list[Finding] = []
    for question in study["questions"]:
        held = ledger_question(case, question["id"])
        past = (heard or {}).get(question["id"], _NOBODY)
        voices = [*past.voices, *method_voices(question, titles)]
        taken = {voice.id for voice in voices}
        if book is not None and held.id in book.questions:
            book.require_unchanged(held)
            standing = book.standing(held.id, as_of)
            voices += [voice_of(one) for one in standing if one.family == "people" and one.by not in taken]
        pooled = pool(voices, weights) if weights.hears(voices) else None
        if pooled is None:
            findings.append(
                Finding(
                    "warning",
                    f"questions.{question['id']}",
                    "no voice answers it",
                    "Add a forecast of a person.",
                )
            )
        asked.append((question, held, voices, pooled))
    chances = {
        held.id: pooled.answer for _, held, _, pooled in asked if pooled and isinstance(pooled.answer, float)
    }
    kept, moved = mended([held for _, held, _, _ in asked], chances)
    findings += [
        *moved,
        *_too_much(study["questions"], {held.id: kept.get(held.id) for _, held, _, _ in asked}, case),
    ]
    out = []
    for question, held, voices, pooled in asked:
        entry = {
            "id": question["id"],
            "ledger_id": held.id,
            "text": question["text"],
            "deadline": question["deadline"],
            "kind": held.kind,
            "resolves_if": question["resolves_if"],
            "source": question["source"],
            "p": None,
            "silent": _silent(question, study["solutions"], (heard or {}).get(question["id"], _NOBODY)),
        }
        if pooled is not None:
            entry |= _told(pooled, kept.get(held.id))
            entry["families"] = families(voices, weights)
            named = titles | dict((heard or {}).get(question["id"], _NOBODY).titles)
            for voice in entry["voices"]:
                voice["title"] = named.get(voice["id"], voice["id"])
                voice["label"] = label(voice["id"], voice["title"])
            entry["history"] = over_time(book or Book(), held.id, weights, as_of, voices)
        out.append(entry)
    return out, findings


def label(name: str, title: str) -> str:
    """A voice in two or three words: a reference class by the name it has in the case, others by their title."""
    kind, named, rest = name.partition(":")
    words = rest.replace("-", " ").replace("_", " ") if named and kind == CLASS else title
    return words[:1].upper() + words[1:]


def _silent(question: Mapping[str, Any], solutions: Mapping[str, Any], past: Heard) -> list[dict[str, Any]]:
    """Who was asked and is silent, history first."""
    told = [{**one.as_dict(), "title": past.titles.get(one.id, one.id), "path": ""} for one in past.silent]
    silent = [*told, *silent_methods(question, solutions)]
    return [{**one, "label": label(one["id"], one["title"])} for one in silent]


def _told(pooled: Pooled, kept: float | None) -> dict[str, Any]:
    """A pool as plain values, moved to the chance that nested deadlines leave it."""
    told = pooled.as_dict()
    if kept is None or not isinstance(pooled.answer, float):
        return told
    if kept != pooled.answer:
        by = log_odds(kept) - log_odds(pooled.answer)
        for name in ("band50", "band90"):
            if told[name] is not None:
                told[name] = [from_log_odds(log_odds(end) + by) for end in told[name]]
    return told | {"p": kept, "p_before_nesting": pooled.answer, "words": in_words(kept)}


def _too_much(
    questions: Sequence[Mapping[str, Any]], kept: Mapping[str, float | None], case: Mapping[str, Any]
) -> list[Finding]:
    """Outcomes exclude each other: by one day, their chances cannot add up to more than one."""
    by_day: dict[str, list[tuple[str, str, float]]] = {}
    for question in questions:
        chance = kept.get(f"{case['name']}:{question['id']}")
        if chance is not None:
            by_day.setdefault(question["deadline"], []).append((question["id"], question["outcome"], chance))
    found = []
    for day, listed in by_day.items():
        of_outcome = {outcome: chance for _, outcome, chance in listed}
        total = sum(of_outcome.values())
        if total > 1.0 + 1e-9:
            found.append(
                Finding(
                    "warning",
                    f"questions.{listed[0][0]}",
                    f"the chances of outcomes that exclude each other add up to {100 * total:.0f} % by {day}",
                    "Voices were heard on one of the questions only; ask them about the others too.",
                )
            )
    return found


def _day(given: Any) -> date:
    return given if isinstance(given, date) else date.fromisoformat(given)
