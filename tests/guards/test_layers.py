"""Imports go one way only, along the line that docs/explanation/architecture.md draws."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# Rooms from left to right; rooms in one tuple must not import each other.
LINE: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("quantity",),
    ("case",),
    ("evidence", "methods", "market"),
    ("forecast",),
    ("explore",),
    ("study",),
    ("charts",),
    ("brief",),
    ("app",),
    ("cli",),
)
RANK = {room: place for place, rooms in enumerate(LINE) for room in rooms}
FRONT = {"__init__", "__main__"}  # the front door names all rooms, so no room may import through it
DATA_ONLY = {"catalog"}


def modules(source: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        yield ".".join(parts), path


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name imported from this package, lazily or not, but for those that only type checkers see."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            skipped |= {id(inner) for statement in node.body for inner in ast.walk(statement)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            names = [f"{base}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            names = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
        else:
            continue
        for name in names:
            if name.startswith("."):
                yield name, node.lineno
            elif name == "commonground" or name.startswith("commonground."):
                yield name.removeprefix("commonground").lstrip("."), node.lineno


def test_every_room_has_its_place(source: Path) -> None:
    rooms = {name.split(".")[0] for name, _ in modules(source)}
    assert rooms - FRONT - DATA_ONLY <= RANK.keys(), (
        "a new room: give it a place in LINE and in docs/explanation/architecture.md"
    )


def test_imports_only_go_left(source: Path) -> None:
    faults = []
    for name, path in modules(source):
        room = name.split(".")[0]
        if room in FRONT:
            continue
        for target, line in imported(ast.parse(path.read_text("utf-8"))):
            other = target.split(".")[0]
            if other == room or target == "__version__":
                continue
            if other in DATA_ONLY:
                continue
            where = f"{path.relative_to(source.parents[1])}:{line}"
            if target.startswith("."):
                faults.append(f"{where}: relative import {target}")
            elif other not in RANK:
                faults.append(
                    f"{where}: imports {target!r} from the front door; import it from the room it lives in"
                )
            elif room in DATA_ONLY or RANK[other] >= RANK[room]:
                faults.append(
                    f"{where}: {room} must not import {other}, which lies to its right or beside it"
                )
    assert not faults, "\n".join(faults)


def test_no_cycles_inside_rooms(source: Path) -> None:
    """Modules of one room may use each other, but not in a circle (imports inside functions count too)."""
    names = dict(modules(source))
    known = {name.removesuffix(".__init__"): name for name in names}
    edges: dict[str, set[str]] = {}
    for name, path in names.items():
        short = name.removesuffix(".__init__")
        found = set()
        for target, _ in imported(ast.parse(path.read_text("utf-8"))):
            while target and target not in known:
                target = target.rpartition(".")[0]
            # A package's __init__ may gather names from its modules; they do not import it back.
            if target and target != short:
                found.add(target)
        edges[short] = found
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            pytest.fail(
                "modules import each other in a circle: " + " -> ".join((*trail[trail.index(name) :], name))
            )
        if name in done:
            return
        for other in sorted(edges[name]):
            visit(other, (*trail, name))
        done.add(name)

    for name in sorted(edges):
        if name not in FRONT:
            visit(name, ())


def test_the_guard_sees_lazy_imports_but_not_type_hints() -> None:
    code = (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from commonground.cli.main import main\n"
        "def f():\n    from commonground.brief import write\n"
        "    import_module('commonground.charts.theme')\n"
        "    from . import x\n"
    )
    assert {name for name, _ in imported(ast.parse(code))} == {"brief.write", "charts.theme", "..x"}
