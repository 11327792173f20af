"""A small valid case for the tests of this room: the broken files start from it too."""

from __future__ import annotations

from typing import Any

from commonground.case.io import parse_case
from commonground.case.model import Case
from commonground.case.yaml12 import parse_yaml

RIVER = """\
commonground: 1
name: river
title: Sharing a river
as_of: 2025-03-08
horizon: 12 months
study: {draws: 400, seed: 1}
questions:
  deal:
    text: Will they sign?
    deadline: 2026-03-08
    outcome: agreement
    resolves_if: Both have signed.
parties:
  upland: {name: Upland, role: signatory}
  lowland: {name: Lowland, role: signatory}
  bank: {name: Bank, role: other}
issues:
  share:
    name: Lowland's share
    kind: scale
    lo: 0
    hi: 100
    unit: "%"
    levels: [20, 40, 60, 80]
    status_quo: 70
  gauges:
    name: Gauges
    kind: options
    options:
      none: No gauges
      joint: Joint gauges
      third: Gauges of a third party
    status_quo: none
positions:
  upland:
    share:
      ideal: "30 to 50"
      salience: 3
      exponent: 1
      red_line: {max: 75, holds: 0.8}
    gauges:
      utility: {none: 1, joint: "0.4 to 0.8", third: 0}
      salience: 1
  lowland:
    share:
      ideal: {triangular: [60, 80, 90]}
      salience: {value: 4, because: Farms need it., evidence: [farms]}
    gauges:
      order: [third, joint, none]
      salience: 2
      red_line: {forbid: [none], holds: 0.5}
walk_away:
  upland: "0.4 to 0.6"
  lowland: {from: status_quo, cost: "0.05 to 0.2"}
durability: {upland: 0.9}
collapse:
  lowland: {sunk_cost: 0.1}
talks:
  tempo: {lognormal: [6, 30]}
  began: 2025-01-10
correlations:
  - {between: [walk_away.upland, positions.upland.gauges.utility.joint], rank: 0.3}
assumptions:
  - {id: calm, text: Nothing else happens., rests_on: [walk_away.upland]}
evidence:
  - {id: farms, date: 2024-12, kind: report, title: Farms and water}
  - id: gauges-2024
    date: 2024-06-30
    kind: data
    title: Gauge readings
    url: https://example.org/gauges
    parties: [upland]
    issues: [share]
"""


def river() -> Case:
    """The small case, read."""
    return parse_case(RIVER, "river.yaml")


def river_data() -> dict[str, Any]:
    """The small case as plain data."""
    data = parse_yaml(RIVER).data
    assert isinstance(data, dict)
    return data
