"""The schema for editors agrees with the reader; the starting case is valid and almost clean."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.unit.case.cases import RIVER

import commonground.case
from commonground import catalog
from commonground.case.check import check_case
from commonground.case.evidence import EvidenceItem
from commonground.case.io import find_case, parse_case
from commonground.case.model import Case
from commonground.case.parts import (
    Assumption,
    Correlation,
    OptionsIssue,
    Outcomes,
    Party,
    Position,
    Question,
    RedLine,
    ScaleIssue,
    StudySettings,
    Talks,
)  # fmt: skip
from commonground.case.schema import json_schema
from commonground.case.values import Part
from commonground.case.yaml12 import parse_yaml

TEMPLATE = (Path(commonground.case.__file__).parent / "template.yaml").read_text(encoding="utf-8")
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("name", ["template", "river", *catalog.ids()])
def test_valid_cases_pass_the_schema(name: str) -> None:
    sources = {"template": TEMPLATE, "river": RIVER}
    text = sources[name] if name in sources else find_case(name).read_text(encoding="utf-8")
    VALIDATOR.validate(parse_yaml(text).data)
    VALIDATOR.validate(parse_case(text).dump() if name in sources else parse_yaml(text).data)


@pytest.mark.parametrize(
    "stem",
    [
        "head-unknown-key", "head-title-missing", "head-format-2", "head-name", "head-date-form", "question-outcome",
        "party-role", "party-id", "issue-kind", "issue-levels-text", "value-dash", "value-kind", "value-word",
        "value-reason-without-value", "position-salience-missing", "position-utility-range", "talks-tempo",
        "walk-away-from", "correlation-rank", "evidence-kind", "evidence-script-link", "ten-faults",
    ],
)  # fmt: skip
def test_broken_cases_fail_the_schema(stem: str, root: Path) -> None:
    data = parse_yaml((root / "tests" / "broken" / f"{stem}.yaml").read_bytes()).data
    assert list(VALIDATOR.iter_errors(data))


def test_the_schema_knows_the_keys_of_the_model() -> None:
    properties = json_schema()["properties"]

    def inside(*keys: str) -> dict[str, Any]:
        node: Any = properties[keys[0]]
        for key in keys[1:]:
            node = node[int(key) if key.isdigit() else key]
        return node["properties"]  # type: ignore[no-any-return]

    said = {
        Case: properties,
        Outcomes: inside("outcomes"),
        StudySettings: inside("study"),
        Question: inside("questions", "additionalProperties"),
        Party: inside("parties", "additionalProperties"),
        ScaleIssue: inside("issues", "additionalProperties", "oneOf", "0"),
        OptionsIssue: inside("issues", "additionalProperties", "oneOf", "1"),
        Position: inside("positions", "additionalProperties", "additionalProperties"),
        RedLine: inside(
            "positions", "additionalProperties", "additionalProperties", "properties", "red_line"
        ),
        Talks: inside("talks"),
        Correlation: inside("correlations", "items"),
        Assumption: inside("assumptions", "items"),
        EvidenceItem: inside("evidence", "items"),
    }
    for model, keys in said.items():
        assert set(keys) == set(_file_keys(model)), model


def _file_keys(model: type[Part]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()] + list(
        getattr(model, "file_keys", ())
    )


def test_every_key_of_the_schema_is_described() -> None:
    def undescribed(node: Any, path: str) -> list[str]:
        if isinstance(node, list):
            return [
                found for index, inner in enumerate(node) for found in undescribed(inner, f"{path}.{index}")
            ]
        if not isinstance(node, dict):
            return []
        lacking = [
            f"{path}.{key}"
            for key, inner in (node.get("properties") or {}).items()
            if "description" not in inner
            and "$ref" not in inner
            and inner.get("type") not in ("object", "array")
        ]
        return lacking + [
            found for key, inner in node.items() for found in undescribed(inner, f"{path}.{key}")
        ]

    assert undescribed(json_schema(), "") == []


def test_the_template_is_a_complete_case_without_a_warning_about_a_value() -> None:
    case = parse_case(TEMPLATE)
    assert len(case.signatories) == 2
    assert len(case.issues) == 3
    warnings = [
        finding
        for finding in check_case(case)
        if finding.level == "warning" and "source" not in finding.message
    ]
    assert warnings == []


def test_the_template_explains_every_top_level_key() -> None:
    used = set(re.findall(r"^(?:# )?(\w+):", TEMPLATE, re.MULTILINE))
    assert used >= set(json_schema()["properties"]) - {"evidence_files"}
    assert "evidence_files" in TEMPLATE
