"""All events that the rules see in a sentence, best first."""

from __future__ import annotations

from commonground.evidence.coder import clauses, deeds, roles, verbs
from commonground.evidence.coder.candidate import Candidate, proposed
from commonground.evidence.coder.clauses import Reading
from commonground.evidence.coder.mentions import Mention
from commonground.evidence.coder.nominals import of_noun_phrase, of_nouns
from commonground.evidence.coder.parsed import Parsed
from commonground.evidence.coder.scope import compose
from commonground.evidence.ontology.tables import Embargo

__all__ = ["Candidate", "candidates"]


_RULES = frozenset({"treaty", "convention"})
_OWN = frozenset({"his", "her", "its", "their"})
# Verbs of accusing by the preposition that tells of what.
_ALLEGED = {"of": {"accuse", "suspect"}, "for": {"blame"}, "with": {"charge"}}


def candidates(sentence: Parsed, mentions: list[Mention], embargo: Embargo) -> list[Candidate]:
    """Every event of a sentence, ranked."""
    tags, lemmas = sentence.tags, sentence.lemmas
    total = len(tags)
    walls = roles.barriers(sentence)
    tail = roles.attribution_start(sentence)
    used: set[int] = set()
    found: list[Candidate] = []
    for place in range(total):
        tag = tags[place]
        if tag in {"NN", "NNS"} and lemmas[place] in clauses.NOUNS:
            named = clauses.read_noun(sentence, place)
            if named is not None:
                used.update(range(place, named.inner + 1))
                made = of_noun_phrase(sentence, mentions, named, walls, tail, embargo)
                if made is not None:
                    found.append(made)
            continue
        is_adjective = verbs.governs_infinitive(sentence, place)
        if not is_adjective and (tag[:2] != "VB" or place in used):
            continue
        if place and (sentence.low[place - 1] == "-" or _before_noun(sentence, place)):
            continue
        if tag == "VBG" and any(
            one.last == place and one.kind == "people" and one.before for one in mentions
        ):
            continue  # "killed by Russian shelling", "after Israeli bombing": a noun beside another verb
        if tag == "VBG" and place and lemmas[place - 1] in _RULES:
            continue  # "a treaty banning landmines" bans them, whoever signs it or leaves it
        if lemmas[place] in {"be", "have", "do"} and verbs.is_auxiliary(sentence, place):
            continue
        reading = clauses.read(sentence, place)
        if reading is None or (not reading.code and reading.operator != "SAY"):
            if verbs.group_of(sentence, place).modal != "must":
                continue
            reading = Reading("100", place, place, "", -1, False, ("scope:must",))
        if reading.inner != reading.head:
            used.add(reading.inner)
            used.update(range(place + 1, reading.inner))
        if not reading.code:
            continue
        made = _of_verb(sentence, mentions, reading, walls, tail, embargo)
        if made is not None:
            found.append(made)
    found += of_nouns(sentence, mentions, found, walls, tail, embargo)
    found.sort(key=_rank)
    return found


def _rank(candidate: Candidate) -> float:
    return -candidate.score


def _of_verb(
    sentence: Parsed, mentions: list[Mention], reading: Reading, walls: list[int], tail: int, embargo: Embargo
) -> Candidate | None:
    group = verbs.group_of(sentence, reading.head)
    said_by, said_at = roles.speaker(sentence, mentions, reading.head, tail, walls)
    reported = said_at >= 0
    code, status, scope = clauses.under_modal(reading.code, group, reported)
    rules = reading.rules + ((scope,) if scope else ())
    if status == "actual" and _alleged(sentence, reading.head):
        status, rules = "hypothetical", (*rules, "scope:alleged")
    why = deeds.unreal(sentence, reading.head) if status == "actual" else ""
    if why == "game":
        if code[:2] in {"04", "18", "19"}:
            return None
    elif why:
        status, rules = "negated" if why == "denied" else "hypothetical", (*rules, f"scope:{why}")
    doer = roles.subject(sentence, mentions, group, walls)
    doer = _antecedent(sentence, mentions, doer, said_by, said_at)
    patient: Mention | None
    stop = tail if reading.head < tail else len(sentence.low)
    if group.modal == "must":
        if said_by is None or said_by is doer:
            status = "hypothetical"
        else:
            code = compose("DEMAND", reading.code) or "100"
            rules += ("scope:must",)
        patient, doer = (doer, said_by) if said_by is not None else (None, doer)
        if status != "hypothetical" and doer is not None and patient is not None and _same(doer, patient):
            status = "hypothetical"
    elif group.passive and not reading.rules[0].startswith("adj:"):
        agent = _by_agent(sentence, mentions, reading.inner, stop)
        patient = doer
        doer = agent
        if doer is None and reading.code[:2] == "15" and patient is not None and patient.sector == "MIL":
            doer, patient = patient, roles.target(sentence, mentions, reading.head, patient, walls, stop)
        if doer is None:
            doer = _scene(mentions, patient, stop)
            if doer is not None:
                rules += ("role:scene",)
    else:
        patient = roles.target(sentence, mentions, reading.head, doer, walls, stop)
        if reading.operator in {"DEMAND", "APPEAL"} and reading.demanded >= 0:
            nearest = [
                one
                for one in mentions
                if reading.head < one.first <= reading.inner and one.kind != "possessive"
            ]
            if nearest:
                patient = next((one for one in nearest if one.code and not one.place), nearest[0])
        if patient is None:
            patient = _left_target(sentence, mentions, doer, reading.head)
    code, changed = deeds.of_doer(
        code, sentence, reading.head, doer, verbs.object_words(sentence, reading.head, group)
    )
    rules += (changed,) if changed else ()
    if code in {"141", "111"} and sentence.lemmas[reading.head] == "protest":
        state = doer is not None and doer.kind in {"country", "capital"} and group.finite
        crowd = not state and (doer is None or not doer.sector or doer.sector in deeds.CROWD)
        code = "141" if crowd and not _envoy(sentence) else "114"
    if code == "030" and doer is None:
        doer = said_by
    if code[:2] in {"03", "13"} and "unless" in sentence.low and reading.code[:2] != "13":
        code = "136" if reading.code[:3] in {"087", "166"} else "130"
        rules += ("scope:unless",)
    if code[:2] == "12" and patient is not None and not group.passive:
        patient = _asker(sentence, mentions, reading.head, patient, stop)
    if code[:2] == "11" and patient is not None and patient.before == "to":
        patient = next(
            (one for one in mentions if one.first > patient.last and one.code and one.first < stop), patient
        )
    code, changed = deeds.to_body(code, sentence, reading.head, doer, patient)
    rules += (changed,) if changed else ()
    return proposed(
        sentence, mentions, reading, group, code, status, rules, doer, patient, said_by, said_at, embargo
    )


def _alleged(sentence: Parsed, verb: int) -> bool:
    """Whether the deed is what somebody is accused of: "accused Azerbaijan of shelling", "blamed it for killing"."""
    link = _ALLEGED.get(sentence.low[verb - 1]) if verb and sentence.tags[verb] == "VBG" else None
    if link is None:
        return False
    before = range(verb - 2, max(-1, verb - 12), -1)
    return any(sentence.lemmas[place] in link and sentence.tags[place][:2] == "VB" for place in before)


def _before_noun(sentence: Parsed, place: int) -> bool:
    """Whether a participle only describes the next noun: "proposed changes", "the disputed border"."""
    tags = sentence.tags
    if tags[place] not in {"VBN", "VBG"} or place + 1 >= len(tags):
        return False
    if tags[place + 1] not in {"NN", "NNS", "NNP", "JJ"} or (
        tags[place] == "VBN" and verbs.only_verb(sentence, place)
    ):
        return False
    before = tags[place - 1]
    return before in {"DT", "PRP$", "JJ", "POS", "CD"} or (
        tags[place] == "VBN"
        and before in {"IN", "VBD", "VBZ", "VBP", "VB"}
        and sentence.lemmas[place - 1] not in {"be", "have", "get"}
    )


def _same(left: Mention, right: Mention) -> bool:
    return bool(left.code) and left.country == right.country and left.sector == right.sector


def _envoy(sentence: Parsed) -> bool:
    return "ambassador" in sentence.lemmas or "formally" in sentence.low


def _antecedent(
    sentence: Parsed, mentions: list[Mention], doer: Mention | None, said_by: Mention | None, said_at: int
) -> Mention | None:
    """A pronoun stands for the speaker or the last subject to its left."""
    if doer is None:
        return None
    if doer.kind == "agent" and not doer.code and doer.first and sentence.low[doer.first - 1] in _OWN:
        owners = [one for one in mentions if one.last < doer.first and one.code and not one.place]
        return owners[-1] if owners else doer  # "Israel said its forces …"
    if doer.kind != "pronoun":
        return doer
    if said_by is not None and said_at < doer.first and said_by.kind != "pronoun":
        told = [one for one in mentions if said_at < one.first < doer.first and one.code and not one.place]
        return told[0] if told else said_by  # "told Pakistan that it must …"
    for mention in mentions:
        if mention.last <= doer.first and mention.code and not mention.place and not mention.before:
            return mention
    return doer


def _by_agent(sentence: Parsed, mentions: list[Mention], inner: int, stop: int) -> Mention | None:
    for mention in mentions:
        if inner < mention.first < stop and mention.before == "by":
            return mention
    return None


def _scene(mentions: list[Mention], patient: Mention | None, stop: int) -> Mention | None:
    """Where it happened, for a passive without an agent."""
    for mention in mentions:
        if (
            mention is not patient
            and mention.code
            and mention.first < stop
            and (mention.place or mention.before)
        ):
            return mention
    return None


def _asker(sentence: Parsed, mentions: list[Mention], verb: int, patient: Mention, stop: int) -> Mention:
    """Who asked for what is refused: "a request from Iran", "the appeal by Iran", before others in the object."""
    for mention in mentions:
        near = verb < mention.first < min(stop, verb + 12)
        if near and mention.code and mention.before in {"from", "by"} and not mention.place:
            return mention
    return patient


def _left_target(
    sentence: Parsed, mentions: list[Mention], doer: Mention | None, verb: int
) -> Mention | None:
    """A recipient to the left: "in talks with Iran, Russia offered …"."""
    for mention in reversed(mentions):
        if mention.last <= verb and mention is not doer and mention.code and mention.kind != "possessive":
            if doer is not None and mention.country == doer.country:
                continue
            if mention.before in roles.TARGETING or mention.place:
                return mention
    return None
