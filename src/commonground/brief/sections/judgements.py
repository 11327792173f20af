"""Key judgements: number first, then the word with its range; confidence in a sentence of its own."""

from __future__ import annotations

from commonground.brief.document import Block, Headline, Number, Paragraph, Part, Parts, Section
from commonground.brief.view import View, day, sentence
from commonground.charts.lettering import listing


def section(view: View) -> Section | None:
    blocks: list[Block] = []
    confidence = _confidence(view)
    for i, question in enumerate(view.study.data["questions"]):
        # the headline question at its own deadline; of the others only what the horizon settles
        if question["probability"] is None or (i > 0 and question["deadline"] != view.case["horizon"]):
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
    return ("There is ", *view.a_chance(path), f" chance ({view.chance_in_words(path)}) that {what}.")


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
                "There is ",
                *view.a_chance(view.path("exists")),
                f" chance ({view.chance_in_words(view.path('exists'))}) that common ground exists at all: a package"
                f" that {listing(map(view.the, view.signatories))} would each rather have than none. If"
                " each keeps to itself what it would settle for, a single best offer is accepted with a chance of ",
                view.chance(view.path("private")),
                ".",
            ),
        )
    ]
    data = view.solved or {}
    judgement = _issues(view)
    if judgement is not None:
        out.append(judgement)
    if data["packages"]:
        levels = data["packages"][0]["levels"]
        terms = "; ".join(f"{view.issue(key)}: {view.level(key, level)}" for key, level in levels.items())
        path = view.path("packages.0.joint")
        out.append(
            Headline(
                view.share(path),
                (
                    "The package most likely to be accepted by all (in ",
                    view.share(path),
                    f" of draws) reads: {terms}.",
                ),
            )
        )
    else:
        out.append(Paragraph(("In no draw does any package on the grid suit all signatories.",)))
    return out


def _issues(view: View) -> Headline | None:
    """The issue that divides most and the one the parties trade with, where they stand out of the computing error."""
    issues = ((view.solved or {}).get("blocks") or {}).get("issues") or {}
    if not issues:
        return None
    parts: list[Part] = []
    number: Number | None = None
    first = max(issues, key=lambda key: issues[key]["rise"])
    if issues[first]["rise"] > 2 * issues[first]["rise_se"]:
        path = view.path(f"blocks.issues.{first}")
        number = view.points(f"{path}.rise", sign=True)
        parts += [
            f"{view.issue(first)} divides the parties most. Were it off the table, the chance that common ground exists"
            " would rise by ",
            view.points(f"{path}.rise"),
            ", to ",
            view.chance(f"{path}.exists_without"),
            ". ",
        ]
    last = min(issues, key=lambda key: issues[key]["rise"])
    if issues[last]["rise"] < -2 * issues[last]["rise_se"]:
        path = view.path(f"blocks.issues.{last}")
        number = number or view.points(f"{path}.rise", sign=True)
        parts += [
            f"{view.issue(last)} is what the parties trade with. Were it off the table, the chance would fall by ",
            view.points(f"{path}.rise"),
            ", to ",
            view.chance(f"{path}.exists_without"),
            ".",
        ]
    return None if number is None else Headline(number, tuple(parts))
