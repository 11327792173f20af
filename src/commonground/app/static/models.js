// Pages of models: what is asked of a page, such as an issue or a state, goes into its address beside what is pushed.
"use strict";

(() => {
  const asked = (name, value) => {
    if (value === "") studio.more.delete(name);
    else studio.more.set(name, value);
    const query = new URLSearchParams();
    for (const [path, text] of studio.changes) query.set(`set.${path}`, text);
    for (const [key, text] of studio.more) query.set(key, text);
    return `${location.pathname}?${query}`;
  };
  // The answer is put in place and told; without a place to go to, the page is opened anew.
  const ask = async (name, value, soft, to) => {
    const address = asked(name, value);
    if (!soft) {
      location.assign(address);
      return;
    }
    history.pushState(null, "", address);
    await studio.refresh();
    const head = to && document.getElementById(to);
    if (!head) return;
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "start" });
    studio.say(head.textContent);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-ask]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask(link.dataset.ask, link.dataset.value, "soft" in link.dataset, link.dataset.to);
  });
  document.addEventListener("submit", (event) => {
    const name = event.target.dataset.askForm;
    if (!name) return;
    event.preventDefault();
    const value = event.target.elements[name].value.trim();
    ask(name, value, true, name === "state" ? "why" : "target");
  });
  // In the picture a state's number leads where its link in the list does; the list is there for the keyboard.
  document.addEventListener("click", (event) => {
    const place = event.target.closest('[data-figure^="state-graph"] text');
    if (!place) return;
    const code = CSS.escape(place.textContent.trim());
    document.querySelector(`a[data-ask="state"][data-value="${code}"]`)?.click();
  });
})();
