"""Key judgements: number first, then the word with its range; confidence in a sentence of its own."""

from __future__ import annotations

from typing import Any

from commonground.brief.document import Block, Headline, Paragraph, Parts, Section
from commonground.brief.view import View, day, label, sentence
from commonground.charts.lettering import listing


def section(view: View) -> Section | None:
    blocks: list[Block] = []
    confidence = _confidence(view)
    for i, question in enumerate(view.study.data["questions"]):
        if question["probability"] is None or question["deadline"] != view.case["horizon"]:
            continue
        path = f"questions.{i}.probability"
        blocks.append(
            Headline(view.chance(path), _judgement(view, path, question), () if blocks else confidence)
        )
    if view.solved is not None:
        blocks += _common_ground(view)
    if not blocks:
        return None
    return Section("key-judgements", "Key judgements", tuple(blocks))


def _judgement(view: View, path: str, question: dict[str, str]) -> Parts:
    names = listing(map(view.the, view.signatories))
    by = day(question["deadline"])
    what = {
        "agreement": f"{names} accept a package, interim or final, by {by}",
        "confrontation": f"there is a confrontation by {by}, without an agreement before it",
        "impasse": f"there is neither an agreement nor a confrontation by {by}",
    }[question["outcome"]]
    return ("There is a ", view.chance(path), f" chance ({view.chance_in_words(path)}) that {what}.")


def _confidence(view: View) -> Parts:
    found = view.study.data["confidence"]
    if not found["reasons"]:
        return (f"Our confidence in these numbers is {found['level']}.",)
    return (f"Our confidence in these numbers is {found['level']}: ", sentence("; ".join(found["reasons"])))


def _common_ground(view: View) -> list[Block]:
    out: list[Block] = [
        Headline(
            view.chance(view.path("exists")),
            (
                "There is a ",
                view.chance(view.path("exists")),
                f" chance ({view.chance_in_words(view.path('exists'))}) that common ground exists at all: a package"
                f" that {listing(map(view.the, view.signatories))} would each rather have than none. If"
                " each keeps to itself what it would settle for, a single best offer finds it with ",
                view.chance(view.path("private")),
                ".",
            ),
        )
    ]
    data = view.solved or {}
    out += [judgement for judgement in (divides(view), carries(view)) if judgement is not None]
    if data["packages"]:
        levels = data["packages"][0]["levels"]
        terms = "; ".join(
            f"{view.issue(key).lower()}: {label(view.level(key, level))}" for key, level in levels.items()
        )
        path = view.path("packages.0.joint")
        out.append(
            Headline(
                view.share(path),
                (
                    "The package most likely to be accepted by all (in ",
                    view.share(path),
                    f" of draws) is {terms}.",
                ),
            )
        )
    else:
        out.append(Paragraph(("In no draw does any package on the grid suit all signatories.",)))
    return out


def divides(view: View) -> Headline | None:
    """The issue whose absence would help most, if that is beyond the computing error."""
    issues = _off_the_table(view)
    first = max(issues, key=lambda key: issues[key]["rise"], default=None)
    if first is None or issues[first]["rise"] <= 2 * issues[first]["rise_se"]:
        return None
    path = view.path(f"blocks.issues.{first}")
    return Headline(
        view.points(f"{path}.rise", sign=True),
        (
            f"{view.issue(first)} divides the parties most. Were it off the table, the chance that common ground exists"
            " would rise by ",
            view.points(f"{path}.rise"),
            ", to ",
            view.chance(f"{path}.exists_without"),
            ".",
        ),
    )


def carries(view: View) -> Headline | None:
    """The issue that makes a deal worth having: without it, common ground shrinks most."""
    issues = _off_the_table(view)
    last = min(issues, key=lambda key: issues[key]["rise"], default=None)
    if last is None or issues[last]["rise"] >= -2 * issues[last]["rise_se"]:
        return None
    path = view.path(f"blocks.issues.{last}")
    return Headline(
        view.points(f"{path}.rise", sign=True),
        (
            f"{view.issue(last)} is what the parties trade with. Were it off the table, the chance that common ground"
            " exists would fall by ",
            view.points(f"{path}.rise"),
            ", to ",
            view.chance(f"{path}.exists_without"),
            ".",
        ),
    )


def _off_the_table(view: View) -> dict[str, Any]:
    return ((view.solved or {}).get("blocks") or {}).get("issues") or {}
