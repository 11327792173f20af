// The evidence page: proposals are looked at and decided, documents are brought and read.
"use strict";

studio.whenReady(() => {
  const form = document.getElementById("bring");
  if (!form || form.dataset.started) return;
  form.dataset.started = "yes";
  const content = document.getElementById("content");
  const word = document.querySelector('meta[name="commonground"]').content;
  const box = document.getElementById("reading");
  const outcome = document.getElementById("read");
  const count = (number, name, several) => `${number} ${number === 1 ? name : (several ?? `${name}s`)}`;

  const refused = async (answer, place) => {
    place.replaceChildren(lines.make("p", await studio.told(answer), { class: "complaint", role: "alert" }));
  };

  const look = async (place, number) => {
    const answer = await studio.ask(`/api/evidence/proposals/${number}`);
    if (!answer.ok) return refused(answer, place);
    const found = (await answer.json()).data;
    const nodes = found.files.map((file) => lines.table(file.difference, `Lines of ${file.name}, before and after`));
    for (const one of found.told) nodes.push(lines.make("p", one, { class: "callout" }));
    if (!nodes.length) nodes.push(lines.make("p", "The case says so already.", { class: "quiet" }));
    place.replaceChildren(...nodes);
  };

  const decide = async (article, number, decision) => {
    const place = article.querySelector(".looked");
    const move = article.querySelector("[data-move]")?.checked ?? false;
    const answer = await studio.ask(`/api/evidence/proposals/${number}`, { decision, move_as_of: move });
    if (!answer.ok) return refused(answer, place);
    const found = (await answer.json()).data;
    const files = found.files.length ? `: ${found.files.join(", ")} written` : "";
    studio.say(`Proposal ${number} ${found.decision}${files}. ${found.told.join(" ")}`);
    const title = document.getElementById("proposals-title");
    article.replaceChildren(lines.make("p", `Proposal ${number} ${found.decision}${files}. ${found.told.join(" ")}`, { class: "callout" }));
    title?.focus();
    studio.refresh();
  };

  content.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-proposal] button");
    if (!button) return;
    const article = button.closest("[data-proposal]");
    const number = article.dataset.proposal;
    button.disabled = true;
    try {
      if ("look" in button.dataset) await look(article.querySelector(".looked"), number);
      else await decide(article, number, button.dataset.decide);
    } finally {
      button.disabled = false;
    }
  });

  const follow = async (job) => {
    box.hidden = false;
    box.dataset.running = job.id;
    const bar = box.querySelector("progress");
    const done = await jobs.follow(job.id, (found, said) => {
      box.querySelector(".far").textContent = said;
      if (found.total) {
        bar.max = found.total;
        bar.value = found.done;
      } else bar.removeAttribute("value");
    });
    box.hidden = true;
    try {
      sessionStorage.removeItem("commonground reading");
    } catch {
      // no storage
    }
    if (!done) return;
    if (done.state === "failed") {
      outcome.replaceChildren(lines.make("p", `${done.error.message}. ${done.error.fix}`, { class: "complaint" }));
      return;
    }
    if (done.state === "cancelled") {
      outcome.replaceChildren(lines.make("p", "Stopped; what was read before is kept.", { class: "quiet" }));
    } else {
      const found = (await (await studio.ask(`/api/jobs/${done.id}`)).json()).data.result;
      const told = [];
      if (found.documents) {
        const fresh = found.documents.filter((one) => one.new).length;
        const events = found.documents.reduce((sum, one) => sum + one.events, 0);
        told.push(`${count(found.documents.length, "document")} read, ${fresh} new, with ${count(events, "event")}.`);
      }
      if ("proposals" in found) told.push(`${count(found.proposals, "new proposal")}.`);
      const list = lines.make("ul");
      for (const one of found.unread ?? []) list.append(lines.make("li", one));
      outcome.replaceChildren(lines.make("p", told.join(" ")), ...(list.children.length ? [lines.make("p", "Not read:"), list] : []));
    }
    studio.refresh();
  };

  const begin = async (address, body) => {
    const answer = await studio.ask(address, body);
    if (!answer.ok) return refused(answer, outcome);
    const job = (await answer.json()).data;
    try {
      sessionStorage.setItem("commonground reading", job.id);
    } catch {
      // no storage: a reload does not find it, but it goes on
    }
    outcome.replaceChildren();
    return follow(job);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [];
    outcome.replaceChildren(lines.make("p", "Bringing the files…", { class: "quiet" }));
    for (const file of form.elements.files.files) {
      const answer = await fetch(`/api/evidence/files?name=${encodeURIComponent(file.name)}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream", "x-commonground": word },
        body: file,
      }).catch(() => null);
      if (!answer) {
        outcome.replaceChildren(lines.make("p", `${file.name}: larger than 8 MB, or the studio does not answer.`, { class: "complaint", role: "alert" }));
        return;
      }
      if (!answer.ok) return refused(answer, outcome);
      files.push((await answer.json()).data.file);
    }
    const body = { files, source: form.elements.source.value };
    if (form.elements.day.value) body.day = form.elements.day.value;
    await begin("/api/evidence/read", body);
    form.elements.files.value = "";
  });

  form.addEventListener("click", async (event) => {
    if (event.target.closest("[data-suggest]")) begin("/api/evidence/suggest", {});
    if (event.target.closest("[data-stop]")) await studio.ask(`/api/jobs/${box.dataset.running}/cancel`, {});
  });

  // A reading that a reload interrupted goes on.
  let held = null;
  try {
    held = sessionStorage.getItem("commonground reading");
  } catch {
    // none
  }
  if (held) follow({ id: held });
});
