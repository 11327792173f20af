// The case page: the text with its line numbers, what a change would be, and saving it without losing anybody's edit.
"use strict";

studio.whenReady(() => {
  const form = document.getElementById("editor");
  if (!form || form.dataset.started) return;
  form.dataset.started = "yes";
  const text = document.getElementById("text");
  const gutter = form.querySelector(".gutter");
  const outcome = document.getElementById("outcome");
  const edited = document.getElementById("edited");
  const undo = form.elements.undo;
  const writable = form.dataset.writable === "yes";
  const key = `commonground draft ${location.host}`;
  let kept = text.value;
  let saving = null; // what a confirmed review will send

  const make = (tag, words, more = {}) => {
    const made = document.createElement(tag);
    if (words !== undefined) made.textContent = words;
    for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
    return made;
  };
  const dirty = () => text.value !== kept;
  const number = () => {
    const lines = text.value.split("\n").length;
    if (gutter.dataset.lines !== String(lines)) {
      gutter.dataset.lines = lines;
      gutter.textContent = Array.from({ length: lines }, (_, place) => place + 1).join("\n");
    }
    undo.hidden = !dirty();
    edited.textContent = dirty() ? "Not saved" : "";
    try {
      if (dirty()) sessionStorage.setItem(key, JSON.stringify({ etag: form.dataset.etag, text: text.value }));
      else sessionStorage.removeItem(key);
    } catch {
      // a browser without storage keeps no draft
    }
  };
  text.addEventListener("input", number);
  text.addEventListener("scroll", () => (gutter.scrollTop = text.scrollTop));
  addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });
  undo.addEventListener("click", () => {
    text.value = kept;
    outcome.replaceChildren();
    number();
    text.focus();
  });

  const go = (line, column) => {
    const before = text.value.split("\n").slice(0, line - 1);
    const start = before.reduce((sum, one) => sum + one.length + 1, 0);
    const end = text.value.indexOf("\n", start);
    text.focus();
    text.setSelectionRange(Math.min(start + Math.max(column - 1, 0), text.value.length), end < 0 ? text.value.length : end);
    text.scrollTop = Math.max(0, (line - 6) * (text.scrollHeight / text.value.split("\n").length));
    form.scrollIntoView({ block: "nearest" });
  };
  document.getElementById("content").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    go(Number(link.dataset.line), Number(link.dataset.column));
  });

  const findings = (faults, notes) => {
    const place = document.getElementById("findings");
    place.replaceChildren();
    for (const [title, found] of [["Faults", faults], ["Notes, which stop nothing", notes]]) {
      if (!found.length) continue;
      place.append(make("h3", `${title} (${found.length})`));
      const list = make("ul", undefined, { class: "findings" });
      for (const one of found) {
        const item = make("li", undefined, { class: one.level });
        if (one.line) {
          item.append(make("a", `Line ${one.line}`, { href: "#text", "data-line": one.line, "data-column": one.column }), " ");
        }
        if (one.path) item.append(make("code", one.path), ": ");
        item.append(`${one.message}${one.got ? ` (got ${one.got})` : ""}. ${one.fix}`);
        list.append(item);
      }
      place.append(list);
    }
    if (!faults.length && !notes.length) {
      place.append(make("p", "None: the text is a valid case, and there is nothing to remark.", { class: "quiet" }));
    }
  };

  // Lines that go and lines that come; the sign and a word say which, not only the colour.
  const difference = (lines, caption) => {
    const box = make("div", undefined, { class: "scroll", role: "group", tabindex: "0", "aria-label": caption });
    const table = make("table", undefined, { class: "difference" });
    table.append(make("caption", caption));
    const head = make("tr");
    for (const name of ["Old line", "New line", "", "Text"]) head.append(name ? make("th", name, { scope: "col" }) : make("td"));
    table.append(make("thead"));
    table.tHead.append(head);
    const body = make("tbody");
    const signs = { gone: ["−", "taken out"], new: ["+", "put in"], same: ["", ""], skip: ["…", ""] };
    for (const line of lines) {
      const row = make("tr", undefined, { class: line.kind });
      const [sign, words] = signs[line.kind];
      const mark = make("td", sign);
      if (words) mark.append(make("span", ` ${words}`, { class: "unseen" }));
      const said = make("td");
      said.append(make("code", line.text, { dir: "auto" }));
      row.append(make("td", line.old ?? ""), make("td", line.new ?? ""), mark, said);
      body.append(row);
    }
    table.append(body);
    box.append(table);
    return box;
  };

  const post = async (address, body) => {
    try {
      const answer = await studio.ask(address, body);
      return [answer.status, await answer.json()];
    } catch {
      return [0, { error: { message: "The studio does not answer", fix: "Is it still running?" }, findings: [] }];
    }
  };
  const refused = (told) => {
    const box = make("div", undefined, { class: "complaint", role: "alert" });
    const faults = (told.findings ?? []).filter((one) => one.path || one.where);
    if (faults.length > 1) {
      const list = make("ul");
      for (const one of faults) list.append(make("li", `${one.where || one.path}: ${one.message}. ${one.fix}`));
      box.append(make("p", "Nothing was written:"), list);
    } else box.append(make("p", `${told.error.message}. ${told.error.fix}`));
    outcome.replaceChildren(box);
  };

  const show = (...nodes) => {
    outcome.replaceChildren(...nodes);
    outcome.scrollIntoView({ block: "nearest" });
    outcome.focus({ preventScroll: true });
  };

  // First what would change, then, on a second word, the writing.
  const review = async (address, body) => {
    saving = null;
    const [status, told] = await post(address, { ...body, save: false });
    if (status !== 200) return refused(told);
    const { difference: lines, faults, notes } = told.data;
    findings(faults, notes);
    if (!lines.length) return show(make("p", "Nothing differs from the file.", { class: "quiet" }));
    const nodes = [make("h2", "What would change"), difference(lines, "Lines of the file, before and after")];
    if (faults.length) {
      nodes.push(make("p", `The text has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}, listed below. It is saved once it is a valid case.`, { class: "callout" }));
    } else if (!writable) {
      nodes.push(make("p", "This case belongs to the catalog, so it is not written.", { class: "callout" }));
    } else {
      const row = make("p", undefined, { class: "does" });
      const button = make("button", "Save to the file", { type: "button" });
      const leave = make("button", "Not now", { type: "button", class: "other" });
      button.addEventListener("click", () => save());
      leave.addEventListener("click", () => {
        outcome.replaceChildren();
        text.focus();
      });
      row.append(button, " ", leave);
      nodes.push(row);
      saving = { address, body };
    }
    show(...nodes);
  };

  const save = async () => {
    if (!saving) return;
    const { address, body } = saving;
    const [status, told] = await post(address, { ...body, save: true });
    if (status === 409) return conflict(told);
    if (status !== 200) return refused(told);
    kept = text.value = told.data.text;
    form.dataset.etag = told.data.etag;
    saving = null;
    number();
    findings([], told.data.notes);
    const again = make("p", "Saved. The pages are made anew from the file. ");
    again.append(make("a", "See the outlook", { href: "/outlook" }));
    show(make("div", undefined, { class: "callout" }));
    outcome.firstChild.append(again);
    studio.say("Saved.");
    if (address !== "/api/file") {
      document.querySelector("[data-save]")?.remove();
      if (address === "/api/file/values") location.assign("/case");
    }
  };

  const conflict = (told) => {
    const found = told.conflict;
    const nodes = [make("h2", "Somebody else changed the file"), make("p", `${found.message}. ${found.fix}`, { class: "complaint", role: "alert" })];
    if (found.meanwhile) nodes.push(difference(found.meanwhile, "What was changed meanwhile"));
    nodes.push(difference(found.wanted, "What you want to change"));
    const row = make("p", undefined, { class: "does" });
    const take = (words, value, plain) => {
      const button = make("button", words, { type: "button", ...(plain ? { class: "other" } : {}) });
      button.addEventListener("click", () => {
        kept = found.theirs;
        form.dataset.etag = found.etag;
        text.value = value;
        number();
        review("/api/file", { text: text.value, etag: found.etag });
      });
      row.append(button, " ");
    };
    if (found.both !== null) take("Review both together…", found.both);
    take("Go on with mine in the text…", found.mine, found.both !== null);
    take("Take theirs", found.theirs, true);
    nodes.push(row);
    show(...nodes);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    review("/api/file", { text: text.value, etag: form.dataset.etag });
  });
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  const keep = document.querySelector("form[data-save]");
  if (keep) {
    const changes = Object.fromEntries(studio.changes);
    const name = keep.elements.name;
    const id = keep.elements.id;
    let own = false;
    id.addEventListener("input", () => (own = true));
    name.addEventListener("input", () => {
      if (own) return;
      const plain = name.value.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "");
      id.value = plain.slice(0, 50).replace(/-+$/, "");
    });
    keep.addEventListener("submit", (event) => {
      event.preventDefault();
      review("/api/file/scenarios", { changes, id: id.value, name: name.value, etag: form.dataset.etag });
    });
    keep.querySelector("button[data-save]").addEventListener("click", () => {
      review("/api/file/values", { changes, etag: form.dataset.etag });
    });
  }

  // A draft of this tab that a reload interrupted.
  try {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (draft && draft.text !== kept) {
      text.value = draft.text;
      form.dataset.etag = draft.etag;
      edited.textContent = "Not saved: your text of before the reload";
    }
  } catch {
    // no draft
  }
  number();
});
