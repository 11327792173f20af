// The studio's script: sliders ask for numbers, answers are put in place, charts are drawn. No library but the charts'.
"use strict";

const studio = (() => {
  const word = document.querySelector('meta[name="commonground"]').content;
  const page = document.body.dataset.page;
  const changes = new Map();
  for (const [name, text] of new URLSearchParams(location.search)) {
    if (name.startsWith("set.")) changes.set(name.slice(4), text);
  }
  // What a page's own controls say, such as what is picked; it stands in the address behind the changes.
  const more = new Map();
  for (const [name, text] of new URLSearchParams(location.search)) {
    if (!name.startsWith("set.")) more.set(name, text);
  }

  // Ask for something of ours; what changes anything carries the word of this page.
  const ask = (address, body, signal) =>
    fetch(address, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "content-type": "application/json", "x-commonground": word },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });

  const told = async (answer) => {
    try {
      const error = (await answer.json()).error;
      return `${error.message}. ${error.fix}`;
    } catch {
      return "The studio does not answer. Is it still running?";
    }
  };

  // Say something to those who hear the page.
  const say = (text) => {
    document.getElementById("said").textContent = text;
  };

  const complain = (text) => {
    let place = document.getElementById("complaint");
    if (!place) {
      place = document.createElement("p");
      place.id = "complaint";
      place.className = "complaint";
      place.setAttribute("role", "alert");
      document.querySelector(".beside").prepend(place);
    }
    place.textContent = text;
    place.hidden = text === "";
  };

  // Put new content into a region; a focused control keeps the focus if it is there again.
  const put = (id, html) => {
    const region = document.getElementById(id);
    if (!region) return;
    const held = region.contains(document.activeElement) ? document.activeElement : null;
    const key = held && (held.id || held.dataset.reset);
    region.innerHTML = html;
    if (key) {
      const again = document.getElementById(key) || region.querySelector(`[data-reset="${CSS.escape(key)}"]`);
      (again || region.querySelector("a, button, input") || document.getElementById("content")).focus();
    }
  };

  let shown = location.pathname + location.search;
  const address = (query) => {
    const kept = new URLSearchParams(query);
    for (const [name, text] of more) kept.append(name, text);
    const said = kept.toString();
    shown = location.pathname + (said ? `?${said}` : "");
    history.replaceState(null, "", shown + location.hash);
    for (const link of document.querySelectorAll("a[data-keep-state]")) {
      const to = new URL(link.href);
      link.href = to.pathname + query + to.hash;
    }
  };

  // One question at a time, and always the latest: a slow answer never holds up a slider, nor do answers pile up.
  let flying = null;
  let next = null;
  const push = async (full, { quiet = false } = {}) => {
    if (flying) {
      if (full) flying.abort();
      else {
        next = full;
        return;
      }
    }
    const mine = (flying = new AbortController());
    next = null;
    document.body.classList.toggle("moving", !full);
    try {
      const body = { page, changes: Object.fromEntries(changes), full, more: Object.fromEntries(more) };
      const answer = await ask("/push", body, mine.signal);
      if (!answer.ok) complain(await told(answer));
      else {
        const found = await answer.json();
        if (flying !== mine) return;
        complain("");
        for (const [id, html] of Object.entries(found.regions)) put(id, html);
        if (full) {
          address(found.query);
          say(found.said);
          if (!quiet) refresh();
        }
      }
    } catch (error) {
      if (error.name !== "AbortError") complain("The studio does not answer. Is it still running?");
    } finally {
      if (flying === mine) {
        flying = null;
        if (next !== null) push(next);
      }
    }
  };

  // The text and charts of the whole study: some seconds after a slider is let go.
  let waiting = null;
  const stale = (is) => {
    const sign = document.getElementById("stale");
    if (sign) sign.hidden = !is;
    document.getElementById("content").setAttribute("aria-busy", is ? "true" : "false");
  };
  const refresh = async () => {
    if (waiting) waiting.abort();
    const mine = (waiting = new AbortController());
    const first = document.querySelector('[data-region="waiting"]') !== null;
    stale(!("waiting" in document.body.dataset));
    try {
      const answer = await fetch(location.pathname + location.search, {
        headers: { "x-part": "inside" },
        signal: mine.signal,
      });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (waiting !== mine) return;
      arrive(fresh, first || !answer.ok);
      stale(false);
    } catch (error) {
      if (error.name !== "AbortError") complain("The studio does not answer. Is it still running?");
    }
  };

  const arrive = (fresh, whole) => {
    const panel = fresh.getElementById("fresh-panel");
    if (panel) put("panel", panel.innerHTML);
    const content = document.getElementById("content");
    delete document.body.dataset.waiting;
    if (whole) {
      content.innerHTML = fresh.body.innerHTML;
    } else {
      for (const region of fresh.querySelectorAll("[data-region]:not([data-keep])")) {
        const old = content.querySelector(`[data-region="${CSS.escape(region.dataset.region)}"]`);
        if (!old) continue;
        // a chart stays until its successor is drawn, an opened fold stays open
        for (const chart of region.querySelectorAll("[data-figure]")) {
          const before = old.querySelector(`[data-figure="${CSS.escape(chart.dataset.figure)}"]`);
          if (before) chart.replaceChildren(...before.childNodes);
        }
        const opened = [...old.querySelectorAll("details")].map((fold) => fold.open);
        region.querySelectorAll("details").forEach((fold, place) => (fold.open = opened[place] ?? false));
        old.replaceWith(document.importNode(region, true));
      }
    }
    ready();
  };

  // Charts are drawn when they come near the window, with the library that the server has.
  let library = null;
  const charts = () =>
    (library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.type = "module";
      script.src = "/static/charts.js";
      script.onload = () => done(window.vegaEmbed);
      script.onerror = failed;
      document.head.append(script);
    }));
  const drawn = new WeakSet();
  const near = new IntersectionObserver(
    (seen) => {
      for (const one of seen) if (one.isIntersecting) draw(one.target);
    },
    { rootMargin: "400px" },
  );
  const draw = async (place) => {
    near.unobserve(place);
    if (drawn.has(place)) return;
    drawn.add(place);
    const answer = await ask(`/api/figures/${place.dataset.figure}${location.search}`);
    if (!answer.ok) return;
    const figure = (await answer.json()).data;
    const embed = await charts();
    const sheet = document.createElement("div");
    await embed(sheet, figure.spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false });
    const picture = sheet.querySelector("svg");
    if (!picture) return;
    picture.setAttribute("aria-hidden", "true");
    picture.removeAttribute("role");
    place.setAttribute("aria-label", figure.alt);
    place.replaceChildren(picture);
  };

  const starters = [];
  const ready = () => {
    for (const place of document.querySelectorAll("[data-figure]")) if (!drawn.has(place)) near.observe(place);
    for (const start of starters) start();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reset], a[data-reset-all]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if ("resetAll" in link.dataset) changes.clear();
    else changes.delete(link.dataset.reset);
    document.dispatchEvent(new CustomEvent("studio:changed"));
    push(true);
  });

  // Back and forward; a step within the page, to a heading, is none.
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) location.reload();
  });

  return {
    changes,
    more,
    push,
    refresh,
    ask,
    say,
    complain,
    told,
    start: () => {
      ready();
      if ("waiting" in document.body.dataset) refresh();
    },
    // Work that is done whenever content has come: a page's own script registers here.
    whenReady: (work) => {
      starters.push(work);
      work();
    },
    set: (path, text, full) => {
      if (text === null) changes.delete(path);
      else changes.set(path, text);
      push(full);
    },
  };
})();
studio.start();
