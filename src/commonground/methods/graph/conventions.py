"""What papers leave open and what changes answers: each convention with its default, in one place.

 1. A joint sanction is any sequence of opponents' moves in which nobody moves twice in a row (`joint`).
 2. A joint move never ends where it started (`start_counts`).
 3. The state itself deters from leaving it, where opponents can lead back to it (`base_counts`).
 4. A sanction is a state that is not strictly better: indifference deters. Fixed.
 5. One move changes any of the mover's options, not only one (`Graph.one_option`).
 6. Limited moves: among equally good moves the first by number is expected (`ties`); two parties only.
 7. Simultaneous sanctions: any opponents, each by one of its improvements or staying; combinations that are not
    feasible are passed over. Fixed.
 8. Members of a coalition keep their own moves. Fixed.
 9. Merged states are given as one pattern per merged state (`merge`). Fixed.
10. A state's code has bit k for option k; patterns are written in the same order. Numbers from 1 are for display.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from commonground.errors import UsageError, did_you_mean

Joint = Literal["standard", "each_once", "single"]
Ties = Literal["first", "last"]
Concept = Literal["nash", "gmr", "smr", "seq", "symseq", "sim"]

CONCEPTS: tuple[Concept, ...] = ("nash", "gmr", "smr", "seq", "symseq")
ALL_CONCEPTS: tuple[Concept, ...] = (*CONCEPTS, "sim")

TITLES: dict[str, str] = {
    "nash": "Nash stability",
    "gmr": "general metarationality",
    "smr": "symmetric metarationality",
    "seq": "sequential stability",
    "symseq": "symmetric sequential stability",
    "sim": "simultaneous stability",
}


@dataclass(frozen=True, kw_only=True)
class Conventions:
    """Switches among the readings in the literature; the defaults are the definitions of the textbooks.

    joint        : "standard", or the narrower readings of some programs: "each_once" (every opponent moves at most
                   once), "single" (one opponent moves once)
    start_counts : a joint move may end where it began
    base_counts  : the state itself counts as a sanction; the matrix papers exclude it
    ties         : which of equally good moves a party with limited foresight expects
    """

    joint: Joint = "standard"
    start_counts: bool = False
    base_counts: bool = True
    ties: Ties = "first"

    def __post_init__(self) -> None:
        for name, allowed in (("joint", get_args(Joint)), ("ties", get_args(Ties))):
            if getattr(self, name) not in allowed:
                raise UsageError(
                    f"convention {name} is unknown (got {getattr(self, name)!r})",
                    did_you_mean(str(getattr(self, name)), allowed),
                )

    @property
    def textbook(self) -> bool:
        """Whether the fast engine, which knows only the textbooks' readings, may answer."""
        return self.joint == "standard" and self.base_counts
