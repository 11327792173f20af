"""What becomes of an event under a promise, a threat, a demand, a refusal.

"Agreed to send aid" is no aid but an agreement, "refused to talk" no talk but a rejection: the operator decides half
of all classes. CAMEO has a code for most pairs; the tables below name them by the beginning of the inner code.
"""

from __future__ import annotations

COOPERATION = frozenset({"03", "04", "05", "06", "07", "08"})
CONFLICT = frozenset({"13", "14", "15", "16", "17", "18", "19", "20"})

_PROMISED = {
    "045": "039", "04": "036", "057": "030", "05": "032", "061": "0311", "062": "0312", "063": "0313",
    "064": "0314", "06": "031", "071": "0331", "072": "0332", "073": "0333", "074": "0334", "07": "033",
    "0831": "0341", "0832": "0342", "0833": "0343", "0834": "0344", "083": "034", "081": "0351", "082": "0352",
    "084": "0353", "085": "0354", "086": "0355", "087": "0356", "08": "035", "03": "030", "09": "090",
    "161": "1313", "1621": "1311", "162": "1311", "163": "1312", "164": "134", "165": "135", "166": "136",
    "16": "131", "14": "133", "1721": "1321", "1722": "1322", "1723": "1323", "1724": "1324", "172": "132",
    "17": "130", "15": "138", "191": "1381", "192": "1382", "180": "1383", "18": "138", "204": "1385",
    "20": "1383", "19": "138",
}  # fmt: skip
# What an agreement or an offer makes of deeds that would be threats in a promise of another kind.
_AGREED = {"15": "0332", "163": "163", "16": "030", "17": "030", "14": "030"}
_THREATENED = {**_PROMISED, "0874": "136", "08": "130", "0831": "130", "0841": "130"}
_DEMANDED = {
    "0841": "1053", "0842": "1053", "0831": "1041", "0832": "1042", "0833": "1043", "0834": "1044", "083": "104",
    "081": "1051", "082": "1052", "085": "1054", "086": "1055", "087": "1056", "08": "105", "045": "108",
    "04": "106", "057": "107", "05": "102", "061": "1011", "062": "1012", "063": "1013", "064": "1014",
    "06": "101", "071": "1031", "072": "1032", "073": "1033", "074": "1034", "07": "103", "09": "102",
}  # fmt: skip
_REFUSED = {
    "0831": "1231", "0832": "1232", "0833": "1233", "0834": "1234", "083": "123", "081": "1241", "082": "1242",
    "084": "1243", "085": "1244", "086": "1245", "087": "1246", "08": "124", "045": "126", "04": "125",
    "061": "1211", "062": "1212", "063": "1213", "064": "1214", "06": "121", "071": "1221", "072": "1222",
    "073": "1223", "074": "1224", "07": "122", "09": "120",
}  # fmt: skip
_STOPPED = {
    "045": "165", "04": "164", "05": "160", "061": "163", "06": "160", "071": "1621", "072": "1622",
    "073": "1623", "07": "162", "142": "082", "14": "082", "163": "085", "16": "080", "1723": "0813",
    "1724": "0814", "17": "081", "191": "0872", "18": "087", "19": "087", "15": "087",
}  # fmt: skip


def longest(table: dict[str, str], code: str) -> str:
    """The table's entry for the longest beginning of a code; "" if there is none."""
    for length in (4, 3, 2):
        if len(code) >= length and code[:length] in table:
            return table[code[:length]]
    return ""


def compose(operator: str, inner: str, negated: bool = False, friendly: bool = False) -> str:
    """CAMEO code of an operator with the code of what it governs.

    Parameters
    ----------
    operator : as in the frames
    inner    : code of the governed event; "" if it is none we know
    negated  : the governed event is denied ("agreed not to attack")
    friendly : the promise is an agreement or an offer, so no threat

    Returns
    -------
    A code, or "" if the operator's own code should stand.
    """
    root = inner[:2]
    if operator == "PROMISE":
        if negated:
            return "0356" if root in {"18", "19", "15"} else longest(_REFUSED, inner) or ""
        if friendly and longest(_AGREED, inner):
            return longest(_AGREED, inner)
        return longest(_PROMISED, inner) or (inner if root in {"01", "02", "10", "11", "12", "13"} else "")
    if operator == "THREATEN":
        made = longest(_THREATENED, inner)
        return made if made[:2] == "13" else "130"
    if operator in {"DEMAND", "APPEAL"}:
        demanded = ("1056" if root in {"18", "19"} else "") if negated else longest(_DEMANDED, inner)
        if operator == "DEMAND" or not demanded:
            return demanded
        return "02" + demanded[2:]
    if operator == "REFUSE":
        return longest(_REFUSED, inner)
    if operator == "STOP":
        return longest(_STOPPED, inner)
    if operator == "ALLOW":
        return {"09": "0862", "07": "0863", "14": "0811", "084": "0841"}.get(root, "")
    if operator == "START":
        return inner
    return ""
