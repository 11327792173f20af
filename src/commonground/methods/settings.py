"""What every method's settings check when they are made."""

from __future__ import annotations

from commonground.errors import UsageError


def require_setting(holds: bool, name: str, value: float, fix: str) -> None:
    """Refuse a setting that is out of its range, and say what would do.

    Raises
    ------
    UsageError : the condition does not hold.
    """
    if not holds:
        raise UsageError(f"setting {name} is out of range (got {value:.12g})", fix)
