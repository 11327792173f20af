"""`--llm` and `--llm-check` of `commonground evidence code`: the model beside the rules."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonground.cli.output import Output
    from commonground.errors import Finding
    from commonground.evidence.coder.records import Coding
    from commonground.evidence.coder.sentence import Reader
    from commonground.evidence.events import Event
    from commonground.evidence.llm.code import ModelCoder


def coder_of(reader: Reader) -> ModelCoder:
    """A coder with the model that the environment names."""
    from commonground.evidence.llm.client import Client
    from commonground.evidence.llm.code import ModelCoder
    from commonground.evidence.llm.settings import Endpoint

    return ModelCoder(Client(Endpoint.from_environment()), reader=reader)


def second_coding(
    out: Output, coder: ModelCoder, rules: Coding, text: str, published: date | None, name: str
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Code a text with the model, show where it differs from the rules, and tell what was rejected."""
    from commonground.evidence.llm.compare import disagreements

    cite = "" if name == "-" else PurePath(name).name
    endpoint = coder.client.endpoint
    with out.progress(f"Asking {endpoint.model} at {endpoint.shown}"):
        coding = coder.code(text, published, cite)
    differ = disagreements((*rules.events, *rules.set_aside), (*coding.events, *coding.set_aside))
    findings = coding.findings(cite)
    out.data("")
    if differ:
        out.table(
            ["sentence", "differ in", "rules", coding.model, "words"],
            [
                [str(one.sequence), one.kind, _told(one.rules), _told(one.llm), _words(one.rules or one.llm)]
                for one in differ
            ],
            f"{name}: the rules and {coding.model} differ on {len(differ)} events",
        )
    else:
        out.data(f"{name}: the rules and {coding.model} do not differ.")
    for finding in findings:
        out.finding(finding)
    return {**coding.as_dict(), "disagreements": [one.as_dict() for one in differ]}, findings


def check(out: Output) -> None:
    """Ask the model the same under changed codebooks, and say whether it follows them."""
    from commonground.errors import EvidenceError, Finding
    from commonground.evidence.llm.client import Client
    from commonground.evidence.llm.probes import check as probe
    from commonground.evidence.llm.settings import URL, Endpoint
    from commonground.evidence.llm.transport import ServerFault

    endpoint = Endpoint.from_environment()
    try:
        with out.progress(f"Asking {endpoint.model} at {endpoint.shown}"):
            probes = probe(Client(endpoint))
    except ServerFault as fault:
        raise EvidenceError(
            f"{endpoint.shown}: {fault.reason}", f"Is the server running? Its address is {URL}."
        ) from None
    findings = [
        Finding(
            "warning",
            f"llm.{one.name.replace(' ', '-')}",
            f"{endpoint.model} does not follow the codebook: {one.change}",
            "Trust its categories only where the rules agree.",
            f"{one.right} of {one.asked} right",
        )
        for one in probes
        if not one.passed
    ]
    out.table(
        ["codebook", "right", "as before", "by the label's name", "passed"],
        [
            [
                f"{one.name}: {one.change}",
                f"{one.right} of {one.asked}",
                f"{one.same} of {one.asked}",
                str(one.named),
                "yes" if one.passed else "no",
            ]
            for one in probes
        ],
        f"{endpoint.model}: does it read the codebook?",
    )
    for finding in findings:
        out.finding(finding)
    out.result({"model": endpoint.model, "probes": [one.as_dict() for one in probes]}, findings)


def _told(event: Event | None) -> str:
    if event is None:
        return "-"
    who = ",".join(actor.code or actor.name for actor in event.actor)
    whom = ",".join(actor.code or actor.name for actor in event.recipient) or "-"
    status = "" if event.status == "actual" else f" ({event.status})"
    day = f" {event.date.isoformat()}" if event.date else ""
    return f"{who} {event.event} {whom}{status}{day}"


def _words(event: Event | None) -> str:
    return event.event_text if event else ""
