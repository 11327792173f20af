"""What a case is: parties, issues, positions and what each party has without a deal.

Everything here is named, frozen and free of arrays; `draws.py` turns it into them. The rules that
hold between parts are in `rules.py` and `references.py`, and `io.py` applies them all at once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ValidationInfo

from commonground.case.bargaining import Bargaining
from commonground.case.cards import card_of
from commonground.case.evidence import EvidenceItem
from commonground.case.explore_parts import ExploreSettings, Indicator, Lever, Scenario
from commonground.case.feeds import Confrontation, Durability, MediatorEffect
from commonground.case.graph import Graph, GraphAttitude
from commonground.case.history import History
from commonground.case.market import Market
from commonground.case.parts import (
    Assumption,
    Collapse,
    Correlation,
    Issue,
    OptionChoice,
    OptionsIssue,
    Outcomes,
    Party,
    Position,
    Question,
    RedLine,
    ScaleIssue,
    StudySettings,
    Talks,
    WalkAway,
    read_share_or_rule,
)
from commonground.case.strategy import Crisis, Mediator, Power, Sanctions, Trust, WarCost
from commonground.case.strategy_deals import Elections, Latency, Relief
from commonground.case.values import (
    SHARE,
    Date,
    Id,
    Line,
    Part,
    Text,
    Value,
    exact,
    read_horizon,
    with_reason,
)

__all__ = [
    "Assumption", "Case", "Collapse", "Correlation", "EvidenceItem", "Issue", "OptionsIssue", "Outcomes", "Part",
    "Party", "Position", "Question", "RedLine", "ScaleIssue", "StudySettings", "Talks", "Value", "WalkAway",
]  # fmt: skip

FORMAT = 1
DAYS_PER_MONTH = 30.4375


def _read_horizon(raw: Any, info: ValidationInfo) -> date:
    return read_horizon(raw, info.data.get("as_of"))


class Case(Part):
    """A negotiation or conflict: who wants what, how much, and what each has without a deal.

    Made by `load_case` and `parse_case`; `change` makes one that differs in named values.
    """

    file_keys: ClassVar[tuple[str, ...]] = ("commonground", "evidence_files")

    name: Id
    title: Text
    status: Literal["draft"] | None = None
    summary: Line = ""
    as_of: Date
    horizon: Annotated[date, BeforeValidator(_read_horizon)]
    outcomes: Outcomes = Outcomes()
    study: StudySettings = StudySettings()
    questions: dict[Id, Question] = {}
    parties: dict[Id, Party]
    issues: dict[Id, Issue] = {}  # may be left out beside a graph
    positions: dict[Id, dict[Id, Position]] = {}
    walk_away: dict[Id, Annotated[WalkAway, BeforeValidator(read_share_or_rule)]] = {}
    durability: dict[Id, Annotated[Durability, BeforeValidator(read_share_or_rule)]] = {}
    collapse: dict[Id, Annotated[Collapse, BeforeValidator(read_share_or_rule)]] = {}
    talks: Talks | None = None
    mediator_effect: Annotated[MediatorEffect, BeforeValidator(read_share_or_rule)] = MediatorEffect(
        value=exact(0, SHARE)
    )
    confrontation_if_no_deal: Annotated[Confrontation, BeforeValidator(read_share_or_rule)] | None = None
    crisis: Crisis | None = None
    trust: dict[Id, Trust] = {}
    mediators: dict[Id, Mediator] = {}
    elections: Elections | None = None
    latency: Latency | None = None
    relief: Relief | None = None
    sanctions: Sanctions | None = None
    history: History | None = None
    levers: dict[Id, Lever] = {}
    scenarios: dict[Id, Scenario] = {}
    indicators: dict[Id, Indicator] = {}
    explore: ExploreSettings = ExploreSettings()
    graph: Graph | None = None
    bargaining: Bargaining | None = None
    market: Market | None = None
    correlations: tuple[Correlation, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    evidence: dict[Id, EvidenceItem] = {}

    def _repr_html_(self) -> str | None:
        return card_of("case", self)

    @cached_property
    def signatories(self) -> tuple[str, ...]:
        """Ids of the parties that must accept a package, in file order."""
        return tuple(party for party, said in self.parties.items() if said.role == "signatory")

    @property
    def positions_only(self) -> bool:
        """Whether it only says who wants what, for bargaining models: no party has anything to gain or to lose."""
        return self.bargaining is not None and not self.walk_away

    @property
    def months(self) -> float:
        """Months from `as_of` to the horizon."""
        return (self.horizon - self.as_of).days / DAYS_PER_MONTH

    def values(self) -> dict[str, Value]:
        """Every value the case states, exact or uncertain, by path and in order.

        A value without a reason of its own carries the reason of the part it belongs to (the position,
        red line or walk-away it is written in). Defaults that the file does not state are not listed.
        """
        return dict(self._values_by_path)

    @cached_property
    def _values_by_path(self) -> dict[str, Value]:
        return {path: _inherit(value, owners) for path, value, owners in _stated(self)}

    def dump(self, evidence: bool = True) -> dict[str, Any]:
        """The case as plain JSON-able data in the form of a case file; loading it gives an equal case.

        Without `evidence` the items are left out, which saves time where there are thousands.
        """
        return {"commonground": FORMAT, **_dump(self, () if evidence else ("evidence",))}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the case's content, 64 hex digits: comments and the order of keys do not matter,
        the order of parties, issues, options, questions and states does.
        """
        order = {name: list(getattr(self, name)) for name in ("parties", "issues", "questions")}
        options = {name: list(i.options) for name, i in self.issues.items() if isinstance(i, OptionsIssue)}
        content: dict[str, Any] = {"case": self.dump(), "order": order, "options": options}
        if self.graph is not None:
            # The k-th option is bit k of a state's code, so that their order is content too.
            own = {party: list(held) for party, held in self.graph.options.items()}
            content["graph"] = [list(own), own, list(self.graph.states), list(self.graph.ways)]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _inherit(value: Value, owners: tuple[Any, ...]) -> Value:
    if value.because and value.evidence:
        return value
    because, evidence = value.because, value.evidence
    for owner in owners:
        because, evidence = because or owner.because, evidence or owner.evidence
    return Value.model_construct(quantity=value.quantity, because=because, evidence=evidence)


def _stated(
    part: Part, path: str = "", owners: tuple[Any, ...] = ()
) -> Iterator[tuple[str, Value, tuple[Any, ...]]]:
    """Values below a part, with their path and the parts, nearest first, whose reason they share."""
    if {"because", "evidence"} <= type(part).model_fields.keys():
        owners = (part, *owners)
    for name in type(part).model_fields:
        # what the values would be if an assumption is wrong is said of them, and is no value of the case
        if name in part.model_fields_set and name not in ("evidence", "opposite"):
            below = path if name == "value" else f"{path}.{name}".lstrip(".")
            yield from _below(getattr(part, name), below, owners)


def _below(held: Any, path: str, owners: tuple[Any, ...]) -> Iterator[tuple[str, Value, tuple[Any, ...]]]:
    if isinstance(held, Value):
        yield path, held, owners
    elif isinstance(held, Part):
        yield from _stated(held, path, owners)
    elif isinstance(held, dict):
        for name, inner in held.items():
            yield from _below(inner, f"{path}.{name}", owners)
    elif isinstance(held, tuple):
        for number, inner in enumerate(held):
            yield from _below(inner, f"{path}.{number}", owners)


def _dump(part: Part, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """A part in the form of a case file: what was stated, in the model's order of keys."""
    raw: dict[str, Any] = {}
    for name, field in type(part).model_fields.items():
        settings = isinstance(part, Outcomes | StudySettings) or (
            isinstance(part, Case) and name in ("outcomes", "study")
        )
        if name in part.model_fields_set or settings:
            held = getattr(part, name)
            told = held is not None and (
                held != () or name == "status_quo"
            )  # [] there says that nothing is done
            if name not in without and told:
                raw[field.alias or name] = _plain(held)
    return raw


_VALUE_OR_RULE = (Collapse, Confrontation, Durability, MediatorEffect, Power, WalkAway, WarCost)


def _plain(held: Any) -> Any:
    if isinstance(held, Value | EvidenceItem):
        return held.raw
    if isinstance(held, _VALUE_OR_RULE):
        return with_reason(_plain(held.value), held.because, held.evidence) if held.value else _dump(held)
    if isinstance(held, OptionChoice | GraphAttitude):
        return with_reason(held.value, held.because, held.evidence)
    if isinstance(held, Part):
        return _dump(held)
    if isinstance(held, dict):
        if held and all(isinstance(item, EvidenceItem) for item in held.values()):
            return [item.raw for item in held.values()]
        return {name: _plain(inner) for name, inner in held.items()}
    if isinstance(held, tuple):
        return [_plain(inner) for inner in held]
    if isinstance(held, date):
        return held.isoformat()
    return int(held) if isinstance(held, float) and held == int(held) else held
