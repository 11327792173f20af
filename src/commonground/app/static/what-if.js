// The what-if page: what is chosen stands in the address, and the comparison follows.
"use strict";

studio.whenReady(() => {
  const form = document.getElementById("choices");
  if (!form || form.dataset.started) return;
  form.dataset.started = "yes";

  const compare = async () => {
    const query = new URLSearchParams();
    for (const [name, text] of new URLSearchParams(location.search)) {
      if (name !== "take" && name !== "pull") query.append(name, text);
    }
    for (const name of ["take", "pull"]) {
      const chosen = [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
      if (chosen.length) query.set(name, chosen.join(","));
    }
    const said = query.toString();
    history.replaceState(null, "", location.pathname + (said ? `?${said}` : ""));
    await studio.refresh();
    const row = document.querySelector("#compared tbody tr");
    studio.say(row ? [...row.cells].map((cell) => cell.textContent).join(", ") : "");
    document.getElementById("compared")?.scrollIntoView({ block: "nearest" });
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    compare();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const box of form.querySelectorAll("input:checked")) box.checked = false;
    compare();
  });
});
