"""The studio under hands: cold start, a slider, twenty clients, weight of a page, memory.

Targets on two cores, US-Iran: first page 3 s, slider median 150 ms and p95 400 ms, page 1.2 MB, memory 500 MB, twenty
clients that move sliders for a minute p95 2 s and no error. All of it goes over HTTP to a server in a process of its
own on the loopback; the slider is also measured in a browser, where Chromium is there. SECONDS as the first argument
shortens the minute.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
CASE = "us-iran-2025"
PATHS = {
    "positions.usa.enrichment.ideal": (0, 20),
    "positions.iran.enrichment.ideal": (0, 60),
    "positions.usa.enrichment.salience": (5, 60),
    "positions.iran.stockpile.ideal": (0, 8000),
    "talks.tempo": (2, 24),
    "walk_away.usa": (0.1, 0.6),
}
CLIENTS = 20


class Client:
    """One browser, as far as a server can tell."""

    def __init__(self, link: str, cookie: str = "") -> None:
        parts = urlsplit(link)
        self.host, self.token = parts.netloc, parts.query
        self.cookie, self.word = cookie, ""
        self.wire = http.client.HTTPConnection(self.host, timeout=120)

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        sent = {"cookie": self.cookie, "accept-encoding": "gzip", **headers}
        if body is not None:
            sent |= {"content-type": "application/json", "x-commonground": self.word}
        data = None if body is None else json.dumps(body)
        try:
            self.wire.request(method, path, data, sent)
            answer = self.wire.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest):
            self.wire.close()  # a quiet connection is closed after some seconds
            self.wire.request(method, path, data, sent)
            answer = self.wire.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def enter(self) -> None:
        """Spend the token of the link, unless there is a cookie, and read the word of the pages."""
        if not self.cookie:
            status, _, headers = self.ask("GET", f"/?{self.token}")
            assert status == 303, status
            self.cookie = headers["set-cookie"].partition(";")[0]
        _, page, _ = self.ask("GET", "/stakes", **{"accept-encoding": "identity"})
        self.word = re.search(rb'name="commonground" content="(\w+)"', page)[1].decode()  # type: ignore[index]

    def push(self, changes: dict[str, str], full: bool) -> float:
        """Milliseconds of an answer to a moved slider."""
        start = time.perf_counter()
        status, body, _ = self.ask("POST", "/push", {"page": "stakes", "changes": changes, "full": full})
        if status != 200:
            raise RuntimeError(f"{status}: {body[:200]!r}")
        return 1000 * (time.perf_counter() - start)


def start() -> tuple[subprocess.Popen[str], str, float]:
    """A server of its own, its link, and when it was asked to start."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "commonground", "app", CASE, "--no-browser", "--quiet"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=os.environ.get("TMPDIR", "/tmp"),
    )
    assert server.stdout is not None
    return server, server.stdout.readline().strip(), begun


def memory(pid: int) -> tuple[float, float]:
    """Megabytes a process holds now, and held at the most."""
    text = Path(f"/proc/{pid}/status").read_text()
    now, most = (int(re.search(rf"{key}:\s+(\d+)", text)[1]) for key in ("VmRSS", "VmHWM"))  # type: ignore[index]
    return now / 1024, most / 1024


def spread(times: list[float]) -> str:
    """Times in words."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms, slowest {ordered[-1]:.0f} ms"


def moved(picked: random.Random) -> tuple[str, str]:
    """A value at random, and where it is moved to."""
    path = picked.choice(list(PATHS))
    low, high = PATHS[path]
    return path, f"{picked.uniform(low, high):.4g}"


def one_hand(client: Client) -> None:
    """A slider that is dragged and let go, one client."""
    picked = random.Random(1)
    dragged, released = [], []
    for _ in range(12):
        path, _ = moved(picked)
        dragged += [client.push({path: f"{picked.uniform(*PATHS[path]):.4g}"}, False) for _ in range(10)]
        released.append(client.push({path: f"{picked.uniform(*PATHS[path]):.4g}"}, True))
    print(f"slider while it moves  {spread(dragged)}")
    print(f"slider let go          {spread(released)}")


def many_hands(link: str, cookie: str, seconds: float) -> None:
    """Twenty clients at once: ten moves, then let go and the page's text asked for, over and over."""
    dragged: list[float] = []
    released: list[float] = []
    faults: list[str] = []
    end = time.monotonic() + seconds

    def work(seed: int) -> None:
        picked, client = random.Random(seed), Client(link, cookie)
        try:
            client.enter()
            while time.monotonic() < end:
                path, _ = moved(picked)
                for _ in range(10):
                    if time.monotonic() >= end:
                        return
                    dragged.append(client.push({path: f"{picked.uniform(*PATHS[path]):.4g}"}, False))
                    time.sleep(picked.uniform(0.03, 0.12))
                released.append(client.push({path: f"{picked.uniform(*PATHS[path]):.4g}"}, True))
                time.sleep(picked.uniform(0.5, 2.0))
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            faults.append(repr(error))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{CLIENTS} clients, {seconds:.0f} s, {len(dragged) + len(released)} answers, {len(faults)} errors")
    print(f"  while they move      {spread(dragged)}")
    print(f"  let go               {spread(released)}")
    for fault in faults[:3]:
        print(f"  {fault}")


def weights(client: Client) -> None:
    """What a browser loads for each page, packed as it travels and unpacked."""
    _, listed, _ = client.ask("GET", "/api/case", **{"accept-encoding": "identity"})
    scripts = ["studio.css", "studio.js", "sliders.js", "charts.js"]
    packed = sum(len(client.ask("GET", f"/static/{name}")[1]) for name in scripts)
    plain = sum(
        len(client.ask("GET", f"/static/{name}", **{"accept-encoding": "identity"})[1]) for name in scripts
    )
    for page in json.loads(listed)["data"]["pages"]:
        _, body, _ = client.ask("GET", f"/{page['id']}", **{"accept-encoding": "identity"})
        small = len(client.ask("GET", f"/{page['id']}")[1])
        figures = set(re.findall(rb'data-figure="([\w-]+)"', body))
        for name in figures:
            path = f"/api/figures/{name.decode()}"
            small += len(client.ask("GET", path)[1])
            body += client.ask("GET", path, **{"accept-encoding": "identity"})[1]
        print(
            f"page {page['id']:<14} {(packed + small) / 1e6:.2f} MB as it travels,"
            f" {(plain + len(body)) / 1e6:.2f} MB unpacked"
        )


def in_a_browser(client: Client) -> None:
    """From a moved slider to the changed number on the screen."""
    path = shutil.which("chromium")
    if path is None:
        return
    from playwright.sync_api import sync_playwright

    name, _, value = client.cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        context.add_cookies([{"name": name, "value": value, "url": f"http://{client.host}"}])
        page = context.new_page()
        page.goto(f"http://{client.host}/stakes")
        page.wait_for_selector("body:not([data-waiting])", timeout=90_000)
        times = page.evaluate(_DRAG)
        browser.close()
    print(f"slider in a browser    {spread(times)}")


_DRAG = """async () => {
  const slider = document.querySelector('input[type=range][data-path="positions.usa.enrichment.ideal"]');
  const panel = document.getElementById("panel");
  const times = [];
  for (let i = 1; i <= 40; i++) {
    const start = performance.now();
    const shown = new Promise((done) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
      });
      watch.observe(panel, { childList: true, subtree: true });
    });
    slider.value = String(i * 0.5 + Math.random() / 10);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    times.push(await shown);
    await new Promise((done) => setTimeout(done, 30));
  }
  return times;
}"""


def main(seconds: float) -> None:
    """All of it, one after the other."""
    server, link, begun = start()
    try:
        client = Client(link)
        client.enter()
        print(f"cold start to page     {time.perf_counter() - begun:.1f} s (numbers follow)")
        client.ask("GET", "/outlook", **{"x-part": "inside"})
        print(f"cold start to numbers  {time.perf_counter() - begun:.1f} s")
        client.push({"talks.tempo": "5"}, True)
        client.push({"talks.tempo": "5"}, False)
        one_hand(client)
        in_a_browser(client)
        weights(client)
        print("memory now {:.0f} MB, at the most {:.0f} MB".format(*memory(server.pid)))
        many_hands(link, client.cookie, seconds)
        print("memory now {:.0f} MB, at the most {:.0f} MB".format(*memory(server.pid)))
        picked = random.Random(5)
        for _ in range(6):
            path, value = moved(picked)
            client.ask("GET", f"/common-ground?set.{path}={value}", **{"x-part": "inside"})
        print("after six whole studies: now {:.0f} MB, at the most {:.0f} MB".format(*memory(server.pid)))
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
