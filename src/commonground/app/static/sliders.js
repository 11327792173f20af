// Sliders and their numbers: two ways to say the same, both with the keyboard.
"use strict";

(() => {
  const step = (slider) => Number(slider.dataset.step) || 1;
  const tidy = (number) => String(Number(Number(number).toPrecision(10)));
  // A slider moves in steps, but may stand between two where the case does.
  const stepped = (slider) => {
    const size = step(slider);
    const least = Number(slider.min);
    const most = Number(slider.max);
    const moved = least + Math.round((Number(slider.value) - least) / size) * size;
    return tidy(Math.min(Math.max(moved, least), most));
  };
  const mate = (input, kind) => input.closest("[data-control]").querySelector(`input[type="${kind}"]`);
  const mark = (control, changed) => {
    control.classList.toggle("changed", changed);
    control.querySelector("[data-reset-one]").hidden = !changed;
  };

  const moved = (input, full) => {
    const control = input.closest("[data-control]");
    let value;
    if (input.type === "range") {
      value = stepped(input);
      mate(input, "number").value = value;
    } else {
      if (input.value === "" || !input.validity.valid) {
        if (full) {
          input.value = studio.changes.get(input.dataset.path) ?? input.dataset.default;
          studio.complain(`${input.getAttribute("aria-label")}: give a number from ${input.min} to ${input.max}.`);
        }
        return;
      }
      value = tidy(input.value);
      mate(input, "range").value = value;
    }
    mark(control, true);
    studio.set(input.dataset.path, value, full);
  };

  // Arrow keys move by one step, page keys by ten: `step=any` would move by a hundredth of the range.
  const keyed = (event) => {
    const slider = event.target;
    if (slider.type !== "range" || !slider.dataset.path) return;
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    slider.value = tidy(Number(slider.value) + by * step(slider));
    moved(slider, false);
    clearTimeout(slider.released);
    slider.released = setTimeout(() => moved(slider, true), 400);
  };

  const back = (path) => {
    const control = document.querySelector(`[data-control="${CSS.escape(path)}"]`);
    if (!control) return;
    for (const input of control.querySelectorAll("input[data-path]")) input.value = input.dataset.default;
    mark(control, false);
  };

  document.addEventListener("input", (event) => {
    if (event.target.dataset.path) moved(event.target, false);
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset.path) moved(event.target, true);
  });
  document.addEventListener("keydown", keyed);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reset-one]");
    if (!button) return;
    const path = button.dataset.resetOne;
    const slider = button.closest("[data-control]").querySelector('input[type="range"]');
    back(path);
    slider.focus();
    studio.set(path, null, true);
  });
  // Reset in the table beside
  document.addEventListener("studio:changed", () => {
    for (const control of document.querySelectorAll(".control.changed[data-control]")) {
      if (!studio.changes.has(control.dataset.control)) back(control.dataset.control);
    }
  });
})();
