"""The brief as GitHub-flavoured Markdown: for notes, tickets and version control.

Foreign text is escaped so that it shows as written: no raw HTML, no links or pictures but our own. Numbers are
plain; the closing table gives each one its study path.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from commonground.brief.document import Brief, iter_figures
from commonground.brief.tree import Node, brief_tree

_SIGNS = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w)|!(?=\[)")
_LINE_START = re.compile(r"^([-+=>#]|\d{1,9}(?=[.)]))")
# GitHub turns bare addresses into links and @names into mentions.
_AUTOLINK = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(?=:)|www(?=\.)")
_WORD_JOINER: Final = "\u2060"
_PLAIN_PATH = re.compile(r"[\w.:{},-]+")
_RULES: Final = {"left": "---", "right": "---:", "center": ":---:"}


def render_markdown(brief: Brief, pictures: Mapping[str, str] | None = None) -> str:
    """Return the brief as Markdown.

    Parameters
    ----------
    brief    : the brief
    pictures : path of a picture file per figure id, relative to the Markdown file; a figure without one appears as
               alternative text and data
    """
    tree = brief_tree(brief)
    paths = [(pictures or {}).get(figure.id, "") for figure in iter_figures(brief)]
    lines = [f"# {_text(tree['title'])}", ""]
    if tree["subtitle"]:
        lines += [_line(_text(tree["subtitle"])), ""]
    lines += [f"- **{_text(row['label'])}:** {_parts(row['parts'])}" for row in tree["meta"]] + [""]
    for section in tree["sections"]:
        lines += [f"## {_text(section['title'])}", ""]
        for node in section["blocks"]:
            lines += [*_block(node, paths), ""]
    if tree["footer"]:
        lines += ["---", ""]
        lines += [f"- {_line(_text(entry['label']))}: {_text(entry['text'])}" for entry in tree["footer"]]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


# Blocks


def _block(node: Node, paths: Sequence[str]) -> list[str]:
    match node["k"]:
        case "paragraph":
            return [_line(_parts(node["parts"]))]
        case "heading":
            return [f"### {_text(node['t'])}"]
        case "bullets":
            mark = "1." if node["ordered"] else "-"
            return [f"{mark} {_line(_parts(item))}" for item in node["items"]]
        case "table":
            rows = [[_parts(cell) for cell in row] for row in node["rows"]]
            return _captioned(node["caption"], _table(node["columns"], rows, node["align"]))
        case "callout":
            title = f"**{_text(node['title'])}** " if node["title"] else ""
            return [f"> {title}{_line(_parts(node['parts']))}"]
        case "headline":
            more = ["", f"  {_line(_parts(node['more']))}"] if node["more"] else []
            return [f"- **{_part(node['number'])}** · {_parts(node['parts'])}", *more]
        case "figure":
            return _figure(node, paths[node["number"] - 1])
        case "sources":
            return [_source(item) for item in node["items"]]
        case "values":
            return _values(node)
        case _:
            return _numbers(node)


def _figure(node: Node, path: str) -> list[str]:
    title = f"Figure {node['number']}. {_text(node['title'])}"
    shown = f"![{_text(node['alt'])}](<{_picture_path(path)}>)" if path else f"*{_text(node['alt'])}*"
    data = _table(node["columns"], [[_text(cell) for cell in row] for row in node["rows"]], node["align"])
    return [f"**{title}**", "", shown, "", _line(_text(node["caption"])), "", *data]


def _source(item: Node) -> str:
    grade = f"reliability {item['reliability']}" if item["reliability"] else ""
    facts = ", ".join(filter(None, (item["publisher"], item["date"], item["kind"], grade)))
    address = f"<{item['url']}>" if item["url"] else _text(item["url_text"])
    told = [f"**{_text(item['title'] or item['key'])}**", _text(facts), _text(item["text"])]
    return f"{item['number']}. " + " ".join(filter(None, (_sentences(told), address)))


def _values(node: Node) -> list[str]:
    rows = [
        [
            _code(row["path"]),
            _parts(row["value"]),
            _text(row["because"]),
            "".join(_part(source) for source in row["evidence"]),
        ]
        for row in node["rows"]
    ]
    return _table(("Path", "Value", "Reason", "Sources"), rows, ())


def _numbers(node: Node) -> list[str]:
    rows = []
    for row in node["rows"]:
        exact = f" ({_text(row['value'])})" if row["value"] != row["printed"] else ""
        rests = (
            "Rests on " + ", ".join(_code(value["t"]) for value in row["rests_on"]) if row["rests_on"] else ""
        )
        rows.append(
            [_text(row["printed"]) + exact, _sentences((_parts(row["about"]), rests)), _code(row["path"])]
        )
    return _table(("Number", "What it is", "Path in the study"), rows, ())


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[str]) -> list[str]:
    if not columns:
        return []
    sides = [*align, *["left"] * len(columns)][: len(columns)]
    body = [[*row, *[""] * len(columns)][: len(columns)] for row in rows]
    lines = [[_text(name) for name in columns], [_RULES[side] for side in sides], *body]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def _captioned(caption: str, table: list[str]) -> list[str]:
    return [f"**{_text(caption)}**", "", *table] if caption else table


# Parts


def _parts(nodes: Sequence[Node]) -> str:
    return "".join(_part(node) for node in nodes)


def _part(node: Node) -> str:
    text = _text(node["t"])
    match node["k"]:
        case "strong":
            return _wrapped("**", text)
        case "em":
            return _wrapped("*", text)
        case "link":
            return f"[{text}](<{node['url']}>)"
        case "cite":
            return f"\\[{text}\\]"
        case _:
            return text


def _wrapped(mark: str, text: str) -> str:
    """Put ``mark`` around the words but inside the spaces; Markdown does not see it otherwise."""
    inner = text.strip()
    if not inner:
        return text
    start = len(text) - len(text.lstrip())
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def _text(text: str) -> str:
    escaped = _SIGNS.sub(lambda match: "\\" + match.group(), text)
    escaped = _AUTOLINK.sub(lambda match: match.group() + "\\", escaped)
    return escaped.replace("@", "@" + _WORD_JOINER)


def _line(text: str) -> str:
    """Escape what would read as a list, heading, rule, quotation or code at the start of a line."""
    return _LINE_START.sub(lambda m: m[1] + "\\" if m[1].isdigit() else "\\" + m[1], text.strip())


def _code(path: str) -> str:
    return f"`{path}`" if _PLAIN_PATH.fullmatch(path) else _text(path)


def _sentences(texts: Sequence[str]) -> str:
    """Join texts with one full stop between each two, and one at the end."""
    whole = [text.strip().removesuffix(".") for text in texts if text.strip()]
    return "".join(f"{text}. " if text[-1] not in "?!…" else f"{text} " for text in whole).strip()


def _picture_path(path: str) -> str:
    return re.sub(
        r"[<>\\\s|]", lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), path
    )
