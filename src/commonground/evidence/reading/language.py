"""The language of a text by its script and its commonest words; "" rather than a guess."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_LOOK = 4000
_WORDS = {
    "en": "the of and to in that is was for on with as by it from at are this have not be has were said",
    "fr": "le la les des et en du une est que dans pour qui sur par au avec plus ne se il sont ce",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es",
    "es": "el la de que y en los del se las por un para con una su al lo como más fue sus es",
    "it": "il di che la e in un per del non una sono con le si da dei alla ha nel della gli più",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos ao foi das",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door naar bij",
    "tr": "ve bir bu da için ile olarak de olan daha çok gibi en kadar sonra olduğunu değil ise",
}
_SETS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_FARSI, _URDU = set("پچژگ"), set("ٹڈڑےں")
_UKRAINIAN = set("іїєґ")
_SCRIPTS = {"HEBREW": "he", "GREEK": "el", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "THAI": "th"}
_SCRIPTS |= {"DEVANAGARI": "hi", "GEORGIAN": "ka", "ARMENIAN": "hy", "BENGALI": "bn"}


def language_of(text: str) -> str:
    """ISO 639-1 code of a text's language; "" if it is too short or of a language not known here."""
    look = text[:_LOOK].casefold()
    scripts = Counter(
        unicodedata.name(char, "").split(" ")[0] for char in look if char.isalpha() and ord(char) > 0x24F
    )
    letters = sum(char.isalpha() for char in look)
    if scripts and 2 * scripts.total() > letters:
        return _by_script(scripts.most_common(1)[0][0], look, scripts)
    words = re.findall(r"[^\W\d_]+", look)
    if len(words) < 8:
        return ""
    share = {language: sum(word in known for word in words) / len(words) for language, known in _SETS.items()}
    best = max(share, key=lambda language: share[language])
    return best if share[best] >= 0.12 else ""


def _by_script(script: str, look: str, scripts: Counter[str]) -> str:
    letters = set(look)
    if script == "ARABIC":
        return "ur" if letters & _URDU else "fa" if letters & _FARSI else "ar"
    if script == "CYRILLIC":
        return "uk" if letters & _UKRAINIAN else "ru"
    if script == "CJK":
        return "ja" if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0 else "zh"
    return _SCRIPTS.get(script, "")
