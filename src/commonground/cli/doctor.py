"""`commonground doctor`: what is installed, which setting won, what may be missing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from commonground.case.limits import MOST_DRAWS, MOST_SEED
from commonground.cli.failures import EXIT_MISSING, NO_CACHE, Failure, FaultsFoundError
from commonground.cli.options import DRAWS_VARIABLE, SEED_VARIABLE, output_options
from commonground.cli.output import Output

# Package as it is installed -> what it is for.
REQUIRED = {
    "altair": "charts",
    "anyio": "threads of the studio",
    "click": "command line",
    "duckdb": "imported event data",
    "fastapi": "the studio",
    "jinja2": "web page of the brief",
    "numba": "fast loops",
    "numpy": "arrays",
    "pydantic": "case model",
    "pypdf": "text of PDF files",
    "PyYAML": "case files",
    "rich": "tables on a terminal",
    "scipy": "distributions, linear programmes",
    "starlette": "the studio's answers",
    "typst": "PDF of the brief",
    "uvicorn": "the studio's server",
    "vl-convert-python": "charts as pictures, without the network",
}
IMPORTED_AS = {"PyYAML": "yaml", "vl-convert-python": "vl_convert"}
OPTIONAL = {
    "feedparser": "news feeds, with commonground[news]",
    "httpx": "web pages, with commonground[news]",
    "trafilatura": "articles of web pages, with commonground[news]",
    "playwright": "browser tests",
    "pytest": "tests",
    "sphinx": "documentation",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@click.command("doctor")
@output_options
def command(as_json: bool, quiet: bool) -> None:
    """Show versions, settings and where they come from, and what may be missing on this machine.

    Nothing is changed and the network is not used. Exit code 5 means that something needed is missing.

    \b
    Example:
      commonground doctor
    """
    out = Output(as_json, quiet)
    report = examine()
    problems = _problems(report)
    if not as_json:
        for line in _lines(report):
            out.data(line)
    if problems:
        message = "; ".join(problem for problem, _ in problems)
        raise FaultsFoundError(Failure("MissingPart", message, problems[0][1], EXIT_MISSING), report)
    out.result(report)
    out.say("All that is needed is here.")


def examine() -> dict[str, Any]:
    """Everything doctor knows, as plain values."""
    import platform

    from commonground import __version__

    return {
        "commonground": __version__,
        "installed_in": str(Path(__file__).resolve().parents[1]),
        "python": {
            "version": platform.python_version(),
            "executable": sys.executable,
            "system": platform.platform(),
        },
        "packages": {name: _version(name) for name in REQUIRED},
        "broken": _broken(),
        "optional": {name: _version(name) for name in OPTIONAL},
        "settings": {
            "draws": _setting(DRAWS_VARIABLE, 1, MOST_DRAWS),
            "seed": _setting(SEED_VARIABLE, 0, MOST_SEED),
            "colour": {
                "value": not os.environ.get("NO_COLOR"),
                "from": "NO_COLOR" if os.environ.get("NO_COLOR") else "default",
            },
        },
        "cache": _cache(),
        "catalog": _catalog(),
        "chromium": _browser(),
    }


def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _broken() -> dict[str, str]:
    """Packages that are installed but cannot be loaded (a wheel for another system, a half-done update)."""
    from importlib import import_module

    found = {}
    for name in REQUIRED:
        if _version(name) is not None:
            try:
                import_module(IMPORTED_AS.get(name, name))
            except (ImportError, OSError, AttributeError, SystemError) as error:
                found[name] = " ".join(str(error).split())[:200]
    return found


def _setting(variable: str, least: int, most: int) -> dict[str, Any]:
    """Which source wins, when no flag is given: the environment or the case file."""
    raw = os.environ.get(variable)
    if not raw:
        return {"value": None, "from": "case file", "valid": True}
    try:
        value = int(raw)
    except ValueError:
        return {"value": raw, "from": variable, "valid": False}
    return {"value": value, "from": variable, "valid": least <= value <= most}


def _cache() -> dict[str, Any]:
    """Where compiled loops are kept between runs: the first of these folders that can be written."""
    beside = Path(__file__).resolve().parents[1] / "methods"
    named = os.environ.get("NUMBA_CACHE_DIR")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    places = [(beside, "beside the package"), (home, "user cache")]
    if named:
        places.insert(0, (Path(named), "NUMBA_CACHE_DIR"))
    for folder, source in places:
        if _can_write(folder):
            return {"path": str(folder), "from": source, "writable": True}
    return {"path": str(home), "from": "user cache", "writable": False}


def _can_write(folder: Path) -> bool:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _catalog() -> list[str]:
    try:
        from commonground.catalog import ids

        return list(ids())
    except ImportError:
        return []


def _browser() -> str | None:
    from shutil import which

    return next((found for name in BROWSERS if (found := which(name))), None)


def _problems(report: dict[str, Any]) -> list[tuple[str, str]]:
    """What is wrong, each with its fix."""
    problems = [
        (
            f"the package {name} ({REQUIRED[name]}) is not installed",
            f"Install it: python -m pip install {name}",
        )
        for name, version in report["packages"].items()
        if version is None
    ]
    problems += [
        (
            f"{setting['from']} is not a valid number (it is {setting['value']!r})",
            f"Unset it: unset {setting['from']}",
        )
        for setting in report["settings"].values()
        if not setting.get("valid", True)
    ]
    problems += [
        (
            f"the package {name} cannot be loaded ({reason})",
            f"Install it again: python -m pip install -U {name}",
        )
        for name, reason in report["broken"].items()
    ]
    if not report["cache"]["writable"]:
        problems.append(NO_CACHE)
    if not report["catalog"]:
        problems.append(("the catalog of cases is empty", "Install commonground again."))
    return problems


def _lines(report: dict[str, Any]) -> list[str]:
    python, cache, settings = report["python"], report["cache"], report["settings"]
    lines = [
        f"commonground   {report['commonground']}  in {report['installed_in']}",
        f"python         {python['version']}  {python['executable']}",
        f"system         {python['system']}",
        "",
    ]
    lines += [
        f"{name:18} {version or 'MISSING':12} {REQUIRED[name]}"
        for name, version in report["packages"].items()
    ]
    lines += [
        f"{name:18} {version or 'not here':12} {OPTIONAL[name]} (optional)"
        for name, version in report["optional"].items()
    ]
    lines += ["", "Settings, when no flag is given:"]
    for name in ("draws", "seed"):
        value = settings[name]["value"]
        lines.append(
            f"  {name:8} {'as each case says' if value is None else value}  (from: {settings[name]['from']})"
        )
    colour = settings["colour"]
    lines.append(f"  colour   {'on a terminal' if colour['value'] else 'off'}  (from: {colour['from']})")
    kept = f"{cache['path']}  ({cache['from']})" if cache["writable"] else "NOWHERE: no folder can be written"
    return [
        *lines,
        "",
        f"compiled loops are kept in  {kept}",
        "fonts          inside typst and vl-convert-python; those of the system are not used",
        f"catalog        {', '.join(report['catalog']) or 'empty'}",
        f"browser        {report['chromium'] or 'none'}  (for the browser tests only)",
    ]
