"""`commonground games`: a case's strategic blocks as game trees for other programs, and such trees read."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonground.case.limits import MOST_DRAWS, MOST_SEED
from commonground.cli.options import SEED_VARIABLE, Whole, output_options
from commonground.cli.output import Output

if TYPE_CHECKING:
    from commonground.errors import Finding
    from commonground.methods.games import Game, GameSettings


class OneDraw(click.ParamType[int]):
    """`modes`, as 0, or the number of a draw from 1."""

    name = "modes|N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if value == "modes" or value == 0:
            return 0
        return Whole(1, MOST_DRAWS).convert(value, param, ctx)


class Rationality(click.ParamType[float]):
    """How rational parties are: a number from 0, or inf for best replies."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not number >= 0.0:
            self.fail(f"{value!r} is not a number from 0, or inf.", param, ctx)
        return number


@click.group("games", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Write a case's games for Gambit and OpenSpiel, and read games that such programs write.

    A case with a crisis, mediators, sanctions or trust holds games. Written as .efg files they can be
    solved by other programs, so that nobody has to take our answers on trust.

    \b
    Examples:
      commonground games list us-iran-2025
      commonground games export us-iran-2025 --game crisis --efg crisis.efg
      commonground games read crisis.efg
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("list", short_help="List the games of a case.")
@click.argument("case", metavar="CASE")
@output_options
def list_(case: str, as_json: bool, quiet: bool) -> None:
    """List the games of CASE: what they are, who moves, and how large they are.

    \b
    Example:
      commonground games list us-iran-2025
    """
    from commonground.methods.games.listing import size_of

    out = Output(as_json, quiet)
    games, findings = _games(case, 0, None, None)
    rows = [
        {
            "id": game.id,
            "title": game.title,
            "players": list(game.parties),
            "blocks": list(game.blocks),
            **size_of(game.build()),
        }
        for game in games
    ]
    out.result(rows, findings)
    if rows:
        table = [
            [str(row["id"]), f"{row['nodes']:,}", f"{row['information_sets']:,}", str(row["title"])]
            for row in rows
        ]
        out.table(["game", "nodes", "information sets", "what it is"], table)
    else:
        out.say("No games: the case has no crisis, sanctions or trust block.")
    for finding in findings:
        out.finding(finding)


@command.command("export", short_help="Write the games of a case as .efg files.")
@click.argument("case", metavar="CASE")
@click.option(
    "--efg",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write. Several games go to several files, with the game's id at the end of the name.",
)
@click.option("--game", "chosen", help="Write this game only; see: commonground games list CASE")
@click.option(
    "--draw",
    type=OneDraw(),
    default=0,
    show_default="modes",
    help="Build from the most likely value of everything, or from draw N of the case.",
)
@click.option(
    "--seed",
    type=Whole(0, MOST_SEED),
    envvar=SEED_VARIABLE,
    help=f"Start of the random numbers for --draw N. Also {SEED_VARIABLE}.",
)
@click.option(
    "--types", type=Whole(1, 50), default=5, show_default=True, help="Types of the side that knows more."
)
@click.option("--demands", type=Whole(2, 201), default=11, show_default=True, help="Evenly spaced demands.")
@click.option(
    "--first-step",
    type=float,
    help="Share of the stakes in the first round of reassurance (default: the smallest that shows who can be trusted).",
)
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
@output_options
def export(
    case: str,
    target: Path,
    chosen: str | None,
    draw: int,
    seed: int | None,
    types: int,
    demands: int,
    first_step: float | None,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the games of CASE as .efg files, which Gambit and OpenSpiel read.

    What is continuous in the case becomes finite; the comment at the head of each file says how. More
    types and demands come nearer to the case and take other programs longer.

    \b
    Examples:
      commonground games export us-iran-2025 --efg games.efg
      commonground games export us-iran-2025 --game crisis --types 3 --demands 5 --efg crisis.efg
      commonground games export us-iran-2025 --game crisis --draw 17 --efg draw-17.efg
    """
    from commonground.cli.files import require_writable, write_text
    from commonground.errors import UsageError
    from commonground.methods.efg import efg_text
    from commonground.methods.games import GameSettings
    from commonground.methods.games.listing import size_of

    out = Output(as_json, quiet)
    settings = GameSettings(types=types, demands=demands, first_step=first_step)
    games, findings = _games(case, draw, seed, settings)
    games = _wanted(games, chosen)
    require_writable(target.parent)
    places = [
        target if len(games) == 1 else target.with_name(f"{target.stem}-{game.id}{target.suffix or '.efg'}")
        for game in games
    ]
    for place in places:
        if place.is_dir():
            raise UsageError(f"{place} is a folder", f"Give a file, for example --efg {place / 'game.efg'}")
        if place.exists() and not force:
            raise UsageError(
                f"{place} exists and is kept", "Choose another file, or overwrite it with --force."
            )
    written = []
    for game, place in zip(games, places, strict=True):
        tree = game.build()
        write_text(place, efg_text(tree))
        out.data(str(place))
        out.say(f"{game.title}: {size_of(tree)['nodes']:,} nodes")
        written.append(
            {
                "path": str(place),
                "game": game.id,
                "players": list(game.parties),
                "comment": tree.comment,
                **size_of(tree),
            }
        )
    out.result(written, findings)


@command.command("read", short_help="Read such a game and solve it.")
@click.argument("file", metavar="FILE.efg")
@click.option(
    "--rationality",
    type=Rationality(),
    default=20.0,
    show_default=True,
    help="How rational the parties are, per unit of payoff; inf for best replies.",
)
@output_options
def read(file: str, rationality: float, as_json: bool, quiet: bool) -> None:
    """Read a game in extensive form and solve it by quantal response.

    In a game where every party sees all that was done before, backward induction is shown too. A game in
    which a party must infer from another's move what that party knows is described but not solved.

    \b
    Examples:
      commonground games read crisis.efg
      commonground games read crisis.efg --rationality inf --json
    """
    from commonground.errors import Finding
    from commonground.methods.efg import read_efg
    from commonground.methods.games import answer_of

    out = Output(as_json, quiet)
    tree = read_efg(file)
    with out.progress(f"Solving {file}"):
        found = answer_of(tree, rationality)
    findings = []
    if found["unsolved"]:
        message = f"not solved: {found['unsolved']}"
        fix = "Solve it with Gambit or OpenSpiel, which read this file."
        findings.append(Finding("warning", "", message, fix, where=file))
    out.result({"path": file, **found}, findings)
    if not as_json:
        from commonground.cli.games_view import show

        show(out, found)
    for finding in findings:
        out.finding(finding)


def _games(
    case: str, draw: int, seed: int | None, settings: GameSettings | None
) -> tuple[tuple[Game, ...], list[Finding]]:
    """The games of a case, and a note for each block that makes none."""
    from commonground.cli.inputs import read_case

    loaded = read_case(case)
    from commonground.case.draws import draw as sample
    from commonground.errors import Finding
    from commonground.methods.games import games_of
    from commonground.methods.games.listing import left_out

    draws = sample(loaded, n=draw or None, seed=seed, modes=draw == 0)
    names = {party: about.name or party for party, about in loaded.parties.items()}
    games = games_of(draws, names, draw=max(draw - 1, 0), title=loaded.title, settings=settings)
    notes = [
        Finding("note", path, f"makes no game: {why}", "Nothing needs to be done.")
        for path, why in left_out(draws).items()
    ]
    return games, notes


def _wanted(games: tuple[Game, ...], chosen: str | None) -> tuple[Game, ...]:
    from commonground.errors import MissingInput, UsageError, did_you_mean

    if not games:
        raise MissingInput("The case holds no game", ("crisis", "sanctions", "trust"))
    if chosen is None:
        return games
    picked = tuple(game for game in games if game.id == chosen)
    if not picked:
        ids = [game.id for game in games]
        raise UsageError(f"The case has no game {chosen!r}", did_you_mean(chosen, ids))
    return picked
