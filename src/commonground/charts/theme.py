"""Colours, sizes and Vega configuration that all charts share.

The palette passes 4.5:1 for text on white and stays distinct under simulated colour blindness. Colour is
never the only channel and never means good or bad: parties get theirs by their order in the case file,
outcomes have a shape as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BLUE, ORANGE, GREEN, PURPLE, GREY, INK = "#0072B2", "#C85200", "#117733", "#882255", "#6E6E6E", "#1A1A1A"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, GREY, INK)
DATA = "#455A6B"  # bars and dots that belong to no party; 7.1:1 on white
PAPER = "#FFFFFF"
BAND = "#F4F4F4"  # background of every other row; grey text on it keeps 4.6:1
GRID = "#DDDDDD"  # decoration only: nothing is read from a grid line alone

WIDTH = 640  # pixels; 17 cm in print, so 10 px print at 7.5 points
HEAD, BODY, SMALL = 12, 11, 10
LINE = 14  # pixels from one line of text to the next

# vl-convert carries Liberation Sans; browsers use Arial or Helvetica, which have the same widths.
FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"


def party_colors(case: Mapping[str, Any]) -> dict[str, str]:
    """Colour of each party id, by order in the case file; it repeats after six, so labels must tell."""
    return {party: PALETTE[place % len(PALETTE)] for place, party in enumerate(case.get("parties") or {})}


def config() -> dict[str, Any]:
    """Vega-Lite configuration of every figure."""
    return {
        "background": PAPER,
        "font": FONT,
        "aria": False,  # the figure as a whole has the alternative text
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": BODY, "color": INK},
        "axis": {
            "labelFont": FONT,
            "titleFont": FONT,
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": GRID,
        },
    }
