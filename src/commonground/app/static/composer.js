// The package composer: what is picked goes into the address, and the answer is put beside.
"use strict";

document.addEventListener("change", (event) => {
  const pick = event.target.dataset.pick;
  if (!pick) return;
  studio.more.set(`pick.${pick}`, event.target.value);
  studio.push(true, { quiet: true });
});
