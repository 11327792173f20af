"""Everything works with the network cut: sockets refused inside the process, and no network device at all."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from checkout import RunCli, run_python

CASES = ["split-the-pie", "us-iran-2025", "panama-canal-1977"]

NO_SOCKETS = """
import socket, sys

class Refused(socket.socket):
    def __new__(cls, family=socket.AF_INET, *args, **kwargs):
        if family != socket.AF_UNIX:
            raise RuntimeError("a socket was opened")
        return super().__new__(cls, family, *args, **kwargs)

def refuse(*args, **kwargs):
    raise RuntimeError("a host name was looked up")

socket.socket = Refused
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
sys.argv = ["commonground", *sys.argv[1:]]
from commonground.cli.main import main
main()
"""


def brief_without_sockets(folder: Path, case: str) -> list[Path]:
    run = run_python("-c", NO_SOCKETS, "brief", case, "--draws", "400", "--out", folder, "--json", cwd=folder)
    assert run.returncode == 0, run.stderr
    return [Path(path) for path in json.loads(run.stdout)["data"]["files"].values()]


@pytest.mark.parametrize("case", CASES)
def test_a_brief_opens_no_socket(tmp_path: Path, case: str) -> None:
    files = brief_without_sockets(tmp_path, case)
    assert {path.suffix for path in files} == {".html", ".pdf", ".md", ".json"}
    for path in files:
        assert (tmp_path / path).stat().st_size > 500


def network_cut() -> tuple[str, ...]:
    """Words before a command that take the network from it; skips where that is not allowed."""
    unshare = shutil.which("unshare")
    if unshare:
        for flags in (("-n",), ("-r", "-n")):
            if subprocess.run([unshare, *flags, "true"], capture_output=True, check=False).returncode == 0:
                return (unshare, *flags)
    pytest.skip("this machine does not let us cut the network (unshare -n is missing or not allowed)")


@pytest.mark.parametrize(
    "words",
    [
        ["brief", "us-iran-2025", "--draws", "400", "--out", "briefs"],
        ["run", "split-the-pie", "-o", "pie.study.json"],
        ["solve", "us-iran-2025", "--draws", "400", "--json"],
        ["init", "water-talks"],
        ["check", "--schema"],
        ["catalog"],
        ["methods", "common-ground"],
        ["doctor"],
    ],
    ids=lambda words: words[0],
)
def test_commands_need_no_network(tmp_path: Path, run_cli: RunCli, words: list[str]) -> None:
    run = run_cli(*words, cwd=tmp_path, prefix=network_cut())
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


class Fetched(HTMLParser):
    """Addresses that a browser would fetch by itself; links to click are not among them."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attrs:
            if name in {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping"} or (
                name in {"href", "xlink:href"} and tag in {"link", "image", "use", "base"}
            ):
                self.addresses.append(value or "")
            if name == "style":
                self.addresses += re.findall(r"url\(([^)]*)\)", value or "")


def fetched_by(html: str) -> list[str]:
    reader = Fetched()
    reader.feed(html)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)
    found = reader.addresses + [
        address
        for style in styles
        for address in re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", style)
        for address in address
        if address
    ]
    return [address for address in found if not address.strip("'\" ").startswith(("data:", "#"))]


def test_the_web_page_fetches_nothing(tmp_path: Path) -> None:
    page = next(path for path in brief_without_sockets(tmp_path, "us-iran-2025") if path.suffix == ".html")
    assert fetched_by((tmp_path / page).read_text("utf-8")) == []


def test_the_check_of_pages_sees_what_browsers_fetch() -> None:
    page = (
        '<link rel=stylesheet href="//a/b.css"><img src="http://c/d.png"><a href="https://e">e</a>'
        "<style>@import 'f.css'; p {background: url(https://g)}</style>"
        "<img src='data:,'><svg><use href='#h'/></svg>"
    )
    assert fetched_by(page) == ["//a/b.css", "http://c/d.png", "'f.css';", "https://g"]
