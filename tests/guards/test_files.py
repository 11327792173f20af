"""Files are short, named for what they hold, free of any one machine, and agree with each other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from checkout import project_files

LONGEST = 600
BANNED_STEMS = {"utils", "util", "misc", "helpers", "common", "core"}
FORBIDDEN = {
    "a package registry's host": r"\bpypi\.org|files\.pythonhosted|registry\.npmjs",
    "a path of one machine": r"(?<![\w.])/(?:work|root|home/\w+|tmp/cg)(?=/|\b)",
    "an index address": r"--(?:extra-)?index-url|--find-links",
    "an unfinished thought": r"\b(?:TODO|FIXME|XXX)\b",
}


def texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        if path.suffix in {".png", ".pdf", ".woff2", ".gz"} or path == Path(__file__):
            continue
        yield path, path.read_text("utf-8", errors="replace")


def test_python_files_are_short(root: Path) -> None:
    long = {
        str(path.relative_to(root)): text.count("\n")
        for path, text in texts()
        if path.suffix == ".py" and text.count("\n") > LONGEST
    }
    assert not long, f"over {LONGEST} lines, so no longer one idea: {long}"


def test_files_are_named_for_an_idea(source: Path) -> None:
    assert not [str(path) for path in source.rglob("*") if path.stem in BANNED_STEMS]


def test_each_room_opens_with_a_map(source: Path) -> None:
    bare = []
    for folder in sorted({path.parent for path in source.rglob("*.py")}):
        init = folder / "__init__.py"
        if not init.is_file() or not init.read_text("utf-8").startswith('"""'):
            bare.append(str(folder.relative_to(source)))
    assert not bare, f"these folders lack an __init__.py that opens with a docstring: {bare}"


def test_nothing_names_a_machine(root: Path) -> None:
    faults = [
        f"{path.relative_to(root)}:{text[: hit.start()].count(chr(10)) + 1}: {what}: {hit.group()}"
        for path, text in texts()
        for what, pattern in FORBIDDEN.items()
        for hit in re.finditer(pattern, text)
    ]
    assert not faults, "\n".join(faults)


def test_locks_hold_exact_versions_with_hashes(root: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=\w)", re.sub(r"(?m)^#.*\n", "", (root / name).read_text("utf-8")))
        assert len(blocks) > 20
        for block in blocks:
            assert re.match(r"[\w.-]+==[\w.!+]+", block), block
            assert "--hash=sha256:" in block, block


def test_locks_agree_and_cover_the_requirements(root: Path) -> None:
    def pins(name: str) -> dict[str, str]:
        found = re.findall(r"(?m)^([\w.-]+)==(\S+)", (root / name).read_text("utf-8"))
        return {package.lower(): version for package, version in found}

    base, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert base.items() <= dev.items()
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))

    def names(requirements: list[str]) -> set[str]:
        return {re.match(r"[\w.-]+", line).group().lower() for line in requirements}  # type: ignore[union-attr]

    assert names(project["project"]["dependencies"]) <= base.keys()
    assert names(project["dependency-groups"]["build"]) <= base.keys()
    assert names(project["dependency-groups"]["dev"]) <= dev.keys()


def test_the_version_is_the_same_everywhere(root: Path) -> None:
    from commonground import __version__

    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == __version__
    assert citation["license"] == "Apache-2.0"
    assert f"## {__version__}" in (root / "CHANGELOG.md").read_text("utf-8")


def test_public_names_resolve() -> None:
    import commonground

    for name in commonground.__all__:
        assert getattr(commonground, name) is not None
    assert set(commonground.__all__) <= set(dir(commonground))
    with pytest.raises(AttributeError, match="no_such_name"):
        commonground.no_such_name  # noqa: B018


def test_dependencies_are_used(source: Path, root: Path) -> None:
    """Each package that users have to install is imported somewhere."""
    imports = {"jinja2": "jinja2", "pyyaml": "yaml", "vl-convert-python": "vl_convert"}
    code = "\n".join(path.read_text("utf-8") for path in source.rglob("*.py"))
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    for line in project["project"]["dependencies"]:
        package = re.match(r"[\w.-]+", line).group().lower()  # type: ignore[union-attr]
        module = imports.get(package, package)
        assert re.search(rf"(?m)^\s*(import|from) {module}\b|import_module\(.{module}", code), (
            f"nothing imports {module}"
        )
