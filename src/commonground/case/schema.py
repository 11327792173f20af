"""The case file as a JSON Schema (draft 2020-12), for completion and checks in editors.

It says what can be said of one place alone; what must hold between places (names that exist, values
within the range of their issue) is for `commonground check`. A test keeps it in step with the model.
"""

from __future__ import annotations

from typing import Any, get_args

from commonground.case.limits import MOST_DRAWS
from commonground.case.model import FORMAT
from commonground.case.parts import MOST_LEVELS, Section
from commonground.case.values import LONGEST_TEXT

Schema = dict[str, Any]

_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
_SPAN = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_THREE = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}
_KINDS: dict[str, tuple[Schema, str]] = {
    "triangular": (_THREE, "[lo, mode, hi]"),
    "pert": (_THREE, "[lo, mode, hi], a smoother triangle"),
    "uniform": (_SPAN, "[lo, hi], all values alike"),
    "normal": (_SPAN, "[mean, standard deviation], cut to the range"),
    "lognormal": (_SPAN, "[lo, hi], a 90 % interval above 0, long tail upwards"),
    "beta": (_SPAN, "[a, b], over the range, or 0 to 1 if that is open"),
    "choice": (
        {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
        "number: probability, …",
    ),
}


def json_schema() -> Schema:
    """The schema of a case file as a plain dict."""
    defs = {
        "id": {
            "type": "string", "pattern": "^[a-z][a-z0-9_-]*$", "maxLength": 80,
            "description": "Lower-case letters, digits, - and _, beginning with a letter.",
        },
        "ids": {"type": "array", "items": _ref("id")},
        "line": {"type": "string", "maxLength": LONGEST_TEXT},
        "text": {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT},
        "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "YYYY-MM-DD"},
        "belief": {
            "description": "A belief about a number, by kind.",
            "oneOf": [_object({kind: {**form, "description": text}}, [kind]) for kind, (form, text) in _KINDS.items()],
        },
        "any": _value({}, "in the units of the issue, within its range"),
        "share": _value({"minimum": 0, "maximum": 1}, "0 to 1"),
        "weight": _value({"minimum": 0}, "0 or more"),
        "positive": _value({"exclusiveMinimum": 0}, "above 0"),
        "months": _value({"minimum": 0}, "months, 0 or more"),
        "duration": _value({"exclusiveMinimum": 0}, "months, above 0"),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "commonground case file",
        "description": "Who wants what, how much, and what each party has without a deal.",
        **_case(),
        "$defs": defs,
    }


def _ref(name: str, description: str = "") -> Schema:
    found: Schema = {"$ref": f"#/$defs/{name}"}
    return found | ({"description": description} if description else {})


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _map(inner: Schema, description: str = "", least: int = 0) -> Schema:
    found: Schema = {"type": "object", "propertyNames": _ref("id"), "additionalProperties": inner}
    found |= {"minProperties": least} if least else {}
    return found | ({"description": description} if description else {})


def _reason() -> Schema:
    return {
        "because": _ref("line", "Why, in one line."),
        "evidence": _ref("ids", "Ids of the evidence it rests on."),
    }


def _quantity(bounds: Schema) -> list[Schema]:
    text = {"type": "string", "pattern": rf"^\s*{_NUMBER}(\s+to\s+{_NUMBER})?\s*$", "examples": ["3 to 9"]}
    return [{"type": "number", **bounds}, text, _ref("belief")]


def _value(bounds: Schema, unit: str) -> Schema:
    described = {"value": {"oneOf": _quantity(bounds), "description": f"The value, {unit}."}, **_reason()}
    return {
        "description": f'A number, a 90 % interval "A to B", or a belief ({unit}); with its reason if written out.',
        "oneOf": [*_quantity(bounds), _object(described, ["value"])],
    }


def _case() -> Schema:
    properties: Schema = {
        "commonground": {"const": FORMAT, "description": "Version of the file format."},
        "name": _ref("id", "Short name of the case."),
        "title": _ref("text", "The question in a few words."),
        "summary": _ref("line", "A paragraph for a reader who knows nothing of the case."),
        "as_of": _ref("date", "The day whose knowledge counts, YYYY-MM-DD; no evidence is later."),
        "horizon": {
            "type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}|\d{1,4}\s+months?)$",
            "description": 'How far the forecast looks: a day after as_of, or a span such as "12 months".',
        },
        "outcomes": _outcomes(),
        "study": _object({
            "draws": {"type": "integer", "minimum": 1, "maximum": MOST_DRAWS, "description": "Samples, default 4000."},
            "seed": {"type": "integer", "minimum": 0, "default": 0, "description": "Makes a run repeatable."},
        }),
        "questions": _map(_question(), "Questions to answer; the first is the headline."),
        "parties": _map(_party(), "The parties; at least two signatories.", 2),
        "issues": _map(_issue(), "What is negotiated: scales and options.", 1),
        "positions": _map(_map(_position()), "Party, then issue, then what the party wants."),
        "walk_away": _map(_either("from", "cost"), "What each signatory has without a deal, 0 to 1."),
        "durability": _map(_ref("share"), "Share of the horizon that a deal lives, as the party sees it; default 1."),
        "collapse": _map(_either("sunk_cost"), "What a party has if a deal dies; default its walk-away value."),
        "talks": _object({
            "tempo": _ref("duration", "Months from the start of talks to agreement."),
            "began": _ref("date", "The day talks began, YYYY-MM-DD."),
            "starts_in": _ref("months", "Months from as_of until talks begin; default 0."),
        }),
        "mediator_effect": _ref("share", "0: nobody helps; 1: a broker whom everyone tells the truth."),
        "confrontation_if_no_deal": _ref("share", "Probability of confrontation by the horizon without a deal."),
        "correlations": {"type": "array", "items": _correlation(), "description": "Values that move together."},
        "assumptions": {"type": "array", "items": _assumption(), "description": "What the case takes for granted."},
        "evidence": {"type": "array", "items": _evidence(), "description": "Dated, sourced items."},
        "evidence_files": {
            "type": "array", "items": {"type": "string", "pattern": r"\.(yaml|yml|jsonl)$"},
            "description": "Files with more evidence, beside the case file.",
        },
    }  # fmt: skip
    return _object(properties, ["commonground", "name", "title", "as_of", "horizon", "parties", "issues"])


def _outcomes() -> Schema:
    return _object({
        "agreement": _ref("text", "What counts as agreement."),
        "impasse": _ref("text", "What counts as impasse."),
        "confrontation": _ref("text", "What counts as confrontation, if force is part of the case."),
    })  # fmt: skip


def _question() -> Schema:
    properties = {
        "text": _ref("text", "The question."),
        "deadline": _ref("date", "Last day that counts, YYYY-MM-DD."),
        "outcome": {
            "enum": ["agreement", "impasse", "confrontation"],
            "description": "Outcome it asks about.",
        },
        "resolves_if": _ref("text", "When the answer is yes."),
        "source": _ref("line", "Who tells."),
        "kind": {"const": "yes_no", "description": "Kind of answer."},
    }
    return _object(properties, ["text", "deadline", "outcome", "resolves_if"])


def _party() -> Schema:
    properties = {
        "name": _ref("text", "Name in full."),
        "role": {"enum": ["signatory", "other"], "description": "signatory: must accept a package."},
        "about": _ref("line", "One line about the party."),
    }
    return _object(properties, ["name", "role"])


def _issue() -> Schema:
    count = {"type": "integer", "minimum": 2, "maximum": MOST_LEVELS}
    listed = {"type": "array", "items": {"type": "number"}, "minItems": 2}
    about = _ref("line", "One line about the issue.")
    name = _ref("text", "Name in full.")
    scale = {
        "kind": {"const": "scale", "description": "Measured from lo to hi."},
        "name": name,
        "lo": {"type": "number", "description": "Lowest level, in unit."},
        "hi": {"type": "number", "description": "Highest level, in unit."},
        "unit": _ref("line", "Unit of the scale."),
        "levels": {
            "oneOf": [count, listed],
            "description": "Number of even levels (default 9), or the levels.",
        },
        "status_quo": _ref("any", "Level without a deal, in unit."),
        "about": about,
    }
    choice = {"oneOf": [_ref("id"), _object({"value": _ref("id"), **_reason()}, ["value"])]}
    options = {
        "kind": {"const": "options", "description": "One of several named options."},
        "name": name,
        "options": _map(_ref("text"), "Option: what it is.", 2),
        "status_quo": {**choice, "description": "Option that holds without a deal."},
        "about": about,
    }
    return {
        "oneOf": [_object(scale, ["kind", "name", "lo", "hi"]), _object(options, ["kind", "name", "options"])]
    }


def _position() -> Schema:
    red_line = {
        "min": _ref("any", "Lowest level it accepts."),
        "max": _ref("any", "Highest level it accepts."),
        "forbid": _ref("ids", "Options it does not accept."),
        "holds": _ref("share", "Probability that the line is real; default 1."),
        **_reason(),
    }
    properties = {
        "ideal": _ref("any", "Level it wants, on a scale."),
        "utility": _map(_ref("share"), "Worth of each option, 0 to 1."),
        "order": _ref("ids", "Options from best to worst, where only the ranking is known."),
        "salience": _ref("weight", "Weight of the issue, any scale; normalised per party."),
        "exponent": _ref("positive", "Shape of the loss with distance; default 1."),
        "red_line": {**_object(red_line), "description": "What it will not accept."},
        **_reason(),
    }
    return _object(properties, ["salience"])


def _either(*rule: str) -> Schema:
    """A share, or a rule that leads to one."""
    keys: Schema = {"cost": _ref("share", "Taken off the utility of the status quo."),
                    "sunk_cost": _ref("share", "Taken off the walk-away value.")}  # fmt: skip
    keys["from"] = {"const": "status_quo", "description": "Utility of the status quo, minus cost."}
    return {"anyOf": [_ref("share"), _object({key: keys[key] for key in rule} | _reason(), [rule[0]])]}


def _correlation() -> Schema:
    path = {"type": "string", "description": "Path of a value, such as walk_away.usa."}
    properties = {
        "between": {"type": "array", "items": path, "minItems": 2, "maxItems": 2},
        "rank": {
            "type": "number",
            "exclusiveMinimum": -1,
            "exclusiveMaximum": 1,
            "description": "Spearman's rho.",
        },
        "because": _ref("line", "Why, in one line."),
    }
    return _object(properties, ["between", "rank"])


def _assumption() -> Schema:
    properties = {
        "id": _ref("id"),
        "text": _ref("text", "What is assumed."),
        "if_wrong": _ref("line", "What changes if it is wrong."),
        "rests_on": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Paths of the values concerned.",
        },
        "bears_on": {
            "type": "array",
            "items": {"enum": list(get_args(Section))},
            "description": "Sections of the brief that must show it as a caution.",
        },
        "evidence": _ref("ids"),
    }
    return _object(properties, ["id", "text"])


def _evidence() -> Schema:
    day = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
    properties = {
        "id": _ref("id"),
        "date": {"oneOf": [day, {"type": "integer"}], "description": "YYYY-MM-DD, YYYY-MM or YYYY."},
        "kind": {"enum": ["event", "claim", "statement", "report", "data"], "description": "What sort of item it is."},
        "title": {"type": "string", "minLength": 1, "maxLength": 1000, "description": "One line."},
        "text": _ref("line", "What happened or was said, in own words."),
        "source": {"type": "string", "maxLength": 1000, "description": "Publisher or document."},
        "url": {"type": "string", "maxLength": 2000, "pattern": "^(https?://.*)?$", "description": "Web address."},
        "reliability": {"enum": ["A", "B", "C", "D", "E", "F"], "description": "A best to F."},
        "parties": _ref("ids", "Parties it is about."),
        "issues": _ref("ids", "Issues it is about."),
    }  # fmt: skip
    return _object(properties, ["id", "date", "kind", "title"])
