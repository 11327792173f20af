// Pages of models: what is asked of a page, such as an issue or a state, goes into its address beside what is pushed.
"use strict";

(() => {
  const asked = (name, value) => {
    const query = new URLSearchParams(location.search);
    if (value === "") query.delete(name);
    else query.set(name, value);
    return `${location.pathname}?${query}`;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-ask]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.assign(asked(link.dataset.ask, link.dataset.value) + (link.hash || ""));
  });
})();
