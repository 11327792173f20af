"""The curve of the risk of force says how far the demander's threat is believed."""

from __future__ import annotations

from tests.unit.charts import sample_study
from tests.unit.charts.sample_strategy import measure

from commonground.charts.force import force


def test_the_share_up_to_which_a_threat_is_believed() -> None:
    study = sample_study.sample()
    plain = force(study)
    assert plain is not None
    assert "Upright" not in plain.caption
    study["solutions"]["crisis"]["data"]["curve"]["believed_up_to"] = measure(0.15, 0.1, 0.2, 0.98)
    figure = force(study)
    assert figure is not None
    assert "if the demand is backed by force" in figure.caption
    assert "holds today, 15 % (5–95 %: 10 to 20 %)" in figure.caption
    assert "not be believed in 98 % of draws" in figure.caption
    assert "It holds 15 % (5–95 %: 10 to 20 %) today" in figure.alt
    assert "more is not believed" in str(figure.spec())
    assert (
        15,
        None,
        None,
        None,
        "what it holds today (5 to 95 %: 10 % to 20 %): more is not believed",
    ) in figure.rows


def test_the_share_is_drawn_where_all_draws_agree() -> None:
    study = sample_study.sample()
    study["solutions"]["crisis"]["data"]["curve"]["believed_up_to"] = measure(0.15, 0.15, 0.15)
    figure = force(study)
    assert figure is not None
    assert "holds today, 15 %; its threat to fight for more would not be believed, since" in figure.caption
