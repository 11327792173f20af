"""What must hold within the graph block: parties, options and states that exist, rules that leave a state, one ranking.

Faults that lie in the form of the block are told by the model; this looks at a block whose parts are well formed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from pydantic import ValidationError

from commonground.case.graph import GREAT, Graph, GraphPreferences
from commonground.case.graph_form import (
    codes_of,
    comparison,
    form_of,
    formula_of,
    option_ids,
    patterns_of,
)
from commonground.case.graph_options import IntArray, OptionForm
from commonground.case.raw import RawCase
from commonground.case.references import known
from commonground.case.yaml12 import Key
from commonground.errors import CommongroundError, did_you_mean

Keys = tuple[Key, ...]
_WORDS = ("not", "and", "or", "if", "iff", "only")
_WAYS = ("statements", "weights", "ranking", "comparisons")


def check_graph(raw: RawCase) -> None:
    """Add a fault for every rule that the block breaks."""
    written = raw.at("graph")
    if not isinstance(written, dict):
        return
    try:
        graph = Graph.model_validate(written)
    except ValidationError:
        return
    _Rules(raw, graph).all()


class _Rules:
    def __init__(self, raw: RawCase, graph: Graph) -> None:
        self.raw, self.graph = raw, graph
        self.form: OptionForm | None = None
        self.codes: IntArray | None = None
        self.states: tuple[str, ...] = tuple(graph.states)

    def all(self) -> None:
        self.parties()
        if self.one_of_two() and self.options():
            self.feasible()
        self.preferences()
        self.places()
        self.hidden()

    def tried(self, keys: Keys, call: Callable[[], Any], got: object = None) -> Any:
        """What a call returns; its error as a fault at `keys`, and None."""
        try:
            return call()
        except CommongroundError as fault:
            self.raw.add(keys, fault.message, fault.fix, got)
            return None

    def parties(self) -> None:
        for part in ("options", "ways", "preferences", "hidden"):
            for party in getattr(self.graph, part):
                known(self.raw, ("graph", part, party), party, self.raw.parties, "party", at_key=True)
        movers = self.graph.options or self.graph.ways
        for party in movers:
            if party not in self.graph.preferences:
                self.raw.add(
                    ("graph", "preferences"),
                    f"no preferences of {party}, which can move",
                    f"Add {party}: statements, weights, ranking or comparisons.",
                    at_key=True,
                )
        for party in self.graph.preferences:
            if movers and party not in movers:
                self.raw.add(
                    ("graph", "preferences", party),
                    "preferences of a party that has no option",
                    "Give it options, or remove it from the graph.",
                    at_key=True,
                )

    def one_of_two(self) -> bool:
        """Whether the block is in option form; a fault where it is neither or both."""
        graph = self.graph
        if bool(graph.options) == bool(graph.states):
            message = "both options and states" if graph.options else "neither options nor states"
            self.raw.add(("graph",), message, "Give options by party, or states and ways.", at_key=True)
            return False
        for part in ("ways",) if graph.options else ("infeasible", "rules", "merged", "hidden"):
            if getattr(graph, part):
                need = "states" if graph.options else "options"
                self.raw.add(
                    ("graph", part), f"{part} without {need}", f"Remove it, or give {need}.", at_key=True
                )
        return bool(graph.options)

    def options(self) -> bool:
        seen: dict[str, str] = {}
        sound = True
        for party, own in self.graph.options.items():
            for option in own:
                keys: Keys = ("graph", "options", party, option)
                if option in _WORDS:
                    self.raw.add(keys, "a word of statements as an option", "Rename it.", option, at_key=True)
                    sound = False
                elif option in seen:
                    message = f"an option that {seen[option]} has too"
                    self.raw.add(
                        keys, message, f"Rename one, for example {party}-{option}.", option, at_key=True
                    )
                    sound = False
                seen.setdefault(option, party)
        if sound:
            self.form = self.tried(("graph", "options"), lambda: form_of(self.graph))
        return self.form is not None

    def feasible(self) -> None:
        form = self.form
        if form is None:
            return
        sound = True
        for part, read in (
            ("infeasible", lambda text: patterns_of([text], form)),
            ("merged", lambda text: patterns_of([text], form)),
            ("rules", lambda text: formula_of(self.graph, text)),
        ):
            for k, text in enumerate(getattr(self.graph, part)):
                found = self.tried(("graph", part, k), lambda: read(text), text)  # noqa: B023 - called at once
                sound = sound and found is not None
        if sound:
            where: Keys = ("graph", "rules" if self.graph.rules else "infeasible")
            self.codes = self.tried(where, lambda: codes_of(self.graph, form))

    def preferences(self) -> None:
        for party, said in self.graph.preferences.items():
            keys: Keys = ("graph", "preferences", party)
            ways = [way for way in _WAYS if getattr(said, way)]
            if len(ways) != 1:
                told = f"{' and '.join(ways)} together" if ways else "no preferences"
                self.raw.add(keys, told, f"Give one of {', '.join(_WAYS)}.", at_key=True)
            elif self.form is None and ways[0] in ("statements", "weights"):
                if not self.graph.options:
                    message = f"{ways[0]} in a model without options"
                    self.raw.add((*keys, ways[0]), message, "Use ranking or comparisons.", at_key=True)
            else:
                {
                    "statements": self.statements,
                    "weights": self.weights,
                    "ranking": self.ranking,
                    "comparisons": self.comparisons,
                }[ways[0]](keys, said)

    def statements(self, keys: Keys, said: GraphPreferences) -> None:
        for k, one in enumerate(said.statements):
            self.tried(
                (*keys, "statements", k),
                lambda: formula_of(self.graph, one.statement),  # noqa: B023 - called at once
                one.statement,
            )
            if one.unknown and not (one.chance.quantity.is_exact and one.chance.quantity.mode() == 1.0):
                self.raw.add(
                    (*keys, "statements", k),
                    "a statement both unknown and with a chance",
                    "Use unknown if nobody can say which way it goes, chance if it may not matter to the party.",
                )

    def weights(self, keys: Keys, said: GraphPreferences) -> None:
        for option in said.weights:
            known(self.raw, (*keys, "weights", option), option, option_ids(self.graph), "option", at_key=True)

    def ranking(self, keys: Keys, said: GraphPreferences) -> None:
        if said.ranking and [GREAT] in (list(said.ranking[0]), list(said.ranking[-1])):
            self.raw.add(
                (*keys, "ranking"), f"{GREAT} stands where no state precedes or follows", "Remove it."
            )
        seen: set[str] = set()
        sound = True
        for k, group in enumerate(said.ranking):
            for state in group:
                if state == GREAT:
                    continue
                name = self.state((*keys, "ranking", k), state)
                sound = sound and name is not None
                if name in seen:
                    self.raw.add(
                        (*keys, "ranking", k), "a ranking goes in a circle", "Name each state once.", state
                    )
                seen.add(name or state)
        every = self.every()
        if sound and every and len(every) <= 10_000 and len(seen) < len(every):
            left = [state for state in every if state not in seen]
            told = ", ".join(left[:5]) + (", …" if len(left) > 5 else "")
            message = f"the ranking leaves out {len(left)} of {len(every)} feasible states"
            self.raw.add((*keys, "ranking"), message, f"Add {told}.", at_key=True)

    def comparisons(self, keys: Keys, said: GraphPreferences) -> None:
        for k, text in enumerate(said.comparisons):
            found = comparison(text)
            if found is None:
                self.raw.add(
                    (*keys, "comparisons", k),
                    "not a comparison",
                    'Write "A > B" or "A = B" for two states.',
                    text,
                )
                continue
            for state in (found[0], found[2]):
                self.state((*keys, "comparisons", k), state)

    def places(self) -> None:
        """The status quo, and the states that outcomes name."""
        held = self.graph.status_quo
        if isinstance(held, str):
            self.state(("graph", "status_quo"), held)
        elif not self.graph.options:
            self.raw.add(("graph", "status_quo"), "options in a model without options", "Name a state.")
        else:
            ids = option_ids(self.graph)
            exist = [
                known(self.raw, ("graph", "status_quo", k), o, ids, "option") for k, o in enumerate(held)
            ]
            if all(exist):
                letters = "".join("Y" if option in held else "N" for option in ids)
                self.state(("graph", "status_quo"), letters)
        for outcome in ("agreement", "confrontation"):
            said = getattr(self.graph.outcomes, outcome)
            keys: Keys = ("graph", "outcomes", outcome)
            if isinstance(said, str) and self.graph.options:
                if self.form is not None:
                    self.tried(keys, lambda: formula_of(self.graph, said), said)  # noqa: B023 - called at once
            elif said is not None:
                for k, state in enumerate([said] if isinstance(said, str) else said):
                    self.state(keys if isinstance(said, str) else (*keys, k), state)
        for party, ways in self.graph.ways.items():
            for state, reached in ways.items():
                known(self.raw, ("graph", "ways", party, state), state, self.states, "state", at_key=True)
                for k, target in enumerate(reached):
                    known(self.raw, ("graph", "ways", party, state, k), target, self.states, "state")

    def hidden(self) -> None:
        for party, some in self.graph.hidden.items():
            for k, option in enumerate(some):
                keys: Keys = ("graph", "hidden", party, k)
                known(self.raw, keys, option, option_ids(self.graph), "option")
                if option in self.graph.options.get(party, {}):
                    self.raw.add(keys, "a party's own option hidden from it", "Remove it.", option)

    def every(self) -> tuple[str, ...]:
        """Names of all states that a ranking must name; none where they cannot be told."""
        if self.graph.states:
            return self.states
        if self.form is None or self.codes is None:
            return ()
        merged = patterns_of(self.graph.merged, self.form) if self._merged_sound() else []
        codes = self.codes
        for pattern in merged:
            codes = codes[~pattern.fits(codes)]
        return (*self.graph.merged, *(self.form.pattern(int(code)) for code in codes[:20_000]))

    def _merged_sound(self) -> bool:
        form = self.form
        return form is not None and all(
            len(text) == form.n_option and not set(text) - set("YN-") for text in self.graph.merged
        )

    def state(self, keys: Keys, written: str) -> str | None:
        """The one name of a state written as its name, code or pattern; a fault and None if there is none."""
        if self.graph.states:
            if written in self.states:
                return written
            self.raw.add(keys, "unknown state", did_you_mean(written, self.states), written)
            return None
        if self.form is None or self.codes is None or written in self.graph.merged:
            return written
        n_option = self.form.n_option
        if written.isdecimal() and len(written) < 12:
            code = int(written)
        elif len(written) == n_option and not set(written) - set("YN"):
            code = sum(1 << k for k, letter in enumerate(written) if letter == "Y")
        else:
            fix = f"Write its code, or {n_option} letters Y or N for {', '.join(option_ids(self.graph)[:8])}."
            self.raw.add(keys, "not a state", fix, written)
            return None
        place = int(np.searchsorted(self.codes, code))
        if place == len(self.codes) or self.codes[place] != code:
            fix = f"{len(self.codes):,} of {self.form.n_raw:,} states are feasible; look at rules and infeasible."
            self.raw.add(keys, "a state that is not feasible", fix, written)
            return None
        return self.form.pattern(code)
