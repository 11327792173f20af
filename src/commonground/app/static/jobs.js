// Long work: begin it, follow it, stop it. The server keeps it, so that a reload finds it where it was.
"use strict";

const jobs = (() => {
  const following = new Set();

  const words = (job) => {
    if (job.state === "waiting") return "Waiting for another search to end.";
    const far = job.total ? `${job.done.toLocaleString("en")} of ${job.total.toLocaleString("en")}` : `${job.done.toLocaleString("en")} tried`;
    return `${job.doing || "Starting"}: ${far}, ${Math.round(job.seconds)} s`;
  };

  // Follow a job until it has ended; `seen` hears of every answer.
  const follow = async (id, seen) => {
    if (following.has(id)) return null;
    following.add(id);
    try {
      for (;;) {
        const answer = await studio.ask(`/api/jobs/${id}/progress`);
        if (!answer.ok) {
          studio.complain(await studio.told(answer));
          return null;
        }
        const job = (await answer.json()).data;
        seen(job, words(job));
        if (!["waiting", "running"].includes(job.state)) return job;
        await new Promise((done) => setTimeout(done, 500));
      }
    } finally {
      following.delete(id);
    }
  };

  const show = (place, job, said) => {
    const box = place.querySelector(".progress");
    const bar = box.querySelector("progress");
    const runs = ["waiting", "running"].includes(job.state);
    box.hidden = !runs;
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
    if (runs) place.querySelector(".far").textContent = said;
  };

  const watch = async (place, id) => {
    const job = await follow(id, (found, said) => {
      const now = document.querySelector(`[data-job="${CSS.escape(id)}"]`) ?? place;
      show(now, found, said);
    });
    if (!job) return;
    studio.say(job.state === "done" ? "The search is done." : job.state === "cancelled" ? "Stopped." : "The search failed.");
    const held = document.activeElement?.closest?.("[data-work]")?.dataset.work;
    await studio.refresh();
    if (held) document.querySelector(`[data-work="${CSS.escape(held)}"] button`)?.focus();
  };

  const begin = async (place) => {
    const body = { work: place.dataset.work, changes: Object.fromEntries(studio.changes) };
    if (place.dataset.paths) body.paths = place.dataset.paths.split(",");
    const answer = await studio.ask("/api/jobs", body);
    if (!answer.ok) return studio.complain(await studio.told(answer));
    studio.complain("");
    const job = (await answer.json()).data;
    place.dataset.job = job.id;
    place.dataset.state = job.state;
    const button = place.querySelector("button");
    if (button) {
      button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/^[^:]*/, "Stop"));
      button.textContent = "Stop";
      button.className = "other";
      delete button.dataset.begin;
      button.dataset.cancel = "";
    }
    watch(place, job.id);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".job button");
    if (!button) return;
    const place = button.closest(".job");
    if ("begin" in button.dataset) return begin(place);
    if ("cancel" in button.dataset) {
      button.disabled = true;
      const answer = await studio.ask(`/api/jobs/${place.dataset.job}/cancel`, {});
      if (!answer.ok) studio.complain(await studio.told(answer));
    }
  });

  studio.whenReady(() => {
    for (const place of document.querySelectorAll(".job[data-job]")) {
      if (["waiting", "running"].includes(place.dataset.state)) watch(place, place.dataset.job);
    }
  });

  return { follow, words };
})();
