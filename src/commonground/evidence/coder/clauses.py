"""Reads a verb: its auxiliaries, its object, the verb that it governs, and so the code that they make together."""

from __future__ import annotations

from dataclasses import dataclass

from commonground.evidence.coder import frames
from commonground.evidence.coder.parsed import Parsed
from commonground.evidence.coder.scope import COOPERATION, compose

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NEGATIONS = frozenset("not n't 't never no neither nor hardly".split())
WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
OBLIGATION = frozenset({"must", "should", "ought", "shall"})
MAYBE = frozenset({"may", "might", "could", "can", "would"})
SUBORDINATE = frozenset(
    "as while after before because since when if unless although though whereas until amid following despite "
    "once whether who which whom whose where that".split()
)
BREAKS = frozenset({";", ":", "—", "–", "--", "(", ")", '"', "”", "“", "``", "''"})
# Adjectives and participles that govern an infinitive as the verbs of the frames do.
ADJECTIVES = {
    **dict.fromkeys(
        ("ready", "willing", "prepared", "committed", "determined", "pledged", "keen"), "PROMISE"
    ),
    **dict.fromkeys(("unwilling", "reluctant", "unprepared"), "REFUSE"),
}
# Nouns that govern an infinitive: "its readiness to broker talks", "the decision to withdraw".
NOUNS = {
    **dict.fromkeys("readiness willingness promise pledge commitment intention vow".split(), "PROMISE"),
    "offer": "PROMISE",
    **dict.fromkeys("refusal reluctance unwillingness failure".split(), "REFUSE"),
    **dict.fromkeys("decision move".split(), "START"),
    "threat": "THREATEN",
}
_NOUN_CODES = {"PROMISE": "030", "REFUSE": "120", "THREATEN": "130"}
# What a noun after "announced" reports as done: a ceasefire, sanctions, a withdrawal; not "pressure".
ANNOUNCED = frozenset({"03", "06", "07", "08", "12", "14", "15", "16", "17", "18", "19"})
OBJECT_REACH = 14
COMPLEMENT_REACH = 16


@dataclass(frozen=True)
class Group:
    """Auxiliaries of a verb.

    Parameters
    ----------
    first   : index of the first auxiliary, or of the verb
    modal   : "", "will", "must", "maybe"
    negated : stands under not, never, no
    passive : be + participle, or a participle after its noun
    finite  : has a tense of its own
    """

    first: int
    modal: str
    negated: bool
    passive: bool
    finite: bool


@dataclass(frozen=True)
class Reading:
    """What a verb means with all that it governs.

    Parameters
    ----------
    code     : CAMEO code, "" for no event
    head     : index of the outer verb;  inner: of the verb or noun that carries the deed
    operator : outer operator, "" if none
    demanded : index where the clause that is demanded begins ("that Iran stop …"), -1 if none
    negated  : the deed is denied
    rules    : ids, outermost first
    """

    code: str
    head: int
    inner: int
    operator: str
    demanded: int
    negated: bool
    rules: tuple[str, ...]


def group_of(sentence: Parsed, verb: int) -> Group:
    """The auxiliaries to the left of a verb."""
    tags, low, lemmas = sentence.tags, sentence.low, sentence.lemmas
    first, modal = verb, ""
    negated = passive = False
    finite = tags[verb] in FINITE
    participle = tags[verb] == "VBN" or (tags[verb] in {"VBD", "JJ"} and low[verb].endswith(("ed", "en")))
    progressive = low[verb].endswith("ing")
    place = verb - 1
    be = False
    while place >= 0 and verb - place <= 7:
        word, base, tag = low[place], lemmas[place], tags[place]
        if word in NEGATIONS:
            negated = True
        elif base in {"be", "get"} and tag[:2] == "VB":
            be = True
            finite = finite or tag in FINITE
        elif base in {"have", "do"} and tag[:2] == "VB":
            finite = finite or tag in FINITE
        elif tag == "MD":
            finite = True
            modal = "will" if word in WILL or base == "will" else "must" if base in OBLIGATION else "maybe"
            if base == "would":
                modal = "would"
        elif tag == "RB" or word in {"also", "immediately", "already", "again"}:
            place -= 1
            continue
        elif word == "to" and place > 0 and lemmas[place - 1] == "have" and tags[verb] == "VB":
            modal = "must"
        elif word == "to" and place > 0 and lemmas[place - 1] == "be" and tags[verb] == "VB":
            modal = "will"  # "is to build"
        else:
            break
        first = place
        place -= 1
    if participle and not progressive:
        bare = tags[verb] == "VBN" and first == verb and not _has_have(sentence, verb)
        if bare and not be and only_verb(sentence, verb):
            finite = True
        else:
            passive = be or bare
    if tags[verb] == "VB" and not finite and place >= 0 and low[place] != "to" and verb == first:
        # A bare form that the tagger missed: "Israel strike", after a plural subject.
        finite = tags[place] in {"NNS", "NNP", "PRP"}
    return Group(first, modal, negated, passive, finite)


def only_verb(sentence: Parsed, verb: int) -> bool:
    """Whether a participle must be a past tense that the tagger missed: its clause has no other finite verb."""
    low, tags = sentence.low, sentence.tags
    if (verb + 1 < len(low) and low[verb + 1] == "by") or (verb and low[verb - 1] == ","):
        return False
    for place in range(verb - 1, -1, -1):
        if tags[place] in FINITE:
            return False
        if low[place] in SUBORDINATE:
            break
    for place in range(verb + 1, len(low)):
        if low[place] in SUBORDINATE or low[place] in BREAKS or low[place] in {",", "and", "but"}:
            return True
        if tags[place] in FINITE:
            return False
    return True


def _has_have(sentence: Parsed, verb: int) -> bool:
    return any(sentence.lemmas[place] == "have" for place in range(max(0, verb - 4), verb))


def object_end(sentence: Parsed, verb: int, reach: int = OBJECT_REACH) -> int:
    """Where the object of a verb or the complement of a noun ends."""
    tags, low = sentence.tags, sentence.low
    place, total = verb + 1, len(low)
    stop = min(total, verb + 1 + reach)
    while place < stop:
        word, tag = low[place], tags[place]
        if word in BREAKS or (word in SUBORDINATE and place > verb + 1 and word != "that"):
            break
        if word == "that" and tag in {"IN", "W"}:
            break
        if tag in {"VBD", "VBZ", "VBP", "MD"} and place > verb + 1:
            break
        if word == "," and not (
            place + 1 < total
            and tags[place + 1] in {"JJ", "NN", "NNS"}
            and tags[place - 1] in {"JJ", "NN", "NNS"}
        ):
            break
        place += 1
    return place


def object_words(sentence: Parsed, verb: int, group: Group) -> list[str]:
    """Lemmas of the object; of the subject phrase for a passive."""
    end = object_end(sentence, verb)
    found = sentence.lemmas[verb + 1 : end]
    if group.passive:
        place = group.first - 1
        while place >= 0 and group.first - place < 9 and sentence.tags[place] not in FINITE:
            if sentence.low[place] in {",", ";"}:
                break
            place -= 1
        found = sentence.lemmas[place + 1 : group.first] + found
    return found


def frame_of(sentence: Parsed, verb: int) -> frames.Frame | None:
    """Frame of a verb, with its particle if one of its particles follows."""
    base = sentence.lemmas[verb]
    seconds = frames.particles().get(base)
    if seconds:
        low = sentence.low
        for place in (verb + 1, verb + 2, verb + 3, verb + 4):
            if place < len(low) and low[place] in seconds:
                if place > verb + 1 and low[place] in {"on", "for", "upon", "over", "in", "by"}:
                    continue
                return frames.verbs()[f"{base} {low[place]}"]
            if place < len(low) and sentence.tags[place] in FINITE:
                break
    return frames.verbs().get(base)


def complement(sentence: Parsed, verb: int, operator: str) -> tuple[int, int]:
    """The verb that an operator governs and where its clause begins; (-1, -1) if there is none."""
    tags, low = sentence.tags, sentence.low
    total = len(low)
    place = verb + 1
    stop = min(total, verb + COMPLEMENT_REACH)
    while place < stop:
        word, tag = low[place], tags[place]
        if (
            word == "to" or (word == "not" and place + 1 < stop and low[place + 1] == "to")
        ) and operator not in {
            "PREVENT",
            "STOP",
            "DENY",
            "CONSIDER",
        }:
            after = place + 1
            while after < min(total, place + 4) and tags[after] in {"RB", "TO"}:
                after += 1
            if after < total and (tags[after] in {"VB", "VBP"} or _verb_like(sentence, after)):
                return after, verb + 1
        if (
            tag == "VBG"
            and place <= verb + 2
            and operator in {"START", "STOP", "CONSIDER", "PREVENT", "REFUSE", "DENY"}
        ):
            return place, place
        if word == "from" and place + 1 < total and tags[place + 1] == "VBG" and operator == "PREVENT":
            return place + 1, verb + 1
        if (
            word == "that"
            and tag in {"IN", "W", "DT"}
            and operator in {"DEMAND", "APPEAL", "THREATEN", "PROMISE"}
        ):
            following = _next_verb(sentence, place + 1)
            return (following, place + 1) if following >= 0 else (-1, -1)
        if word in BREAKS or (word in SUBORDINATE and word != "that"):
            break
        if tag in {"VBD", "VBZ"} or (tag == "MD" and operator not in {"PROMISE", "THREATEN"}):
            break
        if tag == "MD":
            following = _next_verb(sentence, place)
            return (following, verb + 1) if following >= 0 else (-1, -1)
        if word == "," and place + 1 < total and tags[place + 1] in {"W", "CC", "PRP", "VBG", "IN"}:
            break
        place += 1
    return -1, -1


def _verb_like(sentence: Parsed, place: int) -> bool:
    """A word after "to" that the tagger took for a noun but the frames know as a verb."""
    return sentence.low[place] in frames.verbs() and sentence.tags[place] in {"NN", "JJ", "RB"}


def _next_verb(sentence: Parsed, start: int) -> int:
    """The first full verb from `start` on, auxiliaries skipped."""
    tags, lemmas = sentence.tags, sentence.lemmas
    for place in range(start, min(len(tags), start + COMPLEMENT_REACH)):
        if tags[place][:2] == "VB":
            if lemmas[place] in {"be", "have", "do"} and is_auxiliary(sentence, place):
                continue
            return place
        if sentence.low[place] in BREAKS:
            break
    return -1


def is_auxiliary(sentence: Parsed, verb: int) -> bool:
    """Whether a be, have or do only helps the next verb."""
    tags = sentence.tags
    for place in range(verb + 1, min(len(tags), verb + 5)):
        if tags[place][:2] == "VB":
            return True
        if tags[place] not in {"RB", "PRP"} and sentence.low[place] not in NEGATIONS:
            return sentence.low[place] in ADJECTIVES
    return False


def nominal(sentence: Parsed, start: int, end: int) -> tuple[int, str]:
    """The first noun with a frame in a range, and its code; (-1, "") if there is none."""
    table, lemmas, tags = frames.nouns(), sentence.lemmas, sentence.tags
    for place in range(start, end):
        if tags[place] not in {"NN", "NNS"} and not (tags[place] == "NNP" and sentence.low[place] != "march"):
            continue
        frame = table.get(lemmas[place])
        if place + 1 < end:
            frame = table.get(f"{lemmas[place]} {lemmas[place + 1]}", frame)
        if frame is None:
            continue
        around = (
            sentence.lemmas[max(start, place - 3) : place]
            + sentence.lemmas[place + 1 : object_end(sentence, place, 9)]
        )
        code = frame.by_object(around) or frame.code
        if lemmas[place] == "strike" and place and sentence.low[place - 1] in {"on", "hunger", "general"}:
            code = "143"
        if code and code != frames.NO_EVENT:
            return place, code
    return -1, ""


def read(sentence: Parsed, verb: int, depth: int = 0) -> Reading | None:
    """What the verb at an index means; None if no frame knows it."""
    followed = verb + 1 < len(sentence.low) and sentence.low[verb + 1] == "to"
    fitting = followed and sentence.tags[verb] in {"JJ", "VBN", "VBD"}
    operator = ADJECTIVES.get(sentence.low[verb], "") if fitting else ""
    group = group_of(sentence, verb)
    rules: tuple[str, ...]
    if operator and (sentence.low[verb] != "prepared" or group.passive or sentence.tags[verb] == "JJ"):
        code, rules = {"PROMISE": "030", "REFUSE": "120"}[operator], (f"adj:{sentence.low[verb]}",)
    else:
        frame = frame_of(sentence, verb)
        if frame is None:
            return None
        operator = frame.operator
        by_object = frame.by_object(object_words(sentence, verb, group))
        if by_object and operator:
            by_object = _own_object(sentence, verb, operator, frame, by_object)
        if by_object:
            code = "" if by_object == frames.NO_EVENT else by_object
            return Reading(code, verb, verb, "", -1, group.negated, (f"verb:{frame.key}={by_object}",))
        code, rules = ("" if frame.code == frames.NO_EVENT else frame.code), (f"verb:{frame.key}",)
    if not operator:
        return Reading(code, verb, verb, "", -1, group.negated, rules)
    if operator == "SAY" and sentence.lemmas[verb] not in {"announce", "declare"}:
        return Reading(code, verb, verb, operator, -1, group.negated, rules)
    governed, begins = complement(sentence, verb, operator) if depth < 4 else (-1, -1)
    if sentence.lemmas[verb] == "propose" and "that" in sentence.low[verb + 1 : max(governed, verb)]:
        operator, code = "APPEAL", "020"  # a proposal that another should act is a request
    inner, inner_place, demanded, inner_negated = "", verb, -1, False
    if governed >= 0:
        found = read(sentence, governed, depth + 1)
        if found is not None:
            inner, inner_place = found.code, found.inner
            inner_negated = found.negated or "not" in sentence.low[verb + 1 : governed]
            rules += found.rules
        if operator in {"DEMAND", "APPEAL"}:
            demanded = begins
    if not inner and governed < 0:
        noun, noun_code = nominal(sentence, verb + 1, object_end(sentence, verb))
        if noun >= 0:
            inner, inner_place = noun_code, noun
            rules += (f"noun:{sentence.lemmas[noun]}",)
    if operator == "SAY":
        if inner_place != governed and inner[:2] not in ANNOUNCED:
            inner = ""
        return Reading(inner or code, verb, inner_place, "", -1, group.negated, rules)
    made = (
        compose(operator, inner, inner_negated, sentence.lemmas[verb] in {"agree", "offer"}) if inner else ""
    )
    if made:
        rules += (f"scope:{operator}",)
    if not made and operator == "START" and governed >= 0:
        code = ""
    return Reading(made or code, verb, inner_place, operator, demanded, group.negated, rules)


def read_noun(sentence: Parsed, noun: int) -> Reading | None:
    """What a noun with an infinitive means: "Russia's offer to mediate"; None if it governs none."""
    operator = NOUNS.get(sentence.lemmas[noun])
    low, tags = sentence.low, sentence.tags
    if operator is None or noun + 2 >= len(low) or low[noun + 1] != "to":
        return None
    verb = noun + 2
    while verb < min(len(low) - 1, noun + 5) and tags[verb] == "RB":
        verb += 1
    if tags[verb] not in {"VB", "VBP", "NN"}:
        return None
    found = read(sentence, verb, 1)
    if found is None:
        return None
    made = compose(operator, found.code, found.negated, friendly=True) or _NOUN_CODES.get(operator, "")
    if not made:
        return None
    rules = (f"noun:{sentence.lemmas[noun]} to", *found.rules, f"scope:{operator}")
    return Reading(made, noun, found.inner, operator, -1, False, rules)


def _own_object(sentence: Parsed, verb: int, operator: str, frame: frames.Frame, by_object: str) -> str:
    """The object's code, unless its words belong to the verb that the operator governs."""
    if operator in {"START", "STOP"}:
        return by_object
    governed, _ = complement(sentence, verb, operator)
    if governed < 0:
        return by_object
    if operator in {"DEMAND", "APPEAL", "SAY"}:
        return ""
    return frame.by_object(sentence.lemmas[verb + 1 : governed])


def under_modal(code: str, group: Group, reported: bool) -> tuple[str, str, str]:
    """Code, status and rule of a deed under its auxiliaries.

    Returns
    -------
    (code, "actual" | "hypothetical" | "negated", rule id or "")
    """
    root = code[:2]
    if group.modal == "will" or (group.modal == "would" and reported):
        if group.negated:
            if root in COOPERATION:
                return compose("REFUSE", code) or "120", "actual", "scope:will not"
            return code, "negated", "scope:will not"
        made = compose("PROMISE", code)
        return (made or code), "actual", "scope:will" if made else ""
    if group.modal in {"maybe", "would"}:
        if group.negated and root in COOPERATION:
            return compose("REFUSE", code) or "120", "actual", "scope:cannot"
        return code, "hypothetical", "scope:may"
    if group.negated:
        return code, "negated", "scope:not"
    return code, "actual", ""
