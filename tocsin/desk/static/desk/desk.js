"use strict";
// Live marks become events on <body> (live-...); keys work what the page already offers.
(() => {
  const find = (selector) => document.querySelector(selector);
  const light = find("#live");
  if (light) {
    let seen = null;
    const source = new EventSource("/live");
    source.addEventListener("marks", (event) => {
      const marks = JSON.parse(event.data);
      for (const subject in marks)
        if (seen && marks[subject] !== seen[subject])
          document.body.dispatchEvent(new CustomEvent("live-" + subject));
      seen = marks;
      light.dataset.state = "on";
    });
    source.onerror = () => (light.dataset.state = "off");
    addEventListener("pagehide", () => source.close());
    // What is new waits while somebody points at the page or writes.
    setInterval(() => {
      if (!find("main:hover, main :focus, #roll-call [open]"))
        document.body.dispatchEvent(new CustomEvent("calm"));
    }, 3000);
  }
  const step = (by) => {
    const rows = [...document.querySelectorAll("[data-row]")];
    const at = rows.indexOf(document.activeElement);
    const here = at < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : at;
    rows[Math.min(rows.length - 1, Math.max(0, here + by))]?.focus();
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") {
      const field = find("main [data-search]") || find("[data-search]");
      if (!field?.offsetParent) find("#menu")?.showPopover();
      field?.focus();
    } else if (event.key === "?") find("#keys")?.showModal();
    else {
      const target = find(`[data-key="${CSS.escape(event.key)}"]`);
      if (!target) return;
      target.focus();
      target.click();
    }
    event.preventDefault();
  });
})();
