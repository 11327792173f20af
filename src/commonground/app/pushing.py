"""What our own script sends when something is pushed."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from commonground.app.state import LONGEST_VALUE, MOST_CHANGES

Path = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=LONGEST_VALUE)]


class Push(BaseModel):
    """Changes, and whether a slider still moves.

    page    : whose regions are to be answered
    changes : path -> value as a case file has it
    full    : all draws, as when a slider is let go
    more    : what the page's own address says
    """

    model_config = ConfigDict(extra="forbid")

    page: Annotated[str, Field(max_length=40)]
    changes: Annotated[dict[Path, Text], Field(max_length=MOST_CHANGES)] = {}
    full: bool = False
    more: Annotated[dict[Annotated[str, Field(max_length=100)], Text], Field(max_length=60)] = {}
