"""Charts: from a study to figures; every number shown is in the study, every figure has words and a table.

figure.py, pdf_order.py  a chart with its words and data table; SVG, PNG, PDF, HTML, always the same bytes
drawing.py, axes.py, lettering.py, theme.py  the sheet charts are drawn on; axes; text that fits; colours and sizes
reading.py, forecast_reading.py  names and shares out of a study record; pooled forecasts and track records
bargaining_reading.py, gathering.py  what the bargaining models say; a sheet for charts of many panels
one chart each, study -> Figure | None:
    stakes.py acceptance_map.py settlement.py outcome_dots.py blocks.py timeline.py
    force.py credibility_map.py trust_window.py deal_value.py freeze_price.py relief_schedule.py
    tornado.py lever_front.py scenario_comparison.py box_rules.py, with explore_reading.py
    settlement_by_model.py positions_by_round.py support_flow.py exchange_network.py start_sweep.py
    voices.py forecast_history.py calibration.py track_record.py price_fan.py price_paths.py
    state_graph.py equilibria.py equilibrium_share.py, with graph_reading.py graph_layout.py graph_lines.py
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commonground.charts.figure import Figure

# File and function have one name; the order is that of a brief.
CHARTS = (
    "outcome_dots", "voices", "forecast_history", "stakes", "blocks", "acceptance_map", "settlement",
    "state_graph", "equilibria", "equilibrium_share",
    "force", "credibility_map", "trust_window", "deal_value", "freeze_price", "relief_schedule", "tornado",
    "box_rules", "scenario_comparison", "lever_front", "settlement_by_model",
    "positions_by_round", "support_flow", "exchange_network", "start_sweep", "price_fan", "price_paths", "timeline",
    "track_record", "calibration",
)  # fmt: skip


def all_figures(study: Mapping[str, Any]) -> tuple[Figure, ...]:
    """Every figure whose input the study has, in the order of a brief; Altair is imported here, not before."""
    made = (getattr(import_module(f"commonground.charts.{name}"), name)(study) for name in CHARTS)
    return tuple(figure for figure in made if figure is not None)
