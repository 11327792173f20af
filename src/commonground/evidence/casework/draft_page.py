"""A draft as the text of a case file: marked as a draft throughout, and valid as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from commonground.case.drafts import DRAFT
from commonground.case.io import parse_case
from commonground.case.one_line import clean, flow
from commonground.evidence.casework.draft_parts import Asked, Draft, Stated
from commonground.evidence.casework.own_words import address, quoted, slug, the

NOT_STATED = f"{DRAFT}. Not stated in the text: to be filled in."
ARTICLE = "article"
HALF_WIDTH = 30  # on a scale from 0 to 100: a stance in words places nobody more closely
_REMARK = 160  # characters of a quote in a comment
_WORDINGS = 4  # other wordings of a question that are kept


def page(draft: Draft, name: str = "") -> str:
    """The case file.

    Raises
    ------
    CaseError : the text would not load, which would be a fault of this function.
    """
    text = "\n".join(
        [*_head(draft, name), *_questions(draft), *_parts(draft), *_values(draft), *_evidence(draft)]
    )
    parse_case(text + "\n", "<draft>")
    return text + "\n"


def _head(draft: Draft, name: str) -> Iterator[str]:
    document = draft.document
    title = clean(document.title, 160) or "no title"
    where = f", {clean(document.source, 100)}" if document.source else ""
    yield "# DRAFT, made from one article by rules; nobody has checked it. Every value is either a stance read off a"
    yield "# quote, as a wide range, or the widest range there is, marked “to be filled in”. A value is judged when its"
    yield "# reason no longer begins with DRAFT; until all are, keep status: draft, and quote no number."
    yield "# Words in “quotation marks” are the article's."
    yield f"# Article: {title}{where}"
    yield "commonground: 1"
    yield f"name: {flow(slug(name or 'draft-' + title, 60))}"
    yield f"title: {flow('DRAFT: ' + _headline(draft))}"
    yield "status: draft"
    about = ", ".join(_low(issue.name) for issue in draft.issues)
    summary = (
        f"DRAFT made from one article, {quoted(document.title or 'without a title', 160)}; not checked by anybody. "
        f"It proposes a case between {_both(draft)} about: {about}. "
        "Ranges are placeholders: replace them before you use any result."
    )
    yield f"summary: {flow(summary)}"
    by = _DATED.get(document.dated_by, "the day of the article") if draft.dated else _UNDATED
    yield f"as_of: {draft.as_of.isoformat()}   # {by}"
    yield f"horizon: {draft.horizon.isoformat()}   # not stated in the text: to be filled in"
    yield ""
    yield "outcomes:"
    meant = f"DRAFT: {_both(draft)} accept a common text on the issues below. What counts exactly: to be filled in."
    yield f"  agreement: {flow(meant)}"
    yield f"  impasse: {flow('DRAFT: by the horizon there is no such text.')}"
    if _fights(draft):
        said = f" In the text: {quoted(draft.force)}" if draft.force else ""
        fight = f"DRAFT: one uses force against the other. What counts exactly: to be filled in.{said}"
        yield f"  confrontation: {flow(fight)}"
    yield ""


_UNDATED = "the article's date is not stated: to be filled in; this is the day of the draft"
_DATED = {
    "given": "the day given for the article",
    "text": "the day that the article states itself",
    "file": "the day the PDF was made, which may be later than the article: check it",
}


def _low(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _both(draft: Draft) -> str:
    return " and ".join(the(party.name) for party in draft.signatories)


def _headline(draft: Draft) -> str:
    asked = draft.questions.asked
    return _quote(asked[0].quote) if asked else _own_question(draft)


def _quote(text: str) -> str:
    return clean(text, 240)


def _own_question(draft: Draft) -> str:
    return f"Will {_both(draft)} reach an agreement by {draft.horizon.isoformat()}?"


def _fights(draft: Draft) -> bool:
    return bool(draft.force) or any(asked.outcome == "confrontation" for asked in draft.questions.asked)


def _questions(draft: Draft) -> Iterator[str]:
    asked = draft.questions.asked
    if asked:
        yield "questions:   # asked in the text; terms, and days that are the horizon's, are not stated there"
    else:
        yield "questions:   # the text asks none that an outcome of the case answers; this one is the draft's"
        asked = (Asked(_own_question(draft), "agreement"),)
    for one in asked:
        day = one.deadline or draft.horizon
        yield f"  {one.outcome}-by-{day.isoformat()}:"
        yield f"    text: {flow(one.quote)}"
        yield f"    deadline: {day.isoformat()}" + (
            "   # the day that the question names" if one.deadline else ""
        )
        yield f"    outcome: {one.outcome}"
        meant = f"DRAFT: yes if what outcomes.{one.outcome} describes has come by the deadline. Terms: to be filled in."
        if one.others:
            meant += f" The text also words it: {' '.join(quoted(other, _REMARK) for other in one.others[:_WORDINGS])}"
        yield f"    resolves_if: {flow(meant)}"
        yield f"    source: {flow('To be filled in.')}"
    for quote in draft.questions.concrete:
        yield f"  # Yes or no will show, but no outcome of this case answers it: {quoted(quote, _REMARK)}"
    for quote in draft.questions.open:
        yield f"  # Also asked, and not to be answered by yes or no as it stands: {quoted(quote, _REMARK)}"
    yield ""


def _parts(draft: Draft) -> Iterator[str]:
    yield "parties:   # the two that the text is most about must sign; roles are the draft's guess"
    for party in (*draft.signatories, *draft.others):
        role = "signatory" if party in draft.signatories else "other"
        about = f"DRAFT: {quoted(party.quote)}" if party.quote else NOT_STATED
        yield f"  {party.id}: {{name: {flow(party.name)}, role: {role}, about: {flow(about)}}}"
    yield ""
    yield "issues:   # what could be settled is the draft's guess; put real scales or options in place of these"
    for issue in draft.issues:
        yield f"  {issue.id}:"
        yield f"    name: {flow(issue.name)}"
        yield "    kind: scale"
        yield "    lo: 0"
        yield "    hi: 100"
        yield "    levels: 5"
        yield f"    about: {flow(_about(issue))}"
    if draft.also:
        yield f"  # Words of these occur too, but nobody is said to want anything about them: {', '.join(draft.also)}"
    yield ""


def _about(issue: Stated) -> str:
    words = f" In the text: {quoted(issue.quote)}" if issue.quote else ""
    return f"DRAFT: 0 is {issue.low}, 100 is {issue.high}; scale and status quo to be filled in.{words}"


def _values(draft: Draft) -> Iterator[str]:
    yield "positions:   # a stance in words becomes a wide range; where the text is silent the range is the whole scale"
    for party in (*draft.signatories, *draft.others):
        signs = party in draft.signatories
        held = [issue for issue in draft.issues if signs or (party.id, issue.id) in draft.positions]
        if held:
            yield f"  {party.id}:"
        for issue in held:
            yield f"    {issue.id}:"
            yield f"      ideal: {flow(_ideal(draft, party.id, issue.id))}"
            yield f"      salience: {flow(_open([0, 10]))}"
    yield ""
    yield "walk_away:"
    for party in draft.signatories:
        yield f"  {party.id}: {flow(_open([0, 1]))}"
    yield ""
    yield "talks:"
    for line in draft.process:
        yield f"  # Said in the text: {line}"
    placeholder = f"{NOT_STATED} The months are a placeholder."
    yield f"  starts_in: {flow({**_open([0, 24]), 'because': placeholder})}"
    yield f"  tempo: {flow({**_open([1, 60]), 'because': placeholder})}"
    yield ""
    if draft.mediation:
        because = (
            f"DRAFT: somebody offers to mediate, {quoted(draft.mediation)} How far it helps: to be filled in."
        )
        yield f"mediator_effect: {flow({'value': {'uniform': [0, 1]}, 'because': because, 'evidence': [ARTICLE]})}"
        yield ""
    if _fights(draft):
        yield f"confrontation_if_no_deal: {flow(_open([0, 1]))}"
        yield ""
    if draft.advice:
        yield "# The text recommends (also kept below, as evidence of kind recommendation):"
        yield from (f"#   {quoted(words, 300)}" for words in draft.advice)
        yield ""


def _open(ends: list[int]) -> dict[str, object]:
    return {"value": {"uniform": ends}, "because": NOT_STATED}


def _ideal(draft: Draft, party: str, issue: str) -> dict[str, object]:
    if (party, issue) not in draft.positions:
        return _open([0, 100])
    stance, quote = draft.positions[party, issue]
    centre = round(50 + 50 * stance)
    ends = [max(0, centre - HALF_WIDTH), min(100, centre + HALF_WIDTH)]
    because = f"DRAFT: stance {stance:+.1f} on a scale from -1 to 1, read off {quoted(quote)}"
    return {"value": {"uniform": ends}, "because": because, "evidence": [ARTICLE]}


def _evidence(draft: Draft) -> Iterator[str]:
    document = draft.document
    yield "evidence:"
    item = {
        "id": ARTICLE,
        "date": draft.as_of.isoformat(),
        "kind": "report",
        "title": clean(document.title, 200) or "The article this draft was made from",
        "text": "The article this draft was made from."
        + ("" if draft.dated else " Its date is not stated: to be filled in."),
        "source": clean(document.source, 200) or PurePath(document.origin).name,
        "url": address(document.url),
    }
    yield f"  - {flow({key: value for key, value in item.items() if value})}"
    for event in draft.events:
        told = {
            "id": event.id,
            "date": event.date,
            "before": event.before,
            "kind": "event",
            "title": f"DRAFT: {event.title}",
            "text": event.text,
            "source": item["source"],
            "url": item["url"],
            "parties": list(event.parties),
            "issues": list(event.issues),
        }
        yield f"  - {flow({key: value for key, value in told.items() if value})}"
    if draft.left_out:
        yield f"  # Not here: {draft.left_out} of which the coder is less sure than {draft.least:g}."
    for number, words in enumerate(draft.advice, 1):
        told = {
            "id": f"recommendation-{number}",
            "date": draft.as_of.isoformat(),
            "kind": "recommendation",
            "title": f"DRAFT: {quoted(words)}",
            "source": item["source"],
            "url": item["url"],
        }
        yield f"  - {flow({key: value for key, value in told.items() if value})}"
