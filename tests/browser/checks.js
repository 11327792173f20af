// What the tests ask of an opened page. Each function answers with plain values.

const checks = {
  // The elements that make the page scroll sideways, or "".
  overflow() {
    const room = document.documentElement.clientWidth;
    const width = document.documentElement.scrollWidth;
    if (width <= room) return "";
    const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > room + 1);
    const names = wide.map((e) => `${e.tagName}.${e.className?.baseVal ?? e.className}#${e.id}`);
    return `${width} > ${room}: ${names.slice(0, 6).join(", ")}`;
  },

  // Tag of the element that has the focus, and whether a reader can see that it has.
  focus() {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return [element.tagName, outlined || style.boxShadow !== "none"];
  },

  // Text whose contrast with the ground it is painted on is under 4.5 to 1 (3 to 1 where it is large).
  faint() {
    const channels = (colour) => {
      const numbers = colour.match(/[\d.]+/g).map(Number);
      return numbers.length < 4 ? [...numbers, 1] : numbers;
    };
    const linear = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const luminance = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    const ground = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const colour = channels(getComputedStyle(e).backgroundColor);
        if (colour[3] > 0) return colour;
      }
      return [255, 255, 255, 1];
    };
    const faults = new Set();
    for (const element of document.body.querySelectorAll("*")) {
      const words = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join("");
      if (!words || element.closest("svg") || element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      if (style.visibility === "hidden") continue;
      const [a, b] = [luminance(channels(style.color)), luminance(ground(element))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) faults.add(`${element.tagName}: ${ratio.toFixed(2)} "${words.slice(0, 40)}"`);
    }
    return [...faults].slice(0, 10);
  },
};
