"""The graph model of a look: solved under a concept, and asked why a state holds, what would make it, how to get there.

Questions are about the most likely values, as `commonground graph CASE --why` answers them; they need no draws.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from commonground.app.context import Context
from commonground.app.keeping import Kept
from commonground.brief.view import at_start
from commonground.case.draws import draw
from commonground.case.model import Case
from commonground.errors import CommongroundError, MissingInput
from commonground.methods.graph import queries
from commonground.methods.graph.conventions import CONCEPTS, Concept
from commonground.methods.graph.from_draws import Model, model_of
from commonground.methods.graph.method import Settings, solve_model
from commonground.methods.graph.ways import does
from commonground.study.record import Study, plain

METHOD: Final = "graph-model"
_LISTS: Final = ": --json lists them"  # advice for the command line
_MOST_BYTES: Final = 30_000_000
_PER_STATE: Final = 400  # bytes of a state in a model or a solution, about

_models: Kept[Model] = Kept(_MOST_BYTES, lambda model: _PER_STATE * model.graph.n_state)
_solved: Kept[Study] = Kept(
    _MOST_BYTES, lambda study: _PER_STATE * study.solutions[METHOD]["data"]["n_states"]
)


def concept_of(context: Context) -> Concept:
    """The concept that is looked at: the one asked for, else that of the study."""
    asked = context.more.get("concept", "").lower()
    told = context.view.study.solutions[METHOD]["data"]["concept"]
    return cast("Concept", asked if asked in CONCEPTS else told)


def study_by(context: Context, concept: Concept) -> Study:
    """The study with the graph model solved under a concept."""
    study = context.view.study
    if study.solutions[METHOD]["data"]["concept"] == concept:
        return study
    return _solved.get((study.data["case_hash"], concept), lambda: _under(context, study, concept))


def _under(context: Context, study: Study, concept: Concept) -> Study:
    drawn = draw(context.now).graph
    if drawn is None:
        raise MissingInput("the case has no graph of the conflict", ("graph",))
    solution = plain(solve_model(model_of(drawn), Settings(concept=concept)).as_dict())
    return Study({**study.data, "solutions": {**study.solutions, METHOD: solution}})


def model(case: Case) -> Model:
    """The model at the most likely values.

    Raises
    ------
    MissingInput : the case has no graph
    """

    def make() -> Model:
        drawn = draw(case, modes=True).graph
        if drawn is None:
            raise MissingInput("the case has no graph of the conflict", ("graph",))
        return model_of(drawn)

    return _models.get(case.hash, make)


def why(context: Context, state: str, concept: Concept) -> dict[str, Any]:
    """Why a state holds or does not, party by party; a fault in words where that cannot be told."""
    return _asked(context, state, lambda made, found: queries.why_query(made, found, concept))


def target(context: Context, state: str, concept: Concept) -> dict[str, Any]:
    """What would let a state hold, and the shortest ways to it; a fault in words where that cannot be told."""
    conventions = Settings(concept=concept).conventions
    found = _asked(
        context, state, lambda made, place: queries.inverse_query(made, place, concept, conventions)
    )
    ways = _asked(context, state, queries.path_query)
    return {"inverse": found, "path": ways}


def deed(context: Context, before: Any, after: Any) -> str:
    """What a move takes and drops, in the parties' own option names."""
    made = model(context.now)
    return " and ".join(does(made.graph, made.state(str(before)), made.state(str(after))))


def _asked(context: Context, state: str, answer: Callable[[Model, int], dict[str, Any]]) -> dict[str, Any]:
    try:
        made = model(context.now)
        found: dict[str, Any] = plain(answer(made, made.state(state)))
    except CommongroundError as fault:
        return {"fault": at_start(f"{fault.message}. {fault.fix}".replace(_LISTS, ""))}
    return found
