"""From documents to proposals, and from accepted proposals to a case file that is still its author's."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commonground.case.io import find_case, load_case
from commonground.cli.evidence import suggest as suggesting
from commonground.cli.main import cli
from commonground.errors import EvidenceError, UsageError
from commonground.evidence.casework.accept import CaseFiles, LaterThanCase, revise
from commonground.evidence.casework.matching import Matcher
from commonground.evidence.reading.document import Document
from commonground.evidence.store import Proposal, Store
from commonground.evidence.suggest import suggest

NOW = date(2026, 1, 1)
OLD = (
    "Iran's foreign minister rejected an offer from the United States on Saturday. "
    "Russia offered to mediate between Iran and the United States."
)
NEW = (
    "Iran and the United States held talks in Muscat on Saturday. Turkey urged Iran to resume talks with the United "
    "States. "
    "The US insists on enrichment of 5 % at most. Iran demands enrichment up to 60 %. "
    "Iran says it will never give up missiles and rejects limits on missiles."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "case"
    shutil.copytree(find_case("us-iran-2025").parent, copied)
    return copied


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store(tmp_path / "ws") as opened:
        opened.add(Document(OLD, date(2025, 3, 8), "Old", "A paper", "en", "https://example.org/1"))
        opened.add(Document(NEW, date(2025, 4, 13), "New", "A paper", "en", "javascript:alert(1)"))
        yield opened


def by_path(found: tuple[Proposal, ...]) -> dict[str, Proposal]:
    return {proposal.path: proposal for proposal in found}


def test_what_the_case_quotes_already_is_not_proposed_again(store: Store, folder: Path) -> None:
    """The article that a draft was made from is no second source for it."""
    path = next(folder.glob("*.yaml"))
    again = "United States rejected an offer from Iran on Sunday, and said so in a letter that it made public at once."
    store.add(
        Document(f"{again} Iran and the United States held talks in Muscat.", date(2025, 3, 9), "Again")
    )
    case = load_case(path)
    before = suggest(store, case, NOW).proposals
    assert [one for one in before if again in one.sentence]
    item = next(iter(case.evidence.values()))
    quoting = item.model_copy(update={"text": f"In its words: “{again}”", "parties": ["usa", "iran"]})
    other = case.model_copy(update={"evidence": {**case.evidence, item.id: quoting}, "name": "again"})
    after = suggest(store, other, NOW).proposals
    assert not [one for one in after if again in one.sentence]
    assert len(after) == len(before) - 1


def put(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)


def test_what_documents_suggest(store: Store, folder: Path) -> None:
    case = load_case(folder)
    looked = suggest(store, case, NOW)
    assert looked.documents == 2
    found = by_path(looked.proposals)
    refusal = found["evidence.iran-rejection-2025-03-08-usa"]
    item = refusal.change["item"]
    assert (item["date"], item["kind"], item["parties"]) == ("2025-03-08", "event", ["iran", "usa"])
    assert (item["url"], item["source"]) == ("https://example.org/1", "A paper")
    assert "rejected an offer" in refusal.sentence
    assert OLD[refusal.start : refusal.end] == refusal.sentence
    assert refusal.change["confidence"] > 0.5
    assert refusal.change["rules"]
    assert "khamenei-march-2025" in refusal.reason
    assert any(path.startswith("evidence.russia-mediation-offer") for path in found)
    assert found["talks.began"].change["set"] == {"path": "talks.began", "value": "2025-04-12"}
    assert "url" not in found["talks.began"].change["item"]
    assert "Read by rules, confidence 9" in item["text"]
    moved = found["positions.usa.enrichment.ideal"].change
    assert moved["set"]["value"] == {"uniform": [0, 5]}
    review = found["positions.iran.enrichment.ideal"]
    assert "set" not in review.change
    assert "60 lies in the present range" in review.reason
    assert (review.change["direction"], review.change["rules"]) == ("for", ["stance:demand"])
    assert found["parties.turkey"].change["party"]["role"] == "other"
    assert suggest(store, case, NOW).documents == 0


def test_nothing_later_than_asked_is_looked_at(store: Store, folder: Path) -> None:
    case = load_case(folder)
    assert suggest(store, case, date(2025, 3, 8)).documents == 1
    assert suggest(store, case, date(2025, 3, 7)).documents == 0
    assert suggest(store, case, NOW).documents == 1


def test_what_was_decided_is_not_proposed_again(store: Store, folder: Path) -> None:
    case = load_case(folder)
    for proposal in suggest(store, case, NOW).proposals:
        store.decide(proposal.number, "rejected", "test")
    store.add(Document(OLD + " Again.", date(2025, 3, 8), "Told again", language="en"))
    again = suggest(store, case, NOW)
    assert (again.documents, again.proposals) == (1, ())


def test_three_hundred_documents(tmp_path: Path, folder: Path) -> None:
    with Store(tmp_path / "many") as many:
        many.add_all(
            Document(
                f"{OLD} Report {n}. Party {n} said nothing.",
                date(2025, 3, 1 + n % 8),
                f"N {n}",
                language="en",
            )
            for n in range(300)
        )
        looked = suggest(many, load_case(folder), NOW)
        assert looked.documents == 300
        # Eight days, the same two events on the same days: each is proposed once.
        assert len(looked.proposals) <= 20
        assert len(many.proposals(NOW, "us-iran-2025")) == len(looked.proposals)


def test_accepted_changes_keep_the_file(store: Store, folder: Path) -> None:
    case = load_case(folder)
    before = {path.name: path.read_text() for path in folder.glob("*.yaml")}
    for proposal in suggest(store, case, NOW).proposals:
        if proposal.kind != "talks":
            revise(CaseFiles.read(str(folder)), proposal, True).apply(put)
    after = load_case(folder)
    assert after.as_of == date(2025, 4, 13)
    assert after.parties["turkey"].role == "other"
    ideal = after.values()["positions.usa.enrichment.ideal"]
    assert ideal.quantity.text() == "uniform 0, 5"
    assert "usa-insist-enrichment-2025-04-13" in ideal.evidence
    assert "Asked for an end to enrichment" in ideal.because
    assert "iran-rejection-2025-03-08-usa" in after.evidence
    for name, text in before.items():
        lines = (folder / name).read_text().splitlines()
        gone = [line for line in text.splitlines() if line not in lines]
        assert len(gone) <= 8, gone
        assert all(line in lines for line in text.splitlines() if line.lstrip().startswith("#"))


def test_later_documents_need_as_of_to_move(store: Store, folder: Path) -> None:
    found = by_path(suggest(store, load_case(folder), NOW).proposals)
    files = CaseFiles.read(str(folder))
    with pytest.raises(LaterThanCase, match="2025-04-13"):
        revise(files, found["parties.turkey"])
    revision = revise(files, found["parties.turkey"], move_as_of=True)
    assert revision.case.as_of == date(2025, 4, 13)
    assert any("as_of moves to 2025-04-13" in line for line in revision.told)
    assert any("starts_in counts from as_of" in line for line in revision.told)
    assert load_case(folder).as_of == date(2025, 3, 8)


def test_each_step_on_disk_is_a_valid_case(store: Store, folder: Path) -> None:
    found = by_path(suggest(store, load_case(folder), NOW).proposals)
    revision = revise(CaseFiles.read(str(folder)), found["positions.usa.enrichment.ideal"], True)
    assert len(revision.steps) == 3
    for path, raw in revision.steps:
        path.write_bytes(raw)
        load_case(folder)


def test_talks_that_others_rest_on_are_left(store: Store, folder: Path) -> None:
    found = by_path(suggest(store, load_case(folder), NOW).proposals)
    with pytest.raises(EvidenceError, match="leaders-decide"):
        revise(CaseFiles.read(str(folder)), found["talks.began"], True)
    path = folder / "case.yaml"
    text = re.sub(r", talks\.starts_in\b|\btalks\.starts_in, ", "", path.read_text())
    text = re.sub(r"(?ms)^(explore|levers|scenarios|indicators):.*?(?=^\w)", "", text)
    path.write_text(re.sub(r"\n +(opposite: \{)?talks\.starts_in: .*", "", text))
    revise(CaseFiles.read(str(folder)), found["talks.began"], True).apply(put)
    after = load_case(folder)
    assert after.talks
    assert (after.talks.began, after.talks.starts_in) == (date(2025, 4, 12), None)
    assert "  # starts_in:" in path.read_text()


def test_a_file_changed_meanwhile_is_not_written(store: Store, folder: Path) -> None:
    found = by_path(suggest(store, load_case(folder), NOW).proposals)
    revision = revise(CaseFiles.read(str(folder)), found["evidence.iran-rejection-2025-03-08-usa"])
    path = folder / "evidence.yaml"
    path.write_text(path.read_text() + "# mine\n")
    kept = path.read_bytes()
    with pytest.raises(UsageError, match="changed meanwhile"):
        revision.apply(put)
    assert path.read_bytes() == kept


def test_a_case_in_json_is_left_alone(store: Store, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(load_case(folder).dump()))
    (first, *_) = suggest(store, load_case(path), NOW).proposals
    with pytest.raises(EvidenceError, match="JSON"):
        revise(CaseFiles.read(str(path)), first)


def test_a_disk_that_fails_leaves_the_files_as_they_were(store: Store, folder: Path) -> None:
    found = by_path(suggest(store, load_case(folder), NOW).proposals)
    before = {path: path.read_bytes() for path in folder.glob("*.yaml")}
    calls: list[Path] = []

    def fail_second(path: Path, raw: bytes) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        path.write_bytes(raw)

    with pytest.raises(OSError, match="No space"):
        revise(CaseFiles.read(str(folder)), found["positions.usa.enrichment.ideal"], True).apply(fail_second)
    assert {path: path.read_bytes() for path in before} == before


def test_parties_and_issues_are_matched_with_care() -> None:
    matcher = Matcher.of(load_case("us-iran-2025"))
    assert matcher.parties["GBR"] == [("", "e3")]
    assert matcher.issue("sanctions", "imposed sanctions on Iran") == ("sanctions",)
    assert matcher.issue("military", "prefers diplomacy over military conflict") == ()
    assert matcher.issue("talks", "rejects talks") == ()
    assert matcher.issue("nuclear", "will keep 20 % enrichment") == ("enrichment",)


def test_parties_that_no_dictionary_has(tmp_path: Path) -> None:
    source = Path(str(find_case("split-the-pie"))).parent.parents[1] / "case" / "template.yaml"
    path = tmp_path / "my-case.yaml"
    path.write_text(source.read_text())
    with Store(tmp_path / "ws") as own:
        own.add(
            Document("Upland rejected an offer from Lowland on Monday.", date(2026, 1, 14), language="en")
        )
        (proposal,) = suggest(own, load_case(path), NOW.replace(month=2)).proposals
    assert proposal.change["item"]["parties"] == ["upland", "lowland"]
    revise(CaseFiles.read(str(path)), proposal).apply(put)
    assert proposal.change["item"]["id"] in load_case(path).evidence  # the case lists its evidence itself


HOSTILE = (
    'Iran rejected "talks: {evil: [1" # with the United States on Saturday.\n- id: x\n  date: 2020\n'
    "Iran rejected an <b>offer</b> \u202efo\u202c & *anchors !tags from the United States \\u0000 on Saturday.\n"
)


def test_hostile_documents_change_nothing_but_what_they_say(tmp_path: Path, folder: Path) -> None:
    keys = set(load_case(folder).evidence)
    with Store(tmp_path / "bad") as bad:
        bad.add(
            Document(HOSTILE, date(2025, 3, 8), "</title>\n---\nx: [", "*a: &b", "en", "https://x.org/\u202e")
        )
        found = suggest(bad, load_case(folder), NOW).proposals
    assert found
    for proposal in found:
        revise(CaseFiles.read(str(folder)), proposal).apply(put)
    after = load_case(folder)
    assert set(after.evidence) - keys == {proposal.change["item"]["id"] for proposal in found}
    assert "\u202e" not in (folder / "evidence.yaml").read_text()


# --- the command


@pytest.fixture
def run(tmp_path: Path, store: Store) -> Callable[..., Result]:
    def call(*words: object, **extra: Any) -> Result:
        given = ["evidence", "suggest", *map(str, words), "--workspace", str(tmp_path / "ws")]
        return CliRunner().invoke(cli, given, catch_exceptions=False, **extra)

    return call


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["data"]


def test_command_lists_and_changes_nothing(run: Callable[..., Result], folder: Path) -> None:
    before = (folder / "case.yaml").read_bytes(), (folder / "evidence.yaml").read_bytes()
    result = run(folder)
    assert result.exit_code == 0
    assert "Nothing was changed" in result.output
    assert "[later than the case's as_of]" in result.output
    assert "would:" in result.output
    told = data(run(folder, "--json"))
    assert {"number", "sentence", "document", "confidence", "rules", "now", "after_as_of"} <= told[
        "proposals"
    ][0].keys()
    assert before == ((folder / "case.yaml").read_bytes(), (folder / "evidence.yaml").read_bytes())


def test_command_accepts_and_rejects(run: Callable[..., Result], folder: Path) -> None:
    first, second, *_ = [proposal["number"] for proposal in data(run(folder, "--json"))["proposals"]]
    told = data(run(folder, "--accept", first, "--reject", second, "--json"))
    assert ([one["number"] for one in told["accepted"]], told["rejected"]) == ([first], [second])
    rest = data(run(folder, "--accept", "--json"))
    assert all("as_of" in one["why"] for one in rest["refused"])
    assert load_case(folder).as_of == date(2025, 3, 8)
    moved = data(run(folder, "--accept", "--move-as-of", "--json"))
    resting = [one.id for one in load_case(folder).assumptions if "talks.starts_in" in one.rests_on]
    (refused,) = moved["refused"]
    assert f"on which {', '.join(resting)} rest" in refused["why"]
    assert load_case(folder).as_of == date(2025, 4, 13)
    for words, said in (
        ((folder, "--accept", first), "no open proposal"),
        ((folder, "--accept", "x"), "takes the number"),
        (("us-iran-2025", "--accept"), "belongs to the catalog"),
    ):
        result = run(*words)
        assert result.exit_code != 0
        assert said in result.output
        assert "Traceback" not in result.output


def test_command_asks_at_a_terminal(
    run: Callable[..., Result], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suggesting, "is_terminal", lambda stream: True)
    result = run(folder, input="a\nr\ns\na\nn\nq\n")
    assert result.exit_code == 0, result.output
    assert "1 of " in result.output
    assert "moves as_of of the case from 2025-03-08 to 2025-04-13" in result.output
    assert load_case(folder).as_of == date(2025, 3, 8)
    with Store(tmp_path / "ws") as again:
        decided = [proposal.status for proposal in again.proposals(NOW)]
    assert decided[:4] == ["accepted", "rejected", "open", "open"]


ELSEWHERE = (
    "Ethiopia rejected Egypt's claim on Monday. Egypt accused Ethiopia of a breach. Ethiopia invited Egypt to talks. "
    "Egypt rejected the invitation of Ethiopia. Ethiopia said Egypt was wrong, and Egypt said Ethiopia was."
)
DIGEST = (
    "If Iran attacks Israel, the United States will respond.\n\n"
    "France offered to recognise Palestine if Israel continued to block aid to Gaza.\n\n"
    "Trump threatened to impose 25 percent tariffs on Canada and Mexico.\n\n"
    "Iran opposes any corridor that would cut its border with Armenia."
)


@pytest.mark.parametrize(
    "words", [ELSEWHERE, DIGEST, "Russia accused Ukraine of an attack. Iran said nothing."]
)
def test_what_does_not_touch_the_case_is_not_proposed(tmp_path: Path, folder: Path, words: str) -> None:
    with Store(tmp_path / "other") as other:
        other.add(Document(words, date(2025, 3, 8), "Elsewhere", language="en"))
        looked = suggest(other, load_case(folder), NOW, least=0)
        assert [one.path for one in looked.proposals if not one.path.startswith("evidence.")] == []
        assert not [
            one for one in looked.proposals if "palestine" in str(one.change) or "armenia" in str(one.change)
        ]


def test_an_actor_is_new_only_beside_the_cases_parties(tmp_path: Path, folder: Path) -> None:
    with Store(tmp_path / "other") as other:
        text = "Iran and the United States quarrel. Turkey urged Iran to accept. " + "Turkey said so. " * 9
        other.add(Document(text, date(2025, 3, 8), language="en"))
        assert "parties.turkey" not in by_path(suggest(other, load_case(folder), NOW).proposals)


def test_two_copies_of_a_case_decide_for_themselves(store: Store, folder: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copy"
    shutil.copytree(folder, copied)
    case = load_case(folder)
    first = suggest(store, case, NOW, path=folder / "case.yaml").proposals
    for proposal in first:
        store.decide(proposal.number, "rejected", "test")
    second = suggest(store, case, NOW, path=copied / "case.yaml").proposals
    assert [one.path for one in second] == [one.path for one in first]
    assert all(one.status == "open" for one in second)
    assert suggest(store, case, NOW, path=folder / ".." / folder.name / "case.yaml").documents == 0


def test_a_lower_bound_looks_again(tmp_path: Path, folder: Path) -> None:
    with Store(tmp_path / "other") as other:
        other.add(Document(OLD, date(2025, 3, 8), language="en"))
        case = load_case(folder)
        assert suggest(other, case, NOW, least=1.0).proposals == ()
        again = suggest(other, case, NOW, least=0.0)
        assert (again.documents, again.less_sure) == (1, 0)
        assert again.proposals


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ({"source": "A paper", "url": "https://example.org/x"}, "A paper"),
        ({"url": "https://news.example.org/x"}, "news.example.org"),
        ({"origin": "clip/01_news.txt"}, "01_news.txt"),
        ({"title": "TEHRAN, March 8"}, "TEHRAN, March 8"),
    ],
)
def test_the_source_of_an_item_is_who_published_it(
    tmp_path: Path, folder: Path, given: dict[str, str], source: str
) -> None:
    with Store(tmp_path / "other") as other:
        other.add(Document(OLD, date(2025, 3, 8), language="en", **given))  # type: ignore[arg-type]
        proposal = suggest(other, load_case(folder), NOW).proposals[0]
        assert proposal.change["item"]["source"] == source


def test_yes_and_no_are_answers(
    run: Callable[..., Result], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suggesting, "is_terminal", lambda stream: True)
    result = run(folder, input="n\nY\nq\n")
    assert result.exit_code == 0, result.output
    with Store(tmp_path / "ws") as again:
        decided = [proposal.status for proposal in again.proposals(NOW)]
    assert decided[:3] == ["rejected", "accepted", "open"]


WRAPPED = """# Talks

Talks go on. In Vienna on Tuesday Iran insisted on uranium enrichment at 60 percent and Iran rejected
limits on missiles. Mr. Araghchi, Iran's foreign minister, said that Iran would never accept limits on missiles.

• Iran is ready to cap enrichment at 20 percent, if the United States lifts its sanctions. It said so twice.
"""


def test_each_proposal_stands_where_it_says(tmp_path: Path) -> None:
    case = load_case(find_case("us-iran-2025"))
    with Store(tmp_path / "ws") as store:
        store.add(Document(WRAPPED, date(2025, 4, 14), language="en"))
        found = suggest(store, case, date(2025, 6, 1), least=0.0).proposals
    positions = [one for one in found if one.kind == "position"]
    assert positions
    for proposal in found:
        assert WRAPPED[proposal.start : proposal.end] == proposal.sentence
        assert proposal.sentence[0].isupper()
        assert proposal.sentence[-1] in ".?"
    assert not [one for one in found if "austria" in one.path]
