"""Base forms of verbs and nouns: a table of irregular ones, then spelling rules checked against the frames."""

from __future__ import annotations

from functools import cache, lru_cache

from commonground.evidence.coder.wordlists import lines

_VOWELS = frozenset("aeiou")


@cache
def _irregular() -> dict[str, str]:
    found = {}
    for line in lines("frames/irregular.txt"):
        base, _, forms = line.partition(":")
        found.update(dict.fromkeys(forms.split(), base))
    return found


# Past forms that are also nouns or adjectives, so that their form alone does not make them verbs.
_AMBIGUOUS = frozenset(
    "left set cut found rose saw fell cost ground bound wound shot felt lay bore lent spoke shed lost hidden driven "
    "given broken frozen stolen taken torn worn held led read put hit beat known seen born bet bid fed won".split()
)


@cache
def past_forms() -> frozenset[str]:
    """Irregular past forms that can be nothing but verbs: "struck", "sought"."""
    return (
        frozenset(
            form
            for form, base in _irregular().items()
            if base in known_verbs() and form.isalpha() and len(form) > 3
        )
        - _AMBIGUOUS
    )


@cache
def known_verbs() -> frozenset[str]:
    """Verbs of the frames: a spelling rule that leads to one of them is right."""
    verbs = {line.partition(":")[0].split()[0] for line in lines("frames/verbs.txt")}
    for name in ("causes.txt", "stances.txt"):
        verbs |= {line.partition(":")[0] for line in lines(name)}
    return frozenset(verbs | {line.partition(":")[0] for line in lines("frames/irregular.txt")})


@lru_cache(maxsize=40_000)
def lemma(low: str, tag: str) -> str:
    """Base form of a lower-case word with its tag; other words than verbs and nouns stay as they are."""
    if tag[:2] == "VB" or tag == "MD":
        return verb_lemma(low)
    if tag == "NNS" or (tag == "NN" and low.endswith("s")):
        return noun_lemma(low)
    if tag in {"JJ", "RP", "NN"} and low.endswith("ed"):
        base = verb_lemma(low)
        return base if base in known_verbs() else low
    return low


def verb_lemma(low: str) -> str:
    """Base form of a verb form."""
    found = _irregular().get(low)
    if found is not None:
        return found
    known = known_verbs()
    if low in known:
        return low
    for guess in _guesses(low):
        if guess in known:
            return guess
    for prefix in ("re-", "re", "co-"):
        if low.startswith(prefix) and len(low) > len(prefix) + 3:
            stem = low[len(prefix) :]
            for guess in (_irregular().get(stem, stem), *_guesses(stem)):
                if guess in known:
                    return guess
    guesses = _guesses(low)
    return guesses[0] if guesses else low


def noun_lemma(low: str) -> str:
    """Singular of a regular plural."""
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
        return low[:-1]
    return low


def _guesses(low: str) -> list[str]:
    if low.endswith("ies") and len(low) > 4:
        return [low[:-3] + "y"]
    if low.endswith("ied") and len(low) > 4:
        return [low[:-3] + "y"]
    for ending in ("ed", "ing"):
        if low.endswith(ending) and len(low) > len(ending) + 1:
            stem = low[: -len(ending)]
            doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
            return [stem[:-1], stem, stem + "e"] if doubled else [stem, stem + "e"]
    if low.endswith("es") and len(low) > 3:
        return [low[:-1], low[:-2]]
    if low.endswith("s") and not low.endswith("ss") and len(low) > 2:
        return [low[:-1]]
    return []
