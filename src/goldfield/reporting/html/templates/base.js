"use strict";
// Without this script every table and chart is there all the same; nothing here makes text.
(() => {
  const value = (cell) => cell.dataset.value ?? cell.textContent.trim();
  // "1,234", "12 %", and of "3 / 4" the first
  const numeric = (text) => Number(text.replaceAll(",", "").replace(/\s*(%|\/.*)$/, ""));
  const absent = (text) => text === "" || text === "-";

  // Numbers before words, what is absent always last; equals stay as they were.
  const compare = (a, b) => {
    const x = numeric(a), y = numeric(b);
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    return a < b ? -1 : a > b ? 1 : 0;
  };

  const sort = (table, head) => {
    const heads = [...head.parentElement.children];
    const column = heads.indexOf(head);
    const first = head.classList.contains("number") ? "descending" : "ascending";
    const other = first === "descending" ? "ascending" : "descending";
    const order = head.getAttribute("aria-sort") === first ? other : first;
    for (const one of heads) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [value(row.cells[column]), row]);
    rows.sort(([a], [b]) =>
      absent(a) || absent(b) ? absent(a) - absent(b) : sign * compare(a, b));
    body.append(...rows.map(([, row]) => row));
  };

  for (const table of document.querySelectorAll("table[data-sorts]")) {
    for (const head of table.tHead.rows[0].cells) {
      if (!head.textContent.trim() || "still" in head.dataset) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head));
    }
  }

  for (const form of document.querySelectorAll("[data-filters]")) {
    const rows = [...document.getElementById(form.dataset.filters).tBodies[0].rows];
    const output = form.querySelector("output");
    const find = form.querySelector("input");
    const chosen = [...form.querySelectorAll("select")];
    const apply = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        const fits = words.every((word) => text.includes(word)) &&
          chosen.every((c) => !c.value || value(row.cells[c.dataset.column]) === c.value);
        row.hidden = !fits;
        shown += fits;
      }
      output.textContent = `${shown} of ${rows.length} ${output.dataset.noun}`;
    };
    form.addEventListener("input", apply);
    apply();
  }

  // What a mark of a chart stands for is its label; a pointer shows it.
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest?.(".chart svg .mark-symbol [aria-label], .chart svg .mark-rect [aria-label], .chart svg .mark-rule.role-mark [aria-label]");
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.getAttribute("aria-label").replaceAll("; ", "\n");
    const place = mark.getBoundingClientRect();
    const left = Math.min(place.left, innerWidth - tip.offsetWidth - 16);
    tip.style.left = `${Math.max(8, left) + scrollX}px`;
    tip.style.top = `${place.bottom + 8 + scrollY}px`;
  });
})();
