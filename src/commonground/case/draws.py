"""The case sampled n times: from the world of names to the world of arrays.

Every uncertain value has its own random stream, seeded by the study's seed and the value's path. Changing one
value therefore leaves every other draw bit-identical, so that what-ifs compare like with like. Rank
correlations join the streams of the named values by a Gaussian copula; a value outside every correlation keeps
the stream it would have without them.

Axes are always (draw, party, issue); option issues add a level axis at the end.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtr, ndtri

from commonground.case.model import Case, OptionsIssue, ScaleIssue, Value
from commonground.case.strategy_draws import BoolArray as BoolArray
from commonground.case.strategy_draws import FloatArray as FloatArray
from commonground.case.strategy_draws import Strategy

DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True)
class IssueGrid:
    """One issue as the methods see it: its levels, in order."""

    id: str
    kind: str  # "scale" or "options"
    unit: str
    lo: float
    hi: float
    levels: FloatArray  # scale: issue units; options: 0, 1, 2, ...
    options: tuple[str, ...]  # option ids; empty for a scale


@dataclass(frozen=True)
class Draws:
    """A case as arrays. NaN marks what the case does not say; methods decide whether they need it.

    Shapes: d draws, p parties (all, in file order), j issues, K_j levels of issue j.
    """

    n: int
    seed: int
    modes: bool
    parties: tuple[str, ...]
    signatories: tuple[int, ...]  # indexes into parties
    issues: tuple[IssueGrid, ...]
    position: FloatArray  # (d, p, j) ideal in issue units; NaN on option issues and where absent
    salience: FloatArray  # (d, p, j) >= 0, 0 where absent
    exponent: FloatArray  # (d, p, j) > 0
    option_utility: tuple[
        FloatArray | None, ...
    ]  # per issue (d, p, K_j) 0-1, NaN where absent; None for a scale
    permitted_min: FloatArray  # (d, p, j) red line, -inf where none holds
    permitted_max: FloatArray  # (d, p, j) red line, inf where none holds
    forbidden: tuple[BoolArray | None, ...]  # per issue (d, p, K_j); None for a scale
    status_quo: FloatArray  # (d, j) issue units or option number; NaN where absent
    walk_away: FloatArray  # (d, p) 0-1; NaN where absent or taken from the status quo
    walk_away_cost: FloatArray  # (d, p) cost against the status quo; NaN unless taken from it
    durability: FloatArray  # (d, p) 0-1
    collapse: FloatArray  # (d, p) 0-1; NaN: the walk-away value minus sunk_cost
    sunk_cost: FloatArray  # (d, p) 0-1
    tempo: (
        FloatArray | None
    )  # (d,) months from the start of talks to agreement, given none in the months talked
    starts_in: FloatArray  # (d,) months from as_of until talks begin
    talked_for: float  # months already talked at as_of
    mediator_effect: FloatArray  # (d,) 0-1
    confrontation_if_no_deal: FloatArray | None  # (d,) 0-1; None: the case has no force in it
    months: float  # from as_of to the horizon
    deadlines: dict[str, float]  # question id -> months from as_of
    strategy: Strategy = field(default_factory=Strategy)
    names: tuple[str, ...] = ()  # of the parties, for readers; empty: their ids

    def name(self, party: int) -> str:
        """What to call a party in a text."""
        return self.names[party] if self.names else self.parties[party]


class _Streams:
    """One standard uniform stream per path, joined by the case's rank correlations where it names any."""

    def __init__(self, case: Case, n: int, seed: int, modes: bool) -> None:
        self.n, self.seed, self.modes = n, seed, modes
        self._joined = self._correlate(case) if case.correlations and not modes else {}

    def uniform(self, path: str) -> FloatArray:
        joined = self._joined.get(path)
        return joined if joined is not None else self._own(path)

    def value(self, path: str, value: Value) -> FloatArray:
        quantity = value.quantity
        if self.modes or quantity.is_exact:
            return np.full(self.n, quantity.mode())
        return quantity.quantile(self.uniform(path))

    def beyond(self, path: str, value: Value, floor: float) -> FloatArray | None:
        """The value given that it exceeds a floor, on the same stream; None if it cannot.

        At the modes: the mode if that exceeds the floor, else the median of what is left.
        """
        if floor <= 0.0:
            return self.value(path, value)
        quantity = value.quantity
        below = float(quantity.cdf(floor))
        if below >= 1.0 - 1e-12:
            return None
        if self.modes:
            mode = quantity.mode()
            return np.full(self.n, mode if mode > floor else float(quantity.quantile(0.5 * (1.0 + below))))
        return quantity.quantile(below + self.uniform(path) * (1.0 - below))

    def happens(self, path: str, probability: FloatArray) -> BoolArray:
        """An event of the given probability per draw; at the modes: whether it is more likely than not."""
        if self.modes:
            return probability >= 0.5
        return self.uniform(f"{path}.happens") < probability

    def _own(self, path: str) -> FloatArray:
        digest = hashlib.sha256(f"{self.seed}:{path}".encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))).random(self.n)

    def _correlate(self, case: Case) -> dict[str, FloatArray]:
        paths = list(dict.fromkeys(path for c in case.correlations for path in c.between))
        matrix = np.eye(len(paths))
        for c in case.correlations:
            a, b = (paths.index(path) for path in c.between)
            # Spearman's rho of a Gaussian copula with correlation r is (6 / pi) asin(r / 2)
            matrix[a, b] = matrix[b, a] = 2.0 * math.sin(math.pi * c.rank / 6.0)
        factor = np.linalg.cholesky(matrix)
        normal = np.stack([ndtri(self._own(path)) for path in paths])
        # The first path leads and keeps its stream to the bit; the others lean on those before them.
        return dict(zip(paths[1:], ndtr(factor @ normal)[1:], strict=True))


def draw(case: Case, n: int | None = None, seed: int | None = None, modes: bool = False) -> Draws:
    """Sample every uncertain value of a case.

    Parameters
    ----------
    case : the case
    n : draws, at least 1; default: the case's `study.draws`. With `modes` it is 1.
    seed : default: the case's `study.seed`
    modes : take the mode of every value instead of drawing

    Returns
    -------
    Draws; the first k of n draws are the draws one gets with n = k and the same seed.

    Limits
    ------
    Values are independent unless the case lists a rank correlation; utilities given only as an order are
    uniform over all utilities with that order.
    """
    n = 1 if modes else (case.study.draws if n is None else n)
    seed = case.study.seed if seed is None else seed
    if n < 1:
        raise ValueError(f"draws must be at least 1 (got {n})")
    streams = _Streams(case, n, seed, modes)
    parties = tuple(case.parties)
    issues = tuple(_grid(key, issue) for key, issue in case.issues.items())
    shape = (n, len(parties), len(issues))
    position, salience = np.full(shape, np.nan), np.zeros(shape)
    exponent = np.ones(shape)
    permitted_min, permitted_max = np.full(shape, -np.inf), np.full(shape, np.inf)
    level_shapes = [(n, len(parties), len(issue.levels)) for issue in issues]
    option_utility = tuple(
        np.full(s, np.nan) if i.options else None for i, s in zip(issues, level_shapes, strict=True)
    )
    forbidden = tuple(
        np.zeros(s, np.bool_) if i.options else None for i, s in zip(issues, level_shapes, strict=True)
    )

    for p, party in enumerate(parties):
        for j, issue in enumerate(issues):
            held = case.positions.get(party, {}).get(issue.id)
            if held is None:
                continue
            path = f"positions.{party}.{issue.id}"
            salience[:, p, j] = streams.value(f"{path}.salience", held.salience)
            exponent[:, p, j] = streams.value(f"{path}.exponent", held.exponent)
            if held.ideal is not None:
                position[:, p, j] = streams.value(f"{path}.ideal", held.ideal)
            utility, forbids = option_utility[j], forbidden[j]
            if utility is not None:
                if held.utility is not None:
                    for k, option in enumerate(issue.options):
                        utility[:, p, k] = streams.value(f"{path}.utility.{option}", held.utility[option])
                elif held.order is not None:
                    ranks = [issue.options.index(option) for option in held.order]
                    utility[:, p, ranks] = _ordered_utilities(streams, path, issue, held.order)
            line = held.red_line
            if line is not None:
                real = streams.happens(
                    f"{path}.red_line", streams.value(f"{path}.red_line.holds", line.holds)
                )
                if line.min is not None:
                    permitted_min[real, p, j] = streams.value(f"{path}.red_line.min", line.min)[real]
                if line.max is not None:
                    permitted_max[real, p, j] = streams.value(f"{path}.red_line.max", line.max)[real]
                if forbids is not None:
                    for option in line.forbid:
                        forbids[real, p, issue.options.index(option)] = True

    status_quo = np.full((n, len(issues)), np.nan)
    for j, issue in enumerate(issues):
        declared = case.issues[issue.id]
        if declared.status_quo is None:
            continue
        if isinstance(declared, ScaleIssue):
            status_quo[:, j] = streams.value(f"issues.{issue.id}.status_quo", declared.status_quo)
        else:
            status_quo[:, j] = issue.options.index(declared.status_quo)

    walk_away, cost = np.full(shape[:2], np.nan), np.full(shape[:2], np.nan)
    durability, collapse, sunk = np.ones(shape[:2]), np.full(shape[:2], np.nan), np.zeros(shape[:2])
    for p, party in enumerate(parties):
        if party in case.walk_away:
            rule = case.walk_away[party]
            if rule.value is not None:
                walk_away[:, p] = streams.value(f"walk_away.{party}", rule.value)
            else:
                cost[:, p] = 0.0 if rule.cost is None else streams.value(f"walk_away.{party}.cost", rule.cost)
        if party in case.durability:
            durability[:, p] = streams.value(f"durability.{party}", case.durability[party])
        if party in case.collapse:
            after = case.collapse[party]
            if after.value is not None:
                collapse[:, p] = streams.value(f"collapse.{party}", after.value)
            elif after.sunk_cost is not None:
                sunk[:, p] = streams.value(f"collapse.{party}.sunk_cost", after.sunk_cost)

    talks = case.talks
    starts_in, talked_for = np.zeros(n), 0.0
    if talks is not None and talks.began is not None:
        talked_for = (case.as_of - talks.began).days / DAYS_PER_MONTH
    elif talks is not None and talks.starts_in is not None:
        starts_in = streams.value("talks.starts_in", talks.starts_in)
    tempo = None
    if talks is not None and talks.tempo is not None:
        tempo = streams.beyond("talks.tempo", talks.tempo, talked_for)
    confrontation = case.confrontation_if_no_deal
    return Draws(
        n=n, seed=seed, modes=modes, parties=parties, names=tuple(one.name for one in case.parties.values()),
        signatories=tuple(parties.index(party) for party in case.signatories),
        issues=issues, position=position, salience=salience, exponent=exponent, option_utility=option_utility,
        permitted_min=permitted_min, permitted_max=permitted_max, forbidden=forbidden, status_quo=status_quo,
        walk_away=walk_away, walk_away_cost=cost, durability=durability, collapse=collapse, sunk_cost=sunk,
        tempo=tempo, starts_in=starts_in, talked_for=talked_for,
        mediator_effect=streams.value("mediator_effect", case.mediator_effect),
        confrontation_if_no_deal=(
            None if confrontation is None else streams.value("confrontation_if_no_deal", confrontation)
        ),
        months=case.months,
        deadlines={key: (q.deadline - case.as_of).days / DAYS_PER_MONTH for key, q in case.questions.items()},
    )  # fmt: skip


def _grid(key: str, issue: ScaleIssue | OptionsIssue) -> IssueGrid:
    if isinstance(issue, ScaleIssue):
        return IssueGrid(key, "scale", issue.unit, issue.lo, issue.hi, np.asarray(issue.level_values), ())
    options = tuple(issue.options)
    return IssueGrid(key, "options", "", 0.0, 1.0, np.arange(len(options), dtype=np.float64), options)


def _ordered_utilities(streams: _Streams, path: str, issue: IssueGrid, order: tuple[str, ...]) -> FloatArray:
    """Utilities (draw, rank) of options known only by rank: best 1, worst 0, the rest uniform in between.

    An order says nothing about distances, so all utilities with that order are equally likely; at the modes
    they are evenly spaced, which is their mean.
    """
    between = len(order) - 2
    if streams.modes or between <= 0:
        return np.tile(np.linspace(1.0, 0.0, len(order)), (streams.n, 1))
    inner = np.stack([streams.uniform(f"{path}.order.{rank}") for rank in range(1, between + 1)], axis=1)
    inner = -np.sort(-inner, axis=1)
    return np.concatenate([np.ones((streams.n, 1)), inner, np.zeros((streams.n, 1))], axis=1)
