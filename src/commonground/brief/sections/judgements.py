"""Key judgements: number first, then the word with its range; confidence in a sentence of its own."""

from __future__ import annotations

from commonground.brief.document import Block, Callout, Headline, Number, Paragraph, Part, Parts, Section
from commonground.brief.view import View, day, sentence
from commonground.charts.lettering import listing


def section(view: View) -> Section | None:
    if view.modes:
        return Section("key-judgements", "Key judgements", (_not_a_forecast(view),))
    blocks: list[Block] = []
    for i, question in enumerate(view.study.data["questions"]):
        # the headline question at its own deadline; of the others only what the horizon settles
        if question["probability"] is None or (i > 0 and question["deadline"] != view.case["horizon"]):
            continue
        path = f"questions.{i}.probability"
        more = () if blocks else _confidence(view)
        parts = _judgement(view, path, question)
        if question["outcome"] == "agreement" and not blocks:
            parts = (*parts, *_time(view))
        blocks.append(Headline(view.chance(path), parts, more))
    if view.solved is not None:
        blocks += _common_ground(view)
    if not blocks:
        return None
    return Section("key-judgements", "Key judgements", tuple(blocks))


def _not_a_forecast(view: View) -> Callout:
    found = view.solved is not None and view.get(view.path("exists")) == 1.0
    verdict = (
        "With every value at its most likely, a package exists that all signatories prefer to walking away."
        if found
        else "With every value at its most likely, no package exists that all signatories prefer to walking away."
    )
    return Callout(
        (f"{verdict} This is one calculation, at a single point of what is uncertain. It gives no chances.",),
        title="Not a forecast",
    )


def _judgement(view: View, path: str, question: dict[str, str]) -> Parts:
    names = listing(map(view.the, view.signatories))
    by = day(question["deadline"])
    what = {
        "agreement": f"{names} reach an agreement, as defined below, by {by}",
        "confrontation": f"there is a confrontation, as defined below, by {by}, without an agreement before it",
        "impasse": f"there is neither an agreement nor a confrontation by {by}",
    }[question["outcome"]]
    return ("There is ", *view.a_chance(path), f" chance ({view.chance_in_words(path)}) that {what}.")


def _time(view: View) -> Parts:
    """What the deadline costs, where it costs much."""
    if not view.time_is_short:
        return ()
    parts: list[Part] = [" Without the deadline it would be ", view.chance(view.path("found"))]
    stated = [
        (text, view.value(path))
        for path, text in (
            ("talks.starts_in", "months until talks begin"),
            ("talks.tempo", "months that they take"),
        )
        if view.has_value(path)
    ]
    if stated:
        parts.append(" (")
        for i, (text, value) in enumerate(stated):
            parts += [f"{'; ' if i else ''}{text}: ", value]
        parts.append(")")
    return (*parts, ".")


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
        cautions = tuple(part for caution in view.cautions("packages") for part in (caution, " "))
        out.append(
            Headline(
                view.share(path),
                (
                    "The package most likely to be accepted by all reads: ",
                    f"{terms}. It suits all signatories in ",
                    view.share(path),
                    " of draws, that is, of the sampled ways the uncertain values could be.",
                ),
                cautions[:-1],
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
        number = view.points_between(view.path("exists"), f"{path}.exists_without", f"{path}.rise", sign=True)
        parts += [
            f"{view.issue(first)} divides the parties most. Were it off the table, the chance that common ground exists"
            " would rise by ",
            view.points_between(view.path("exists"), f"{path}.exists_without", f"{path}.rise"),
            ", to ",
            view.chance(f"{path}.exists_without"),
            ". ",
        ]
    last = min(issues, key=lambda key: issues[key]["rise"])
    if issues[last]["rise"] < -2 * issues[last]["rise_se"]:
        path = view.path(f"blocks.issues.{last}")
        number = number or view.points_between(
            view.path("exists"), f"{path}.exists_without", f"{path}.rise", sign=True
        )
        parts += [
            f"{view.issue(last)} is what the parties trade with. Were it off the table, the chance that common ground"
            " exists would fall by ",
            view.points_between(view.path("exists"), f"{path}.exists_without", f"{path}.rise"),
            ", to ",
            view.chance(f"{path}.exists_without"),
            ".",
        ]
    return None if number is None else Headline(number, tuple(parts))
