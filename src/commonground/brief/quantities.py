"""Printed numbers gathered by quantity: the mean and the bounds of one measure stand in one row of the annex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MEASURE = frozenset({"mean", "low", "median", "high", "share", "p", "se"})
MOST_LETTERS = 280  # of the paths of a row, written as one; longer rows are parted


def quantity(path: str) -> str:
    """What a study path is a number of; equal for all that belong in one row."""
    match path.split("."):
        case ["questions", index, "voices", *_]:
            return f"questions.{index}.voices"
        case ["explore", *keys]:
            return f"explore.{_below_explore(keys)}"
        case ["forecasts", index, "voices", which, *_]:
            return f"forecasts.{index}.voices.{which}"
        case ["forecasts", index, "band90" | "disagreement" as what, _]:
            return f"forecasts.{index}.{what}"
        case ["contrasts", index, which, *_]:
            return f"contrasts.{index}.{which}"
        case ["solutions", method, "data", *keys]:
            return f"solutions.{method}.data.{_below_data(keys)}"
        case [*keys, last] if keys and last in MEASURE:
            return ".".join(keys)
    return path


def _below_explore(keys: list[str]) -> str:
    """All that is told of one value, lever, set, scenario, event or rule is one quantity."""
    for place, key in enumerate(keys):
        if key.isdecimal():
            return ".".join(keys[: place + 1])
    match keys:
        case ["rules", which, *_]:
            return f"rules.{which}"
        case ["robustness", "values", *_]:
            return "robustness.values"
    return ".".join(keys[:-1] if keys[-1] in MEASURE else keys)


def _below_data(keys: list[str]) -> str:
    match keys:
        case ["thresholds" | "packages" | "stakes" as what, which, *_]:
            return f"{what}.{which}"
        case ["settlement", issue, "typical", _]:
            return f"settlement.{issue}.typical"
        case ["blocks", "issues" | "shifts" | "walk_away" as what, which, *_]:
            return f"blocks.{what}.{which}"
        case ["short", *_]:
            return "short"
        case ["pairs", which, "path", _, gesture]:
            return f"pairs.{which}.path.{gesture}"
        case [*head, last] if head and last in MEASURE:
            return ".".join(head)
    return ".".join(keys)


def by_quantity(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """Paths by quantity, each once, quantities and paths in the order of their first use."""
    groups: dict[str, list[str]] = {}
    for path in dict.fromkeys(paths):
        groups.setdefault(quantity(path), []).append(path)
    return [part for group in groups.values() for part in _parted(group)]


def _parted(group: Sequence[str]) -> list[tuple[str, ...]]:
    """A group as it is, or in parts whose paths can be written in a cell."""
    parts: list[tuple[str, ...]] = []
    for path in group:
        if parts and len(in_one((*parts[-1], path))) <= MOST_LETTERS:
            parts[-1] = (*parts[-1], path)
        else:
            parts.append((path,))
    return parts


def in_one(paths: Sequence[str]) -> str:
    """Several paths written as one: ``solutions.trust.data.pairs.0.trust.{mean,low,high}``."""
    if len(paths) == 1:
        return paths[0]
    keys = [path.split(".") for path in paths]
    room = min(map(len, keys)) - 1  # each path keeps a key of its own inside the braces
    start = _alike(keys, room)
    end = _alike([list(reversed(each)) for each in keys], room - start)
    inner = ",".join(".".join(each[start : len(each) - end]) for each in keys)
    return ".".join([*keys[0][:start], f"{{{inner}}}", *(keys[0][-end:] if end else ())])


def _alike(keys: Sequence[Sequence[str]], most: int) -> int:
    """How many keys all have in common at the start."""
    for place in range(most):
        if any(each[place] != keys[0][place] for each in keys):
            return place
    return most
