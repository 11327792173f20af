"""A source that was asked and has nothing to say, and why."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.forecast.voice import Family


@dataclass(frozen=True)
class Abstention:
    """What stands in the place of a voice that abstains.

    Parameters
    ----------
    id, family : as of the voice it would have been
    because    : why there is no number, one sentence
    """

    id: str
    family: Family
    because: str

    def as_dict(self) -> dict[str, str]:
        """Plain values for JSON."""
        return {"id": self.id, "family": self.family, "because": self.because}
