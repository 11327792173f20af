"""The list of commands, help, and what happens around every command."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click
import pytest
from click.testing import Result

from commonground.cli.main import COMMANDS

Start = Callable[..., subprocess.Popen[str]]

HEAVY = ("numpy", "scipy", "numba", "pydantic", "yaml", "rich", "altair", "jinja2", "typst", "vl_convert")


def test_help_lists_every_command(invoke: Callable[..., Result]) -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    for name, listed in COMMANDS.items():
        assert name in result.stdout
        assert listed.help in " ".join(result.stdout.split())


def test_no_words_show_the_help(invoke: Callable[..., Result]) -> None:
    assert invoke().stdout == invoke("-h").stdout


def every_command() -> list[tuple[str, ...]]:
    """Words of each command, those within groups included."""
    found: list[tuple[str, ...]] = []
    for name, listed in COMMANDS.items():
        command = import_module(listed.module).command
        assert command.name == name
        inner = command.commands if isinstance(command, click.Group) else ()
        found += [(name, *rest) for rest in ((), *((word,) for word in inner))]
    return found


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_help_of_each_command_has_an_example(invoke: Callable[..., Result], words: tuple[str, ...]) -> None:
    result = invoke(*words, "--help")
    assert result.exit_code == 0
    name = " ".join(words)
    assert f"commonground {name}" in result.stdout.split("Example", 1)[1]
    command = import_module(COMMANDS[words[0]].module).command
    if len(words) > 1:
        command = command.commands[words[1]]
    serves = name == "app"  # it answers over HTTP, under /api
    assert "--json" in result.stdout or serves or isinstance(command, click.Group)
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.name} has no help"


def test_help_imports_click_and_no_command(start: Start) -> None:
    code = (
        "import sys; from commonground.cli.main import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    _, modules = start(code=code).communicate(timeout=30)
    loaded = set(modules.split())
    assert "click" in loaded
    assert not loaded & {*HEAVY, *(listed.module for listed in COMMANDS.values())}


def test_help_is_cheap(start: Start) -> None:
    code = (
        "import time; from commonground.cli.main import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: import sys; print(time.process_time(), file=sys.stderr)"
    )
    costs = [float(start(code=code).communicate(timeout=30)[1]) for _ in range(3)]
    assert min(costs) < 0.1, f"{costs} s of CPU"


def test_version(invoke: Callable[..., Result]) -> None:
    from commonground import __version__

    assert invoke("--version").stdout == f"commonground {__version__}\n"


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        (("breif",), 'Did you mean "brief"?'),
        (("xyzzy",), "See: commonground --help"),
        (("solve", "x", "--drws", "3"), 'Did you mean "--draws"?'),
        (("check", "--strct"), 'Did you mean "--strict"?'),
        (("check",), "See: commonground check --help"),
        (("run",), "See: commonground run --help"),
        (("solve", "x", "--draws", "0"), "See: commonground solve --help"),
        (("solve", "x", "--seed", "-1"), "See: commonground solve --help"),
        (("solve", "x", "--draws", "many"), "See: commonground solve --help"),
        (("solve", "x", "--setting", "target"), "See: commonground solve --help"),
        (("solve", "x", "--setting", "a=1", "--setting", "a=2"), "See: commonground solve --help"),
        (("run", "x", "--as-of", "8 March"), "See: commonground run --help"),
        (("brief", "x", "--format", "docx"), "See: commonground brief --help"),
        (("brief", "x", "--format", ","), "See: commonground brief --help"),
        (("check", "--schema", "x.yaml"), "See: commonground check --help"),
        (("doctor", "now"), "See: commonground doctor --help"),
    ],
)
def test_usage_errors_end_with_the_fix(
    invoke: Callable[..., Result],
    failure: Callable[[Result], dict[str, Any]],
    words: tuple[str, ...],
    fix: str,
) -> None:
    told = invoke(*words)
    assert told.exit_code == 2
    assert told.stdout == ""
    assert told.stderr.startswith("Error: ")
    assert told.stderr.splitlines()[-1].startswith(fix)
    assert "Traceback" not in told.stderr

    as_json = invoke(*words, "--json")
    error = failure(as_json)
    assert (error["type"], as_json.exit_code) == ("UsageError", 2)
    assert as_json.stderr == ""


def test_a_bad_environment_names_the_variable(
    invoke: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMONGROUND_DRAWS", "lots")
    result = invoke("solve", "x")
    assert result.exit_code == 2
    assert "COMMONGROUND_DRAWS" in result.stderr
    assert result.stderr.splitlines()[-1] == "Unset it: unset COMMONGROUND_DRAWS"


def _raise(error: BaseException) -> Callable[..., Any]:
    def command(*_: Any, **__: Any) -> None:
        raise error

    return command


def test_a_bug_says_how_to_see_more(invoke: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground.cli.doctor.examine", _raise(ZeroDivisionError("division\nby zero")))
    result = invoke("doctor")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == "Error: ZeroDivisionError: division by zero."
    assert "COMMONGROUND_DEBUG=1" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr

    monkeypatch.setenv("COMMONGROUND_DEBUG", "1")
    assert "Traceback" in invoke("doctor").stderr


def test_an_interrupt_is_quiet(
    invoke: Callable[..., Result],
    failure: Callable[[Result], dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("commonground.cli.doctor.examine", _raise(KeyboardInterrupt()))
    result = invoke("doctor")
    assert result.exit_code == 130
    assert "Traceback" not in result.stderr
    assert "Interrupted" in result.stderr
    assert failure(invoke("doctor", "--json"))["type"] == "Interrupted"


def test_standalone_mode_can_be_left_off() -> None:
    from commonground.cli.main import cli

    with pytest.raises(click.UsageError):
        cli.main(["breif"], standalone_mode=False)
