"""Key judgements: number first, then the word with its range; confidence in a sentence of its own."""

from __future__ import annotations

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
    names = listing(map(view.party, view.signatories))
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
                f" that {listing(map(view.party, view.signatories))} would each rather have than none. If"
                " each keeps to itself what it would settle for, a single best offer finds it with ",
                view.chance(view.path("private")),
                ".",
            ),
        )
    ]
    data = view.solved or {}
    issues = (data["blocks"] or {}).get("issues") or {}
    if issues:
        first = max(issues, key=lambda key: (issues[key]["rise"], key))
        if issues[first]["rise"] > 2 * issues[first]["rise_se"]:
            path = view.path(f"blocks.issues.{first}.rise")
            out.append(
                Headline(
                    view.points(path),
                    (
                        f"{view.issue(first)} divides the parties most. Were it off the table, the chance that common"
                        " ground exists would change by ",
                        view.points(path),
                        ", to ",
                        view.chance(view.path(f"blocks.issues.{first}.exists_without")),
                        ".",
                    ),
                )
            )
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
