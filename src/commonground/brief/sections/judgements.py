"""Key judgements: number first, then the word with its range; confidence in a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from commonground.brief.document import Block, Callout, Headline, Number, Paragraph, Part, Parts, Section
from commonground.brief.sections import drafts, levers, resting, settlements
from commonground.brief.sections.pooled import alone, made_of
from commonground.brief.view import METHOD, View, day, sentence
from commonground.charts.bargaining_reading import lines
from commonground.charts.lettering import listing
from commonground.study.confidence import why

_SHORT_LIVED = 0.2  # mean durability below which a package changes little for a party


def section(view: View) -> Section | None:
    if view.modes and (view.solved is not None or not lines(view.study.data)):
        return Section("key-judgements", "Key judgements", (*drafts.warning(view), _not_a_forecast(view)))
    if view.drafted and view.placeholders:  # a number in large print would be read, whatever stood above it
        return Section("key-judgements", "Key judgements", drafts.warning(view))
    blocks: list[Block] = []
    told: set[tuple[str, str]] = set()
    for i, question in enumerate(view.study.data["questions"]):
        # the headline question at its own deadline; of the others only what the horizon settles
        pool = view.pooled(question["id"])
        answered = pool is not None or question["probability"] is not None
        if not answered or (i > 0 and question["deadline"] != view.case["horizon"]):
            continue
        if (question["outcome"], question["deadline"]) in told:  # the same in other words
            continue
        told.add((question["outcome"], question["deadline"]))
        path = f"questions.{i}.probability" if pool is None else f"{pool[0]}.p"
        parts = _judgement(view, path, question)
        if pool is not None:
            parts = (*parts, *made_of(view, *pool), *_alone(view, pool[1]))
        if question["outcome"] == "agreement" and not blocks:
            parts = (*parts, *_time(view, pool is not None))
        blocks.append(Headline(view.chance(path), parts))
    if view.solved is not None:
        blocks += _common_ground(view)
    elif resting.data_of(view):
        blocks += _resting(view)
    elif not blocks:
        blocks += settlements.judgements(view)
    if not blocks:
        return None
    blocks += levers.judgement(view)
    if isinstance(blocks[0], Headline):
        blocks[0] = replace(blocks[0], more=_confidence(view))
    return Section("key-judgements", "Key judgements", (*drafts.warning(view), *blocks))


def _resting(view: View) -> Iterator[Block]:
    """Of a case with a graph and nothing to negotiate: what can last, and where improvements lead."""
    yield Paragraph(resting.verdict(view))
    rests = resting.data_of(view)["rests"]
    if rests:
        counted = f" ({rests[0]['outcome']})" if rests[0]["outcome"] else ""
        yield Paragraph(
            (
                "Improvements taken at random lead from there most often to a state in which: ",
                f"{rests[0]['title']}{counted}. The chance of it is ",
                view.share(resting.path("rests.0.p")),
                ".",
            )
        )


def _not_a_forecast(view: View) -> Callout:
    if view.solved is None and resting.data_of(view):
        told = "This is one calculation, at a single point of what is uncertain. It gives no chances."
        return Callout((*resting.verdict(view), f" {told}"), title="Not a forecast")
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
    force = "confrontation" in (view.outcome or {})
    none = "neither an agreement nor a confrontation" if force else "no agreement"
    what = {
        "agreement": f"{names} reach an agreement, as defined below, by {by}",
        "confrontation": f"there is a confrontation, as defined below, by {by}, without an agreement before it",
        "impasse": f"there is {none} by {by}",
    }[question["outcome"]]
    return ("There is ", *view.a_chance(path), f" chance ({view.chance_in_words(path)}) that {what}.")


def _alone(view: View, entry: Mapping[str, Any]) -> Parts:
    """What common ground says by itself, where the pool has said it of several voices at once."""
    path = alone(view, entry["id"])
    by = [voice["id"] for voice in entry["voices"] if voice["family"] == "structure" and voice["weight"] > 0]
    if path is None or by == [METHOD]:
        return ()
    return (
        " Common ground alone, from which the rest of this brief is made, puts it at ",
        view.chance(path),
        ".",
    )


def _time(view: View, pooled: bool) -> Parts:
    """What the deadline costs, where it costs much; of common ground alone, which knows what talks take."""
    if not view.time_is_short:
        return ()
    lead = (
        " Without the deadline common ground would put it at "
        if pooled
        else " Without the deadline it would be "
    )
    parts: list[Part] = [lead, view.chance(view.path("found"))]
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
    reasons = why(found)
    if not reasons:
        return (f"Our confidence in these numbers is {found['level']}.",)
    return (f"Our confidence in these numbers is {found['level']}: ", sentence(reasons))


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
    out += _short_lived(view)
    return out


def _short_lived(view: View) -> Iterator[Paragraph]:
    """To whom a deal is hardly a deal, since it would not live: any package then suits, or none, by little."""
    for party, lives in ((view.solved or {}).get("durability") or {}).items():
        if lives["mean"] is None or lives["mean"] >= _SHORT_LIVED:
            continue
        time = view.share(view.path(f"durability.{party}.mean"))
        ending: Parts = ("expected to live for ", time, " of the time.")
        if party in view.case.get("collapse", {}):
            # What it has after a deal has ended is then another thing than having none.
            yield Paragraph((f"As {view.the(party)} sees it, a deal is ", *ending))
        else:
            without = f"To {view.the(party)} a deal is hardly more than what it has without one: it is "
            yield Paragraph((without, *ending))


def _issues(view: View) -> Headline | None:
    """The issue that divides most and the one the parties trade with, where they stand out of the computing error."""
    issues = ((view.solved or {}).get("blocks") or {}).get("issues") or {}
    moving = {key: entry["rise"] for key, entry in issues.items() if view.moves(key)}
    if not moving:
        return None
    parts: list[Part] = []
    number: Number | None = None
    first, last = max(moving, key=lambda key: moving[key]), min(moving, key=lambda key: moving[key])
    for key, said, way, stands in (
        (first, "divides the parties most", "rise", moving[first] > 0),
        (last, "is what the parties trade with", "fall", moving[last] < 0),
    ):
        if not stands:
            continue
        before, path = view.path("exists"), view.path(f"blocks.issues.{key}")
        after, rise = f"{path}.exists_without", f"{path}.rise"
        number = number or view.points_between(before, after, rise, sign=True)
        clipped = view.clipped(before, after)
        what = "share of draws with common ground" if clipped else "chance that common ground exists"
        parts += [
            f"{' ' if parts else ''}{view.issue(key)} {said}. Were it off the table, the {what} would {way} by ",
            view.points_between(before, after, rise),
            *((", from ", view.share(before), " to ") if clipped else (", to ",)),
            view.share(after) if clipped else view.chance(after),
            ".",
        ]
    return None if number is None else Headline(number, tuple(parts))
