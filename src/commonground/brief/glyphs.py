"""Which characters the PDF's fonts can draw.

The PDF uses only the fonts inside the typst package, so that it looks the same everywhere. PDF/UA forbids an empty
box for a letter no font holds, and typst then refuses the whole document; so such letters are replaced beforehand.
Latin, Greek, Cyrillic, Hebrew, Arabic, Persian and Devanagari are covered; Chinese, Japanese, Korean and emoji
are not. HTML and Markdown show every script.
"""

from __future__ import annotations

import re
from typing import Final

PLACEHOLDER: Final = "□"
"""Stands for one or more characters that the PDF's fonts do not hold."""

# Found by asking typst 0.15 for each character in a PDF/UA document; a test asks again for all of them.
_RANGES = """
    20-7e a0-377 37a-37f 384-38a 38c 38e-3a1 3a3-4ff 510-513 51a-51d 531-556 559-58a 58d-58f 591-5c3 5c6
    5d0-5ea 5ef-5f4 606-60c 615 61b-61c 61f 621-63a 640-655 65a 660-66d 674 679-67b 67e-680 683-684
    686-687 691 698 6a4 6a9 6af 6be 6cc 6f0-6f9 900-97f 10d0-10ff 1d00-1f15 1f18-1f1d 1f20-1f45
    1f48-1f4d 1f50-1f57 1f59 1f5b 1f5d 1f5f-1f7d 1f80-1fb4 1fb6-1fc4 1fc6-1fd3 1fd6-1fdb 1fdd-1fef
    1ff2-1ff4 1ff6-1ffe 2000-2040 2042 2044-2052 2054-2064 2066-2071 2074-208e 2090-209c 20a0-20c0
    20d0-20f0 2100-211e 2120 2122 2124 2126-2151 2153-2184 2189 2190-23ff 2422-2423 2460-2606 2609-262f
    2638-268b 2690-269c 26a0-26a7 26aa-26af 26b2 2701-2704 2706-2709 270c-2714 2717-2726 272a-274b 274d
    274f-2752 2756 2758-275e 2761-277f 2794 2798-27af 27b1-2b73 2b76-2b95 2b97-2bff fb00-fb06 fb13-fb17
    fb1d-fb36 fb38-fb3c fb3e fb40-fb41 fb43-fb44 fb46-fb4f fb52-fb81 fb8a-fb95 fb9e-fb9f fbaa-fbad
    fbe8-fbe9 fbfc-fbff fe00-fe0f fe20-fe2f fe66 fe70-fe74 fe76-fefc fffd
"""


def _character_class() -> str:
    pieces = []
    for token in _RANGES.split():
        first, _, last = token.partition("-")
        pieces.append(f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}")
    return "".join(pieces)


DRAWABLE: Final = _character_class()
"""Body of a regular expression's character class."""
_MISSING = re.compile(f"[^{DRAWABLE}]+")
_PLAIN_MISSING = re.compile("[^\x20-\x7e\xa0-\u017f\u2010-\u2027\u2030-\u203a\u25a1]+")


def drawable(text: str, also_missing: str = "") -> str:
    """Return ``text`` with each run of characters the PDF cannot draw replaced by one placeholder."""
    if also_missing:
        text = re.sub(f"[{re.escape(also_missing)}]+", PLACEHOLDER, text)
    return _MISSING.sub(PLACEHOLDER, text)


def plain(text: str) -> str:
    """Return ``text`` reduced to Latin letters, which any build of the fonts holds; the last resort."""
    return _PLAIN_MISSING.sub(PLACEHOLDER, text)
