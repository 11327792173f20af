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
  const key = `commonground draft ${location.host} ${form.dataset.name}`;
  let kept = text.value;
  let saving = null; // what a confirmed review will send

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
  let goingOn = false; // to the same text in a copy
  addEventListener("beforeunload", (event) => {
    if (dirty() && !goingOn) event.preventDefault();
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
      place.append(lines.make("h3", `${title} (${found.length})`));
      const list = lines.make("ul", undefined, { class: "findings" });
      for (const one of found) {
        const item = lines.make("li", undefined, { class: one.level });
        if (one.line) {
          item.append(lines.make("a", `Line ${one.line}`, { href: "#text", "data-line": one.line, "data-column": one.column }), " ");
        }
        if (one.path) item.append(lines.make("code", one.path), ": ");
        item.append(`${one.message}${one.got ? ` (got ${one.got})` : ""}. ${one.fix}`);
        list.append(item);
      }
      place.append(list);
    }
    if (!faults.length && !notes.length) {
      place.append(lines.make("p", "None: the text is a valid case, and there is nothing to remark.", { class: "quiet" }));
    }
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
    const box = lines.make("div", undefined, { class: "complaint", role: "alert" });
    const faults = (told.findings ?? []).filter((one) => one.path || one.where);
    if (faults.length > 1) {
      const list = lines.make("ul");
      for (const one of faults) list.append(lines.make("li", `${one.where || one.path}: ${one.message}. ${one.fix}`));
      box.append(lines.make("p", "Nothing was written:"), list);
    } else box.append(lines.make("p", `${told.error.message}. ${told.error.fix}`));
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
    const { difference: changed, faults, notes } = told.data;
    findings(faults, notes);
    if (!changed.length) return show(lines.make("p", "Nothing differs from the file.", { class: "quiet" }));
    const nodes = [lines.make("h2", "What would change"), lines.table(changed, "Lines of the file, before and after")];
    if (faults.length) {
      nodes.push(lines.make("p", `The text has ${faults.length === 1 ? "a fault" : `${faults.length} faults`}, listed below. It is saved once it is a valid case.`, { class: "callout" }));
    } else if (!writable) {
      const told = lines.make("p", "This case belongs to the catalog, so it is not written. ", { class: "callout" });
      told.append(lines.make("a", "Save a copy here", { href: "#copy" }), "; your text goes along.");
      nodes.push(told);
    } else {
      const row = lines.make("p", undefined, { class: "does" });
      const button = lines.make("button", "Save to the file", { type: "button" });
      const leave = lines.make("button", "Not now", { type: "button", class: "other" });
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
    const again = lines.make("p", "Saved. The pages are made anew from the file. ");
    again.append(lines.make("a", "See the outlook", { href: "/outlook" }));
    show(lines.make("div", undefined, { class: "callout" }));
    outcome.firstChild.append(again);
    studio.say("Saved.");
    if (address !== "/api/file") {
      document.querySelector("[data-save]")?.remove();
      if (address === "/api/file/values") location.assign("/case");
    }
  };

  const conflict = (told) => {
    const found = told.conflict;
    const nodes = [lines.make("h2", "Somebody else changed the file"), lines.make("p", `${found.message}. ${found.fix}`, { class: "complaint", role: "alert" })];
    if (found.meanwhile) nodes.push(lines.table(found.meanwhile, "What was changed meanwhile"));
    nodes.push(lines.table(found.wanted, "What you want to change"));
    const row = lines.make("p", undefined, { class: "does" });
    const take = (words, value, plain) => {
      const button = lines.make("button", words, { type: "button", ...(plain ? { class: "other" } : {}) });
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
    const changes = () => Object.fromEntries(studio.changes);
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
      review("/api/file/scenarios", { changes: changes(), id: id.value, name: name.value, etag: form.dataset.etag });
    });
    keep.querySelector("button[data-save]").addEventListener("click", () => {
      review("/api/file/values", { changes: changes(), etag: form.dataset.etag });
    });
  }

  // What was taken back beside the page is not kept, nor what was about to be.
  document.addEventListener("studio:changed", () => {
    if (saving && saving.address !== "/api/file") {
      saving = null;
      outcome.replaceChildren();
    }
    const section = document.getElementById("save");
    if (!section) return;
    const count = studio.changes.size;
    section.hidden = count === 0;
    section.querySelector("[data-count]").textContent = count === 1 ? "1 value differs" : `${count} values differ`;
  });

  // A case of the catalog: a copy of one's own, and on with it as it is pushed here.
  const copy = document.querySelector("form[data-copy]");
  copy?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = copy.querySelector("button");
    if (button.disabled) return;
    button.disabled = true;
    const [status, told] = await post("/api/file/copy", { name: copy.elements.name.value });
    if (status !== 200) {
      button.disabled = false;
      copy.parentNode.querySelector(".complaint")?.remove();
      copy.after(lines.make("p", `${told.error.message}. ${told.error.fix}`, { class: "complaint", role: "alert" }));
      return;
    }
    goingOn = true;
    history.replaceState(null, "", `/case${location.search}${studio.changes.size ? "#save" : ""}`);
    location.reload();
  });

  // A draft of this tab that a reload interrupted.
  let draft = null;
  try {
    draft = JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    // none
  }
  if (draft && draft.text !== kept) {
    text.value = draft.text;
    form.dataset.etag = draft.etag;
  }
  number();
  if (dirty()) edited.textContent = "Not saved: your text of before the reload";
});
