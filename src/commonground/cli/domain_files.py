"""Files of a negotiation domain as the user names them: which is the domain, which are profiles, whose format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from commonground.case.importers import Domain

Command = Callable[..., Any]

_LOOKED_AT = 65_536  # bytes in which a file shows what it is
GENIUS, GENIUSWEB = ".xml", ".json"


class Share(click.ParamType[float]):
    """A number from 0 to 1."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            self.fail(f"{value!r} is not a number.", param, ctx)
        if not 0.0 <= number <= 1.0:
            self.fail(f"{value} is outside 0 to 1.", param, ctx)
        return number


def domain_options(command: Command) -> Command:
    """`--party` (repeatable, as `parties`) and `--time`."""
    command = click.option(
        "--time",
        type=Share(),
        default=0.0,
        show_default=True,
        help="Share of the talks' time that has passed, 0 to 1; Genius profiles with a discount are worth less then.",
    )(command)
    return click.option(
        "--party",
        "parties",
        multiple=True,
        help="Name of a party, once per profile in their order (default: the names of the profiles' files).",
    )(command)


def read_domain(files: Sequence[str], parties: Sequence[str] = (), time: float = 0.0) -> Domain:
    """The domain that the files describe, in whatever order they come.

    Raises
    ------
    UsageError : no file, another ending than .xml or .json, both, no domain or several, too few profiles.
    CaseError  : faults in the files, each with file, line and fix.
    """
    from commonground.case.importers import read_genius_domain, read_geniusweb_domain
    from commonground.errors import UsageError

    paths = [Path(name) for name in files]
    endings = {path.suffix.lower() for path in paths}
    if len(endings) != 1 or not endings <= {GENIUS, GENIUSWEB}:
        got = ", ".join(sorted(ending or "none" for ending in endings))
        raise UsageError(
            f"The files of one domain have one ending, .xml (Genius) or .json (GeniusWeb) (got {got})",
            "Give the domain file and the profile of each party.",
        )
    ending = endings.pop()
    domain, profiles = _told_apart(paths, ending)
    if ending == GENIUS:
        return read_genius_domain(domain, profiles, names=parties).at(time)
    return read_geniusweb_domain(domain, profiles, names=parties).at(time)


def _told_apart(paths: list[Path], ending: str) -> tuple[Path, list[Path]]:
    from commonground.errors import UsageError

    domains = [path for path in paths if _is_domain(path, ending)]
    if len(domains) > 1:
        named = " and ".join(map(str, domains[:2]))
        raise UsageError(
            f"Several domain files: {named}", "Give one domain and the profiles that go with it."
        )
    if not domains:
        what = "<negotiation_template>" if ending == GENIUS else '"issuesValues"'
        raise UsageError(
            f"None of the files is a domain (with {what})", "Give the domain file beside the profiles."
        )
    return domains[0], [path for path in paths if path != domains[0]]


def _is_domain(path: Path, ending: str) -> bool:
    from commonground.errors import UsageError

    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Check the path.") from error
    if ending == GENIUS:
        return b"<negotiation_template" in start
    return b'"issuesValues"' in start and b"LinearAdditiveUtilitySpace" not in start
