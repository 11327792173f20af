"""`commonground evidence suggest`: what new documents would change in a case; decided one by one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.cli.evidence.workspace import (
    as_of_option,
    confidence_option,
    plural,
    today,
    workspace_option,
)
from commonground.cli.options import output_options
from commonground.cli.output import Output, is_terminal

if TYPE_CHECKING:
    from commonground.evidence.casework.accept import Revision
    from commonground.evidence.store import Proposal, Store

ALL = "all"
ANSWERS = {"y": "a", "n": "r", "s": "s", "q": "q", "a": "a", "r": "r"} | {
    word: word[0] for word in ("accept", "reject", "skip", "quit")
}
BY_FLAG, AT_TERMINAL = "accepted or rejected by number", "decided at a terminal"


@click.command("suggest")
@click.argument("named", metavar="CASE")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    is_flag=False,
    flag_value=ALL,
    metavar="[ID]",
    help="Accept proposal ID, or all that are open; may be given more than once. Stands after CASE.",
)
@click.option(
    "--reject", "rejected", multiple=True, type=int, metavar="ID", help="Reject proposal ID; may be repeated."
)
@click.option(
    "--move-as-of",
    is_flag=True,
    help="Let as_of move to the day of a document that is later than the case; else such proposals stay open.",
)
@confidence_option
@as_of_option
@workspace_option
@output_options
def command(
    named: str,
    accepted: tuple[str, ...],
    rejected: tuple[int, ...],
    move_as_of: bool,
    least: float,
    as_of: date | None,
    workspace: Path,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say what documents that are new would change in CASE, with the sentence behind each proposal.

    Nothing is changed until you accept it. At a terminal you are asked about one after the other. An accepted
    proposal is written into the case file and its evidence file; comments and layout stay as they are, and the
    result is checked before it takes the place of the file.

    \b
    Examples:
      commonground evidence suggest case.yaml
      commonground evidence suggest case.yaml --accept 3 --reject 4
      commonground evidence suggest case.yaml --accept --move-as-of
    """
    from commonground.case.io import find_case
    from commonground.cli.inputs import read_case
    from commonground.evidence.proposed import told as proposal_dict
    from commonground.evidence.store import Store
    from commonground.evidence.suggest import open_proposals, subject_of, suggest

    out, day = Output(as_json, quiet), today(as_of)
    case = read_case(named)
    wanted = _numbers(accepted)
    if accepted:
        _require_own(named)
    with Store(workspace, create=False) as store:
        with out.progress("Reading what is new"):
            looked = suggest(store, case, day, least, find_case(named))
        shown = open_proposals(store, subject_of(case, find_case(named)), day)
        told: dict[str, Any] = {
            "case": case.name,
            "as_of": case.as_of,
            "new_documents": looked.documents,
            "less_sure": looked.less_sure,
            "proposals": [proposal_dict(store, case, proposal, day) for proposal in shown],
            "accepted": [],
            "rejected": [],
            "refused": [],
        }
        out.say(
            f"{plural(looked.documents, 'new document')}, {plural(len(looked.proposals), 'new proposal')}, "
            f"{len(shown)} open."
        )
        if looked.less_sure:
            out.say(
                f"{plural(looked.less_sure, 'event')} left out, of which the coder is less sure than {least:g} "
                "(--min-confidence)."
            )
        _require_open(shown, (*rejected, *sorted(wanted or ())), named)
        for number in rejected:
            store.decide(number, "rejected", BY_FLAG)
            told["rejected"].append(number)
        if accepted:
            for proposal in shown:
                if (wanted is None or proposal.number in wanted) and proposal.number not in rejected:
                    _accept(out, store, named, proposal, move_as_of, told)
        elif not rejected and not as_json and is_terminal(sys.stdin) and is_terminal(sys.stdout):
            _ask(out, store, named, shown, told, day)
        elif not rejected:
            for proposal in shown:
                show(out, proposal_dict(store, case, proposal, day))
            if shown:
                out.say(f"Nothing was changed. Accept one: commonground evidence suggest {named} --accept ID")
    out.result(told)


def _numbers(accepted: tuple[str, ...]) -> set[int] | None:
    """Numbers of the proposals to accept, None for all."""
    from commonground.errors import UsageError

    if ALL in accepted:
        return None
    for word in accepted:
        if not word.isdigit():
            raise UsageError(
                f"--accept takes the number of a proposal (got {word!r})",
                "Write CASE first, then --accept, alone for all or with a number.",
            )
    return {int(word) for word in accepted}


def _require_own(named: str) -> None:
    """A case of the catalog belongs to the installation."""
    from commonground import catalog
    from commonground.case.io import find_case
    from commonground.errors import UsageError

    if find_case(named).resolve().is_relative_to(Path(catalog.__file__).resolve().parent):
        raise UsageError(
            f"{named} belongs to the catalog and is not changed",
            f"Copy it: commonground catalog {named} --copy .",
        )


def _require_open(shown: Iterable[Proposal], numbers: Iterable[int], named: str) -> None:
    from commonground.errors import EvidenceError

    known = {proposal.number for proposal in shown}
    for number in numbers:
        if number not in known:
            raise EvidenceError(
                f"There is no open proposal {number} for this case",
                f"List them: commonground evidence suggest {named}",
            )


def _accept(
    out: Output,
    store: Store,
    named: str,
    proposal: Proposal,
    move_as_of: bool,
    told: dict[str, Any],
    who: str = BY_FLAG,
) -> None:
    """Make a proposal part of the case, or say why not; the others are not held up by one that cannot be made."""
    from commonground.errors import CommongroundError
    from commonground.evidence.casework.accept import CaseFiles, revise

    try:
        revision = revise(CaseFiles.read(named), proposal, move_as_of)
        write(revision)
    except CommongroundError as error:
        told["refused"].append({"number": proposal.number, "why": error.message, "fix": error.fix})
        out.say(f"#{proposal.number} stays open: {error}")
        return
    store.decide(proposal.number, "accepted", who)
    files = sorted({path.name for path, _ in revision.steps})
    told["accepted"].append({"number": proposal.number, "files": files, "told": list(revision.told)})
    out.say(f"#{proposal.number} accepted: {', '.join(files) or 'the case says so already'}.")
    for line in revision.told:
        out.say(f"   {line}")


def write(revision: Revision) -> None:
    """Write the files of a revision, each in one step."""
    from commonground.cli.files import whole_file

    def put(path: Path, raw: bytes) -> None:
        with whole_file(path) as temporary:
            temporary.write_bytes(raw)
            shutil.copymode(path, temporary)

    revision.apply(put)


def _ask(
    out: Output, store: Store, named: str, shown: list[Proposal], told: dict[str, Any], day: date
) -> None:
    """Decide one after the other; the case is read anew each time, as it may have grown by the one before."""
    from commonground.cli.inputs import read_case
    from commonground.evidence.proposed import told as proposal_dict

    for place, proposal in enumerate(shown, 1):
        case = read_case(named)
        said = proposal_dict(store, case, proposal, day)
        show(out, said)
        later = said["moves_as_of_to"]
        if later:
            click.echo(f"   Accepting it moves as_of of the case from {case.as_of} to {later}.")
        answer = click.prompt(
            f"{place} of {len(shown)}: accept (y), reject (n), skip (s) or quit (q)",
            type=click.Choice(list(ANSWERS), case_sensitive=False),
            show_choices=False,
            default="s",
        )
        answer = ANSWERS[answer.lower()]
        if answer == "q":
            return
        if answer == "r":
            store.decide(proposal.number, "rejected", AT_TERMINAL)
            told["rejected"].append(proposal.number)
        elif answer == "a":
            _require_own(named)
            if not later or click.confirm(f"Move as_of to {later}?", default=False):
                _accept(out, store, named, proposal, bool(later), told, AT_TERMINAL)


def show(out: Output, said: dict[str, Any]) -> None:
    """A proposal for a reader."""
    from commonground.case.one_line import clean
    from commonground.evidence.proposed import would

    mark = "  [later than the case's as_of]" if said["after_as_of"] else ""
    out.data(f"\n#{said['number']} {said['kind']}: {said['path']}{mark}")
    out.data(f"   “{clean(said['sentence'], 400)}”")
    dated = said["known"] if said["dated"] else f"no date of its own, taken as {said['known']}"
    out.data(
        f"   {dated}, {clean(said['source'] or said['title'], 90) or 'no title'}, document {said['document']}"
    )
    if said["now"]:
        out.data(f"   now:    {said['now']}")
    for line in would(said["change"]):
        out.data(f"   would:  {line}")
    out.data(f"   why:    {said['reason']}")
    read = "" if said["confidence"] is None else f", {said['confidence']:.0%} sure"
    out.data(f"   read:   by rules{read} ({', '.join(said['rules'])})")
