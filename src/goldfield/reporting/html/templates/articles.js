"use strict";
// Lays gold and predicted annotations over a text. All text is set as text, never as markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const part = (name) => document.getElementById(`browser-${name}`);
  if (!part("list")) return;
  const { sides, layers, statuses, articles } = read("articles-overview");
  const state = { shown: -1, kept: null, marks: [], items: [], buttons: [], order: [] };
  const { blocks, depth, fill, make, spread, visible } = marking;
  const { follow, inspect, keys, light, markAt, rove } =
    choosing({ state, sides, layers, part });
  const QUOTES = layers.indexOf("quotes");
  const GLYPHS = { partial: "≈", wrong: "≠", missed: "−", spurious: "+" };

  const isOn = () => [...part("layers").querySelectorAll("input")].map((box) => box.checked);
  const onlyErrors = () => Boolean(part("errors")?.checked);

  // ---- the list of articles ----

  const titleOf = (text) => text.split("\n").find((line) => line.trim())?.trim().slice(0, 90) ?? "";
  const errorsOf = (article, on) => article[3].reduce((sum, n, i) => sum + (on[i] ? n : 0), 0);

  const list = () => {
    const on = isOn(), words = part("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = articles.map((article, at) => ({ at, errors: errorsOf(article, on) }));
    const fits = ({ at, errors }) => (errors || !onlyErrors()) &&
      words.every((word) => state.words[at].includes(word));
    const found = rows.filter(fits);
    if (part("order")?.value) found.sort((a, b) => b.errors - a.errors);
    for (const { at, errors } of rows) {
      state.buttons[at].querySelector(".count").textContent = sides.length > 1 ? errors : "";
      state.buttons[at].parentElement.hidden = true;
    }
    for (const { at } of found) state.buttons[at].parentElement.hidden = false;
    part("list").append(...found.map(({ at }) => state.buttons[at].parentElement));
    const noun = sides.length > 1 ? "articles; beside each its errors in the layers shown" : "articles";
    part("count").textContent = `${found.length} of ${articles.length} ${noun}`;
    state.order = found.map(({ at }) => at);
    step(0);
  };

  const step = (by) => {
    const at = state.order.indexOf(state.shown);
    part("previous").disabled = at <= 0;
    part("next").disabled = at < 0 ? !state.order.length : at >= state.order.length - 1;
    if (by) show(state.order[at + by]);
  };

  // ---- one article ----

  const show = (at) => {
    const [id, about, text] = articles[at];
    state.buttons[state.shown]?.removeAttribute("aria-current");
    state.buttons[at].setAttribute("aria-current", "true");
    Object.assign(state, { shown: at, kept: null, marks: [], chars: [...text] });
    part("title").textContent = visible(id);
    part("about").textContent = visible(about);
    state.items = read(`article-${at}`).map((items, side) => items.map(
      ([title, details, refers, marks], number) => ({ title, details, refers, side, number,
        marks: marks.map((mark) => markOf(mark, side, number)) })));
    draw();
    step(0);
    inspect(null);
  };

  const markOf = ([start, end, layer, label, status = 0, why = "", text = ""], side, item) => {
    const mark = { start, end, layer, label, why, text, side, item, nodes: [],
      number: state.marks.length, status: statuses[status], wide: layer === QUOTES,
      classes: `layer-${layers[layer]} ${statuses[status]}` };
    state.marks.push(mark);
    return mark;
  };

  const draw = () => {
    const panes = part("panes");
    panes.replaceChildren(...sides.map((side) => make("h4", "side", side)));
    const places = blocks(state.chars);
    const found = sides.map((_, at) =>
      spread(places, state.marks.filter((mark) => mark.side === at)));
    places.forEach(([from, to], place) => sides.forEach((side, at) => {
      const cell = make("div", "pane");
      cell.dataset.side = side;
      fill(cell, state.chars, from, to, found[at][place]);
      panes.append(cell);
    }));
    for (const mark of state.marks) {
      const last = mark.nodes.at(-1);
      if (last) last.dataset.tag = (GLYPHS[mark.status] ?? "") + visible(mark.label);
      mark.nodes[0]?.classList.add("first");
    }
    const lost = state.marks.filter((mark) => mark.start < 0);
    part("unfound").hidden = !lost.length;
    part("unfound").textContent = "Predicted, and not in the text: " +
      lost.map((mark) => `“${visible(mark.text)}” (${layers[mark.layer]})`).join(", ");
    toggle();
  };

  // Which marks are seen; each is underlined below those within it.
  const toggle = () => {
    const on = isOn();
    for (const mark of state.marks) {
      mark.on = on[mark.layer] && (!onlyErrors() || mark.status in GLYPHS);
      for (const node of mark.nodes) node.classList.toggle("on", mark.on);
    }
    for (const pane of part("panes").querySelectorAll(".pane")) {
      pane.style.setProperty("--depth", depth(pane));
    }
    rove(state.kept ?? state.marks.find((mark) => mark.on && mark.nodes.length));
  };

  // ---- events ----

  const panes = part("panes");
  panes.addEventListener("pointerover", (event) => light(markAt(event.target) ?? state.kept));
  panes.addEventListener("pointerleave", () => light(state.kept));
  panes.addEventListener("click", (event) => {
    const mark = markAt(event.target);
    if (mark) return follow(mark);
    state.kept = null;
    inspect(null);
  });
  panes.addEventListener("focusin", (event) => {
    const mark = markAt(event.target);
    if (mark) inspect(state.kept = mark);
  });
  panes.addEventListener("keydown", (event) => {
    const mark = document.activeElement.dataset.mark;
    if (!(event.key in keys) || mark === undefined) return;
    event.preventDefault();
    keys[event.key](state.marks[mark]);
  });
  part("previous").addEventListener("click", () => step(-1));
  part("next").addEventListener("click", () => step(1));
  part("find").addEventListener("input", list);
  part("order")?.addEventListener("change", list);
  part("layers").addEventListener("change", () => { list(); toggle(); });
  part("errors")?.addEventListener("change", () => { list(); toggle(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-article]");
    if (!link) return;
    const at = articles.findIndex(([id]) => id === link.dataset.article);
    if (at < 0) return;
    event.preventDefault(); // it would take the focus from the mark
    show(at);
    part("title").scrollIntoView();
    const { start, layer } = link.dataset;
    const box = part("layers").querySelectorAll("input")[layers.indexOf(layer)];
    if (box && !box.checked) box.click();
    const mark = state.marks.find((one) => one.start === Number(start) && one.nodes.length &&
      layers[one.layer] === layer && one.status in GLYPHS);
    if (mark) follow(mark);
    else part("title").focus();
  });

  state.words = articles.map(([id, , text]) => `${id}\n${text}`.toLowerCase());
  state.buttons = articles.map(([id, , text], at) => {
    const row = make("li"), button = make("button", "pick");
    button.type = "button";
    button.append(make("span", "id", id), make("span", "count"), make("span", "line", titleOf(text)));
    button.addEventListener("click", () => show(at));
    row.append(button);
    return button;
  });
  if (articles.length) {
    part("list").append(...state.buttons.map((button) => button.parentElement));
    list();
    show(0);
  }
})();
