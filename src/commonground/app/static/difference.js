// Lines of a text before and after, for whoever is about to save: shared by the pages that write.
"use strict";

const lines = (() => {
  const make = (tag, words, more = {}) => {
    const made = document.createElement(tag);
    if (words !== undefined) made.textContent = words;
    for (const [name, value] of Object.entries(more)) made.setAttribute(name, value);
    return made;
  };
  // Lines that go and lines that come; the sign and a word say which, not only the colour.
  const table = (changed, caption) => {
    const box = make("div", undefined, { class: "scroll", role: "group", tabindex: "0", "aria-label": caption });
    const sheet = make("table", undefined, { class: "difference" });
    sheet.append(make("caption", caption));
    const head = make("tr");
    for (const name of ["Old line", "New line", "", "Text"]) head.append(name ? make("th", name, { scope: "col" }) : make("td"));
    sheet.append(make("thead"));
    sheet.tHead.append(head);
    const body = make("tbody");
    const signs = { gone: ["−", "taken out"], new: ["+", "put in"], same: ["", ""], skip: ["…", ""] };
    for (const line of changed) {
      const row = make("tr", undefined, { class: line.kind });
      const [sign, words] = signs[line.kind];
      const mark = make("td", sign);
      if (words) mark.append(make("span", ` ${words}`, { class: "unseen" }));
      const said = make("td");
      said.append(make("code", line.text, { dir: "auto" }));
      row.append(make("td", line.old ?? ""), make("td", line.new ?? ""), mark, said);
      body.append(row);
    }
    sheet.append(body);
    box.append(sheet);
    return box;
  };

  return { make, table };
})();
