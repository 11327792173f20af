"""Whether a deed is told as done: what stands above, before and around its verb decides.

"If Israel attacks", "nobody attacked", "denied that it had attacked", "ruled out attacking", "the possibility of an
attack" name a deed that nobody is said to have done. The tests look at words and tags to the left of the deed, within
its clause or the one that governs it; each names the pattern that it knows.
"""

from __future__ import annotations

from commonground.evidence.coder.candidate import Candidate
from commonground.evidence.coder.parsed import FINITE, Parsed
from commonground.evidence.coder.verbs import BREAKS, SUBORDINATE, group_of
from commonground.evidence.events import Status

_IF = frozenset("if unless whether lest".split())
_ONCE = frozenset("when once until till before whenever".split())  # with a present tense they look ahead
_IN_CASE = (("in", "case"), ("provided", "that"), ("as", "long", "as"), ("as", "soon", "as"), ("so", "long", "as"),
            ("on", "condition", "that"), ("in", "the", "event"), ("providing", "that"))  # fmt: skip
_NOBODY = frozenset("nobody none nothing neither".split())
_NO_COUNT = frozenset("doubt longer matter question time less sooner".split())  # "no longer", "no doubt"
_DENYING = frozenset("deny dismiss disprove refute rebut debunk".split())
_UNTRUE = frozenset(
    "false untrue wrong incorrect inaccurate unfounded baseless fabricated fake denied dismissed debunked "
    "refuted".split()
)
_ACCOUNTS = frozenset(
    "report claim rumour rumor allegation accusation suggestion assertion story account".split()
)
# What a clause or a noun under these words says is feared, hoped for, thought of or said to be possible.
_POSSIBLE = frozenset(
    "fear hope doubt possibility prospect risk threat chance likelihood danger plan scenario option right ability "
    "capability capacity intention speculation expectation idea possible likely unlikely hypothetical pretext "
    "worry imagine suppose pretend wish".split()
)
_AVOIDING = frozenset(
    "avoid eschew forgo contemplate consider discuss debate oppose mull weigh envisage".split()
)
# A gerund after these is thought of, not done; after "by", "after", "for" or "in" it is.
_UNDONE = frozenset("against from without on about of than to toward towards".split())
_CANCELLING = frozenset("cancel avert thwart foil abort postpone prevent shelve suspend".split())
_CONFLICT = frozenset({"13", "14", "15", "17", "18", "19", "20"})
_NOMINAL = frozenset({"DT", "PRP", "PRP$"})
_REACH = 24


def reality(sentence: Parsed, candidate: Candidate) -> Status:
    """Whether the deed is told as done, as not done, or as a possibility.

    Parameters
    ----------
    candidate : one whose own auxiliaries already let it pass as actual
    """
    if _cancelled(sentence, candidate):
        return "negated"
    group = group_of(sentence, candidate.head)
    if "scope:START" in candidate.rules and sentence.low[candidate.inner - 1] in {"against", "from"}:
        return "negated"  # "decided against attacking"
    above = told(sentence, candidate.head, min(group.first, candidate.first))
    return _possible_noun(sentence, candidate) if above == "actual" else above


def told(sentence: Parsed, verb: int, first: int = -1) -> Status:
    """As `reality`, for the verb at an index; its auxiliaries, and what it governs, are not looked at.

    Parameters
    ----------
    first : where its words begin, if before its auxiliaries
    """
    group = group_of(sentence, verb)
    first = group.first if first < 0 else first
    if _asked_or_assumed(sentence, first, verb, group.modal):
        return "hypothetical"
    if _nobody_did(sentence, first) or _to_nobody(sentence, verb):
        return "negated"
    above = _above(sentence, first)
    if above == "actual" and not group.finite:
        return _under_preposition(sentence, first)
    return above


def _asked_or_assumed(sentence: Parsed, first: int, head: int, modal: str) -> bool:
    """Whether the verb's clause is opened by if, unless, whether, "in case"; or inverted: "Had Iran attacked"."""
    low, tags = sentence.low, sentence.tags
    inverted = (
        low[0] in {"had", "should", "were"} and len(tags) > 1 and (tags[1][0] == "N" or tags[1] in _NOMINAL)
    )
    if inverted and first <= 8 and FINITE.isdisjoint(tags[1:first]) and "?" not in low[-2:]:
        return low[0] == "had" or tags[head] in {"VB", "VBP"}
    finite = 0
    for place in range(first - 1, max(-1, first - _REACH), -1):
        word = low[place]
        if word in _IF:
            return word != "if" or place == 0 or low[place - 1] != "as"
        if word in _ONCE and finite == 0 and tags[head] in {"VBZ", "VBP", "VB"}:
            return True
        for opener in _IN_CASE:
            if word == opener[0] and tuple(low[place : place + len(opener)]) == opener:
                return opener[0] == "in" or tags[head] != "VBD"
        if word in BREAKS and word not in {"(", ")"}:
            return False
        if word == "," and (finite or modal in {"will", "would", "must"}):
            return False  # the comma closed the clause that "if" opened
        if word == "," and place and low[place - 1] not in {",", "and"} and _opens(sentence, place, first):
            return False
        if tags[place] in FINITE:
            finite += 1
            if finite > 1:
                return False
    return False


def _opens(sentence: Parsed, comma: int, first: int) -> bool:
    """Whether a clause with a subject of its own stands between a comma and a verb: ", oil prices will rise"."""
    low, tags = sentence.low, sentence.tags
    closed = any(tags[place] in FINITE for place in range(max(0, comma - 12), comma))
    return (
        closed
        and any(tags[place][0] in {"N", "P"} for place in range(comma + 1, first))
        and "," not in low[comma + 1 : first]
    )


def _nobody_did(sentence: Parsed, first: int) -> bool:
    """Whether the subject is empty: "no troops", "nobody in Iran", "neither Iran nor Syria"."""
    low, tags = sentence.low, sentence.tags
    for place in range(first - 1, max(-1, first - 12), -1):
        word = low[place]
        if word in BREAKS or word == "," or tags[place] in FINITE or word in SUBORDINATE:
            return False
        if word in _NOBODY:
            return not (word == "nothing" and place and low[place - 1] in {"for", "with"})
        if word == "no" and low[place + 1] not in _NO_COUNT and low[place + 1][:1].isalpha():
            return place == 0 or tags[place - 1] != "IN" or low[place - 1] in {"that", "because"}
        if word == "not" and low[place + 1] in {"a", "one", "any", "all"}:
            return low[place + 1] != "all"
    return False


def _to_nobody(sentence: Parsed, head: int) -> bool:
    """Whether the object is empty: "attacked nobody", "signed no agreement"."""
    after = sentence.low[head + 1 : head + 3]
    if after[:1] == ["nobody"] or after[:2] == ["no", "one"]:
        return True
    return after[:1] == ["no"] and len(after) > 1 and after[1] not in _NO_COUNT


def _cancelled(sentence: Parsed, candidate: Candidate) -> bool:
    """Whether what is said of an attack is that it was cancelled or averted."""
    if sentence.lemmas[candidate.head] not in _CANCELLING:
        return False
    group = group_of(sentence, candidate.head)
    if group.passive:
        around = range(max(0, group.first - 8), group.first)
    else:
        end = min(len(sentence.low), candidate.head + 8)
        past = (place for place in range(candidate.head + 1, end) if sentence.low[place] in _BEYOND)
        around = range(candidate.head + 1, next(past, end))  # "suspended Niger after the coup": not the coup
    return any(sentence.lemmas[place] in _DEEDS for place in around)


_BEYOND = frozenset("after following over since because amid despite".split())
_DEEDS = frozenset(
    "attack strike airstrike raid bombing invasion offensive assault war assassination coup".split()
)


def _above(sentence: Parsed, first: int) -> Status:
    """What the clause above makes of a clause with "that", or of one that a verb of denial takes without it."""
    low, lemmas, tags = sentence.low, sentence.lemmas, sentence.tags
    that = -1
    for place in range(first - 1, max(-1, first - 14), -1):
        if low[place] == "that" and tags[place] in {"IN", "W", "DT"}:
            that = place
            break
        if low[place] in BREAKS or low[place] in SUBORDINATE or tags[place] in FINITE:
            if lemmas[place] in _DENYING and place + 1 < first:
                return "negated"  # "denied it had attacked"
            if lemmas[place] in {"fear", "hope", "doubt"} and place + 1 < first:
                return "hypothetical"
            return "actual"
    if that <= 0:
        return "actual"
    window = range(max(0, that - 5), that)
    words = {lemmas[place] for place in window} | {low[place] for place in window}
    if (
        not _DENYING.isdisjoint(words)
        or not _UNTRUE.isdisjoint(words)
        or ({"true", "correct", "case"} & words and {"not", "n't", "’t", "'t", "no", "never"} & words)
    ):
        return "negated"
    if lemmas[that - 1] in _ACCOUNTS and _UNTRUE.intersection(low[first:]):
        return "negated"
    if low[that - 1] == "doubt" and {"no", "little", "without"}.intersection(low[max(0, that - 3) : that]):
        return "actual"
    return "hypothetical" if not _POSSIBLE.isdisjoint({lemmas[that - 1], low[that - 1]}) else "actual"


def _under_preposition(sentence: Parsed, first: int) -> Status:
    """What a gerund hangs on: "decided against attacking", "ruled out attacking"."""
    low, lemmas, tags = sentence.low, sentence.lemmas, sentence.tags
    if not first or tags[first] != "VBG":
        return "actual"
    before = first - 1
    while before > 0 and tags[before] == "RB" and low[before] not in {"not", "never"}:
        before -= 1
    if low[before] in _UNDONE:
        return "negated" if low[before] in {"against", "from", "without"} else "hypothetical"
    if lemmas[before] in _AVOIDING:
        return "negated" if lemmas[before] in {"avoid", "eschew", "forgo"} else "hypothetical"
    ruled_out = low[before] == "out" and lemmas[before - 1] == "rule"
    return "negated" if ruled_out or lemmas[before] in _DENYING | {"not", "never"} else "actual"


def _possible_noun(sentence: Parsed, candidate: Candidate) -> Status:
    """A noun for the deed under a noun of possibility: "the threat of an Israeli strike", "plans for a raid"."""
    if not all(rule.startswith(("noun:", "role:")) for rule in candidate.rules):
        return "actual"
    low, lemmas, tags = sentence.low, sentence.lemmas, sentence.tags
    for place in range(candidate.inner - 1, max(-1, candidate.inner - 9), -1):
        if low[place] in BREAKS or tags[place] in FINITE:
            break
        if lemmas[place] in _POSSIBLE and low[place + 1] in {"of", "for", "that", "to"}:
            return "hypothetical"
        if low[place] in {"no", "without"} and candidate.code[:2] in _CONFLICT:
            return "negated"
    return "actual"
