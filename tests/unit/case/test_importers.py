"""Domains of Genius and GeniusWeb: what they mean, and what hostile or broken files get as an answer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commonground.case.draws import draw
from commonground.case.importers import (
    case_from_domain,
    read_genius,
    read_genius_domain,
    read_geniusweb,
    read_geniusweb_domain,
)
from commonground.case.io import case_from_data
from commonground.errors import CaseError, UsageError

TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<negotiation_template><utility_space number_of_issues="3">
<objective index="0" name="root" type="objective">
  <issue index="1" name="Price" type="discrete" vtype="discrete">
    <item index="1" value="low"/><item index="2" value="high"/><item index="3" value="25 kW"/>
  </issue>
  <issue index="2" name="Days" type="integer" vtype="integer"><range lowerbound="2" upperbound="5"/></issue>
  <issue index="3" name="Share" vtype="real"><range lowerbound="0.0" upperbound="1.0"/></issue>
</objective></utility_space></negotiation_template>
"""
FIRST = """<utility_space>
<objective index="0" name="root">
  <issue index="2" name="Days" type="integer" lowerbound="2" upperbound="5">
    <evaluator ftype="linear" offset="0.1" slope="0.4"/></issue>
  <issue index="1" name="Price" type="discrete">
    <item index="1" value="high" evaluation="4"/><item index="2" value="low" evaluation="8"/>
    <item index="3" value="25 kW" evaluation="0"/>
  </issue>
  <issue index="3" name="Share" type="real"><evaluator ftype="triangular" parameter0="0.0"
    parameter1="1.0" parameter2="0.25"/></issue>
  <weight index="2" value="0.3"/><weight index="1" value="0.5"/><weight index="3" value="0.2"/>
</objective>
<reservation value="0.25"/><discount_factor value="0.64"/>
</utility_space>
"""
SECOND = """<utility_space><objective index="0" name="root">
  <issue index="1" name="Price" type="discrete">
    <item value="low" evaluation="0"/><item value="high" evaluation="0.000001"/>
    <item value="25 kW" evaluation="0"/>
  </issue>
  <issue index="2" name="Days" type="integer"><evaluator ftype="linear" offset="0.9" slope="-0.3"/></issue>
  <issue index="3" name="Share" type="real"><evaluator ftype="linear" parameter0="0" parameter1="2"/></issue>
  <weight index="1" value="0.2"/><weight index="2" value="0.5"/><weight index="3" value="0.3"/>
</objective></utility_space>
"""


def written(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.xml"
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def test_genius_means_what_genius_computes(tmp_path: Path) -> None:
    """Matched by name, divided by the largest evaluation, numbers clipped; a tiny largest one counts nothing."""
    template, *profiles = written(tmp_path, trade=TEMPLATE, buyer=FIRST, seller=SECOND)
    domain = read_genius_domain(template, profiles, real_levels=5)
    assert domain.parties == ("buyer", "seller")
    assert domain.issues == ("Price", "Days", "Share")
    assert domain.levels == (
        ("low", "high", "25 kW"),
        ("2", "3", "4", "5"),
        ("0", "0.25", "0.5", "0.75", "1"),
    )
    assert domain.weight.tolist() == [[0.5, 0.3, 0.2], [0.2, 0.5, 0.3]]
    np.testing.assert_allclose(domain.value[0], [[1, 0], [0.5, 0], [0, 0]])
    np.testing.assert_allclose(domain.value[1], [[0.1, 0.9], [0.5, 0.6], [0.9, 0.3], [1.0, 0.0]], atol=1e-12)
    np.testing.assert_allclose(
        domain.value[2], [[0, 0], [1, 0.5], [2 / 3, 1], [1 / 3, 1], [0, 1]], atol=1e-12
    )
    assert domain.reservation.tolist() == [0.25, 0.0]
    assert domain.discount.tolist() == [0.64, 1.0]


def test_a_discount_works_on_the_reservation_too(tmp_path: Path) -> None:
    template, *profiles = written(tmp_path, trade=TEMPLATE, buyer=FIRST, seller=SECOND)
    half = read_genius_domain(template, profiles).at(0.5)
    assert half.reservation.tolist() == [0.2, 0.0]
    np.testing.assert_allclose(half.weight[0], [0.4, 0.24, 0.16])
    case = read_genius(template, profiles, time=0.5)
    assert case.walk_away["buyer"].value is not None
    assert case.walk_away["buyer"].value.quantity.mode() == pytest.approx(0.2)
    with pytest.raises(UsageError, match="outside the talks"):
        half.at(2.0)


def test_a_peak_of_a_triangle_is_a_level(tmp_path: Path) -> None:
    template, *profiles = written(tmp_path, trade=TEMPLATE, buyer=FIRST, seller=SECOND)
    domain = read_genius_domain(template, profiles, real_levels=3)
    assert domain.levels[2] == ("0", "0.25", "0.5", "1")


def test_the_case_says_the_same(tmp_path: Path) -> None:
    template, *profiles = written(tmp_path, trade=TEMPLATE, buyer=FIRST, seller=SECOND)
    case = read_genius(template, profiles, names=["Ann's firm", "Bob"], as_of=date(2024, 2, 29))
    assert case.name == "trade"
    assert case.signatories == ("ann-s-firm", "bob")
    assert case.parties["ann-s-firm"].name == "Ann's firm"
    assert list(case.issues) == ["price", "days", "share"]
    assert case.issues["price"].options["option-25-kw"] == "25 kW"  # type: ignore[union-attr]
    assert (case.as_of, case.horizon) == (date(2024, 2, 29), date(2025, 2, 28))
    assert case_from_data(case.dump()) == case
    draws = draw(case, modes=True)
    domain = read_genius_domain(template, profiles)
    for j, utility in enumerate(draws.option_utility):
        assert utility is not None
        share = draws.salience[0, :, j] / draws.salience[0].sum(axis=1)
        np.testing.assert_allclose(utility[0].T * share, domain.contribution[j], atol=1e-12)


def test_weights_of_another_sum(tmp_path: Path) -> None:
    """Below 1 nothing changes; above 1 the unit does, and the case says so."""
    heavy = FIRST.replace('value="0.5"', 'value="1.0"')
    light = SECOND.replace('value="0.5"', 'value="0.1"')
    template, *profiles = written(tmp_path, trade=TEMPLATE, buyer=heavy, seller=light)
    domain = read_genius_domain(template, profiles)
    case = case_from_domain(domain)
    assert "sum to 1.5" in case.parties["buyer"].about
    assert case.parties["seller"].about == ""
    draws = draw(case, modes=True)
    for j, utility in enumerate(draws.option_utility):
        assert utility is not None
        share = draws.salience[0, :, j] / draws.salience[0].sum(axis=1)
        np.testing.assert_allclose(utility[0].T * share * [1.5, 1.0], domain.contribution[j], atol=1e-12)
    assert draws.walk_away[0].tolist() == pytest.approx([0.25 / 1.5, 0.0])


def test_an_issue_with_one_value_is_folded_into_another(tmp_path: Path) -> None:
    def single(text: str) -> str:
        kept = text.replace('<item index="2" value="high"/><item index="3" value="25 kW"/>', "")
        kept = kept.replace('<item index="1" value="high" evaluation="4"/>', "")
        kept = kept.replace('<item value="high" evaluation="0.000001"/>', "")
        for row in ('<item index="3" value="25 kW" evaluation="0"/>', '<item value="25 kW" evaluation="0"/>'):
            kept = kept.replace(row, "")
        return kept

    template, *profiles = written(
        tmp_path, trade=single(TEMPLATE), buyer=single(FIRST), seller=single(SECOND)
    )
    domain = read_genius_domain(template, profiles)
    case = case_from_domain(domain)
    assert list(case.issues) == ["days", "share"]
    draws = draw(case, modes=True)
    utility, share = draws.option_utility[0], draws.salience[0, :, 0] / draws.salience[0].sum(axis=1)
    assert utility is not None
    constant = domain.contribution[0][0]
    np.testing.assert_allclose(utility[0].T * share, domain.contribution[1] + constant, atol=1e-12)


def test_names_that_are_alike_or_reserved_get_ids_of_their_own(tmp_path: Path) -> None:
    names = TEMPLATE.replace('"low"', '"Yes!"').replace('"high"', '"yes"').replace('"25 kW"', '"value"')
    rows = {'"low"': '"Yes!"', '"high"': '"yes"', '"25 kW"': '"value"'}
    first, second = FIRST, SECOND
    for old, new in rows.items():
        first, second = first.replace(old, new), second.replace(old, new)
    template, *profiles = written(tmp_path, trade=names, buyer=first, seller=second)
    case = read_genius(template, profiles)
    assert list(case.issues["price"].options) == ["yes", "yes-2", "option-value"]  # type: ignore[union-attr]


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n'
    "<negotiation_template>&b;</negotiation_template>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n<utility_space>&e;</utility_space>'


@pytest.mark.parametrize(
    ("template", "said", "line"),
    [
        (LAUGHS, "a document type", 1),
        (OUTSIDE, "a document type", 1),
        ('<!DOCTYPE x SYSTEM "http://localhost/x.dtd"><utility_space/>', "a document type", 1),
        ("<a>" * 100 + "</a>" * 100, "more than 60 levels", 1),
        ("<a><b></a>", "not well-formed XML", 1),
        ("", "not well-formed XML", 1),
        ("<a>&unknown;</a>", "not well-formed XML", 1),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "not", 0),
        ("<negotiation_template/>", "no issue", 1),
        (TEMPLATE.replace('name="Days"', 'name="Price"'), "a name used before", 7),
        (TEMPLATE.replace('name="Days" ', ""), "without a name", 7),
        (TEMPLATE.replace('value="high"', 'value="low"'), "a value listed twice", 4),
        (TEMPLATE.replace('vtype="real"', 'vtype="fuzzy"'), "unknown kind", 8),
        (TEMPLATE.replace('upperbound="5"', 'upperbound="1"'), "from high to low", 7),
        (TEMPLATE.replace('upperbound="5"', 'upperbound="5000"'), "more than 1001 values", 7),
        (TEMPLATE.replace('upperbound="5"', 'upperbound="many"'), "not a number", 7),
        (TEMPLATE.replace('upperbound="5"', ""), "lacks upperbound", 7),
    ],
)
def test_broken_templates(tmp_path: Path, template: str, said: str, line: int) -> None:
    path, *profiles = written(tmp_path, trade=template, buyer=FIRST, seller=SECOND)
    with pytest.raises(CaseError) as caught:
        read_genius(path, profiles)
    assert said in str(caught.value)
    assert all(finding.fix for finding in caught.value.findings)
    where = caught.value.findings[0].where
    assert where.startswith(str(path))
    assert not line or where.startswith(f"{path}:{line}:")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (FIRST.replace('evaluation="4"', 'evaluation="four"'), "evaluation is not a number"),
        (FIRST.replace('evaluation="4"', 'evaluation="-4"'), "evaluation is out of range"),
        (FIRST.replace('evaluation="4"', 'evaluation="nan"'), "evaluation is not a number"),
        (FIRST.replace('evaluation="4"', ""), "lacks evaluation"),
        (FIRST.replace('value="high"', 'value="hihg"'), 'Did you mean "high"?'),
        (FIRST.replace('value="high"', 'value="low"'), "a value twice"),
        (FIRST.replace('name="Days"', 'name="Dais"'), 'Did you mean "Days"?'),
        (FIRST.replace('name="Days"', 'name="Dais"'), "an issue of the template is missing"),
        (FIRST.replace('<weight index="2" value="0.3"/>', ""), "without a weight"),
        (FIRST.replace('ftype="triangular"', 'ftype="wavy"'), "unknown kind"),
        (FIRST.replace('<evaluator ftype="linear" offset="0.1" slope="0.4"/>', ""), "without an evaluator"),
        (FIRST.replace('parameter2="0.25"', ""), "lacks parameter2"),
        (FIRST.replace('reservation value="0.25"', 'reservation value="25"'), "value is out of range"),
        (FIRST.replace("<utility_space>", '<utility_space type="nonlinear">'), "not additive"),
        ("<something/>", "no utility space"),
        (LAUGHS, "a document type"),
    ],
)
def test_broken_profiles(tmp_path: Path, profile: str, said: str) -> None:
    template, *profiles = written(tmp_path, trade=TEMPLATE, buyer=profile, seller=SECOND)
    with pytest.raises(CaseError) as caught:
        read_genius(template, profiles)
    assert said in str(caught.value)
    assert all(finding.where.startswith(f"{tmp_path}/buyer.xml") for finding in caught.value.findings)


def test_all_faults_of_all_profiles_come_at_once(tmp_path: Path) -> None:
    template, *profiles = written(
        tmp_path,
        trade=TEMPLATE,
        buyer=FIRST.replace('evaluation="4"', 'evaluation="four"').replace('"0.25"/>', '"25"/>'),
        seller=SECOND.replace('value="high"', 'value="hihg"'),
    )
    with pytest.raises(CaseError) as caught:
        read_genius(template, profiles)
    assert len(caught.value.findings) == 4


def test_files_and_names_that_do_not_fit(tmp_path: Path) -> None:
    template, *profiles = written(tmp_path, trade=TEMPLATE, buyer=FIRST, seller=SECOND)
    with pytest.raises(UsageError, match="cannot be read"):
        read_genius(tmp_path / "none.xml", profiles)
    with pytest.raises(UsageError, match="1 profiles"):
        read_genius(template, profiles[:1])
    with pytest.raises(UsageError, match="3 names for 2"):
        read_genius(template, profiles, names=["a", "b", "c"])
    (tmp_path / "big.xml").write_bytes(b"<a>" + b" " * 5_000_001)
    with pytest.raises(CaseError, match="larger than 5 MB"):
        read_genius(tmp_path / "big.xml", profiles)


WEB: dict[str, Any] = {
    "name": "party",
    "issuesValues": {
        "Food": {"values": ["Chips", "Catering"]},
        "Guests": {"range": {"low": 10, "high": 30, "step": 10}},
    },
}
HOST: dict[str, Any] = {
    "LinearAdditiveUtilitySpace": {
        "name": "host",
        "issueUtilities": {
            "Food": {"discreteutils": {"valueUtilities": {"Catering": 0.9, "Chips": 0.2}}},
            "Guests": {"numberutils": {"lowValue": 10, "lowUtility": 1, "highValue": 30, "highUtility": 0}},
        },
        "issueWeights": {"Food": 0.6, "Guests": 0.4},
        "reservationBid": {"issuevalues": {"Food": "Chips", "Guests": 20}},
    }
}


def saved(folder: Path, **files: Any) -> list[Path]:
    paths = []
    for name, data in files.items():
        path = folder / f"{name}.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
        paths.append(path)
    return paths


def changed(data: dict[str, Any], where: str, value: Any) -> dict[str, Any]:
    copy = json.loads(json.dumps(data))
    part, *_, last = copy, *where.split("."), ""
    keys = where.split(".")
    for key in keys[:-1]:
        part = part[key]
    del last
    if value is None:
        del part[keys[-1]]
    else:
        part[keys[-1]] = value
    return copy


def test_geniusweb_means_what_it_says(tmp_path: Path) -> None:
    guest = changed(HOST, "LinearAdditiveUtilitySpace.reservationBid", None)
    domain, *profiles = saved(tmp_path, party=WEB, host=HOST, guest=guest)
    found = read_geniusweb_domain(domain, profiles)
    assert found.levels == (("Chips", "Catering"), ("10", "20", "30"))
    np.testing.assert_allclose(found.value[0], [[0.2, 0.2], [0.9, 0.9]])
    np.testing.assert_allclose(found.value[1], [[1, 1], [0.5, 0.5], [0, 0]])
    np.testing.assert_allclose(found.reservation, [0.6 * 0.2 + 0.4 * 0.5, 0.0])
    case = read_geniusweb(domain, profiles, names=["Host", "Guest"])
    assert case.name == "party"
    assert case.title == "party (GeniusWeb domain)"
    assert case.signatories == ("host", "guest")
    assert case_from_data(case.dump()) == case


SPACE = "LinearAdditiveUtilitySpace"


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        (f"{SPACE}.issueWeights.Food", None, "issueWeights.Food"),
        (f"{SPACE}.issueWeights.Food", "much", "not a number"),
        (f"{SPACE}.issueWeights.Food", -1, "out of range"),
        (f"{SPACE}.issueWeights.Fod", 1, 'Did you mean "Food"?'),
        (f"{SPACE}.issueWeights", [], "issueWeights: is not an object"),
        (f"{SPACE}.issueUtilities.Food.discreteutils.valueUtilities.Chips", None, "Chips: is missing"),
        (f"{SPACE}.issueUtilities.Food.discreteutils.valueUtilities.Chips", 1.5, "out of range"),
        (f"{SPACE}.issueUtilities.Food.discreteutils.valueUtilities.Crisps", 1, 'Did you mean "Chips"?'),
        (f"{SPACE}.issueUtilities.Food", {}, "without utilities"),
        (f"{SPACE}.issueUtilities.Guests.numberutils.highValue", 5, "not a line"),
        (f"{SPACE}.issueUtilities.Guests.numberutils.lowUtility", True, "not a number"),
        (f"{SPACE}.reservationBid", 3, "not a bid"),
        (f"{SPACE}.reservationBid.issuevalues.Food", "Crisps", "not a value of the domain"),
        (SPACE, None, "not a profile of the kind"),
    ],
)
def test_broken_geniusweb_profiles(tmp_path: Path, where: str, value: Any, said: str) -> None:
    domain, *profiles = saved(tmp_path, party=WEB, host=changed(HOST, where, value), guest=HOST)
    with pytest.raises(CaseError) as caught:
        read_geniusweb(domain, profiles)
    assert said in str(caught.value)
    assert all(f.where == str(profiles[0]) and f.fix for f in caught.value.findings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"name": NaN}', "not a number"),
        ('{"name": 1, "name": 2}', "a key twice"),
        ("[" * 100_000, "nested too deep"),
        ('{"name": ' + "9" * 5000 + "}", "not readable as JSON"),
        ("{}", "issuesValues: is missing"),
        ('{"issuesValues": {"a": 3}}', "an issue without values"),
        ('{"issuesValues": {"a": {"values": ["x", "x"]}}}', "a value twice"),
        ('{"issuesValues": {"a": {"range": {"low": 0, "high": 1e9, "step": 1}}}}', "not a range"),
        ('{"issuesValues": {"a": {"range": {"low": 0, "high": 1, "step": 0}}}}', "not a range"),
        ('{"issuesValues": {"a": {"range": {"low": "x", "high": 1, "step": 1}}}}', "not a range"),
    ],
)
def test_broken_geniusweb_domains(tmp_path: Path, text: str, said: str) -> None:
    domain, *profiles = saved(tmp_path, party=text, host=HOST, guest=HOST)
    with pytest.raises(CaseError) as caught:
        read_geniusweb(domain, profiles)
    assert said in str(caught.value)
    assert caught.value.findings[0].where.startswith(str(domain))


def test_what_a_case_cannot_hold_is_said(tmp_path: Path) -> None:
    many = {"issuesValues": {f"i{j}": {"range": {"low": 0, "high": 999, "step": 1}} for j in range(6)}}
    line = {"numberutils": {"lowValue": 0, "lowUtility": 0, "highValue": 999, "highUtility": 1}}
    space = {
        "issueUtilities": {f"i{j}": line for j in range(6)},
        "issueWeights": {f"i{j}": 1 / 6 for j in range(6)},
    }
    domain, *profiles = saved(tmp_path, big=many, one={SPACE: space}, two={SPACE: space})
    with pytest.raises(CaseError, match="1,000,000,000,000,000,000 packages"):
        read_geniusweb(domain, profiles)
    assert read_geniusweb_domain(domain, profiles).weight.shape == (2, 6)
    lone = {"issuesValues": {"a": {"values": ["x"]}}}
    part = {
        "issueUtilities": {"a": {"discreteutils": {"valueUtilities": {"x": 1}}}},
        "issueWeights": {"a": 1},
    }
    domain, *profiles = saved(tmp_path, lone=lone, one={SPACE: part}, two={SPACE: part})
    with pytest.raises(CaseError, match="no issue with two levels"):
        read_geniusweb(domain, profiles)
