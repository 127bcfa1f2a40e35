"use strict";
// Lays gold and predicted annotations over a text. All text is set as text, never as markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const part = (name) => document.getElementById(`browser-${name}`);
  if (!part("list")) return;
  const { sides, layers, statuses, articles } = read("articles-overview");
  const state = { shown: -1, kept: null, hot: null, marks: [], items: [], buttons: [], order: [] };
  const { blocks, depth, fill, make, visible } = marking;
  const QUOTES = layers.indexOf("quotes"), SPEAKERS = layers.indexOf("speakers");
  const HINT = "Click a mark to see what it is.";
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
    Object.assign(state, { shown: at, kept: null, hot: null, marks: [], chars: [...text] });
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
    for (const [from, to] of blocks(state.chars)) {
      sides.forEach((side, at) => {
        const cell = make("div", "pane");
        cell.dataset.side = side;
        fill(cell, state.chars, from, to, state.marks.filter((mark) => mark.side === at));
        panes.append(cell);
      });
    }
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

  // ---- choosing a mark ----

  const itemOf = (mark) => state.items[mark.side][mark.item];
  const markAt = (target) => {
    let node = target.closest?.("mark");
    while (node && !node.classList.contains("on")) node = node.parentElement.closest("mark");
    return node ? state.marks[node.dataset.mark] : null;
  };

  const light = (mark) => {
    for (const node of part("panes").querySelectorAll(".hot, .linked, .across, .speaker")) {
      node.classList.remove("hot", "linked", "across", "speaker");
    }
    if (!mark) return;
    const add = (marks, name) => {
      for (const one of marks) for (const node of one.nodes) node.classList.add(name);
    };
    const item = itemOf(mark);
    const own = mark.layer === SPEAKERS || mark.layer === QUOTES
      ? item.marks : item.marks.filter((one) => one.layer === mark.layer || one.on);
    add(own, "hot");
    add(item.marks.filter((one) => one.layer === SPEAKERS && one.label === "speaker"), "speaker");
    for (const at of item.refers) add(state.items[mark.side][at].marks, "linked");
    add(state.marks.filter((one) => one.side !== mark.side && one.layer === mark.layer &&
      one.start < mark.end && one.end > mark.start), "across");
  };

  const speakerOf = (mark) => {
    const item = itemOf(mark);
    return item.marks.find((one) => one.layer === SPEAKERS && one.label === "speaker") ??
      state.items[mark.side][item.refers[0]]?.marks.find((one) => one.start >= 0);
  };

  const inspect = (mark) => {
    const box = part("inspector");
    light(mark);
    if (!mark) return box.replaceChildren(make("p", "muted", HINT));
    const item = itemOf(mark);
    const head = make("p", "what");
    head.append(make("strong", `layer-${layers[mark.layer]}`, layers[mark.layer]), " ",
      make("span", "", item.title));
    const told = sides.length > 1 ? [[sides[mark.side],
      [mark.status || "not scored", mark.why].filter(Boolean).join(": ")]] : [];
    const facts = make("dl");
    for (const [name, text] of [...told, ...item.details]) {
      const fact = make("div");
      fact.append(make("dt", "", name), make("dd", "", text));
      facts.append(fact);
    }
    box.replaceChildren(head, ...ways(mark, item), facts);
  };

  // Buttons from a quote to its speaker, and to whatever else an item refers to.
  const ways = (mark, item) => {
    const speaker = mark.layer === QUOTES || mark.layer === SPEAKERS ? speakerOf(mark) : null;
    const goals = item.refers.map((at) => state.items[mark.side][at])
      .map((other) => [other.title, other.marks.find((one) => one.nodes.length)]);
    if (speaker?.nodes.length) goals.unshift([`speaker: ${textOf(speaker)}`, speaker]);
    return goals.filter(([, goal]) => goal).map(([name, goal]) => {
      const button = make("button", "button", `→ ${name}`);
      button.type = "button";
      button.addEventListener("click", () => follow(goal));
      return button;
    });
  };
  const textOf = (mark) => state.chars.slice(mark.start, mark.end).join("");

  const rove = (mark) => {
    for (const node of part("panes").querySelectorAll("mark[tabindex]")) {
      node.removeAttribute("tabindex");
    }
    for (const side of sides.keys()) {
      const first = mark?.side === side ? mark
        : state.marks.find((one) => one.side === side && one.on && one.nodes.length);
      if (first?.nodes.length) first.nodes[0].tabIndex = 0;
    }
  };

  const follow = (mark) => {
    state.kept = mark;
    rove(mark);
    mark.nodes[0].tabIndex = 0;
    mark.nodes[0].focus({ preventScroll: true });
    mark.nodes[0].scrollIntoView({ block: "nearest" });
    inspect(mark);
  };

  const move = (mark, by) => {
    const order = state.marks.filter((one) => one.side === mark.side && one.on && one.nodes.length)
      .sort((a, b) => a.start - b.start || b.end - a.end);
    const next = order[order.indexOf(mark) + by];
    if (next) follow(next);
  };

  const keys = {
    ArrowRight: (mark) => move(mark, 1), ArrowDown: (mark) => move(mark, 1),
    ArrowLeft: (mark) => move(mark, -1), ArrowUp: (mark) => move(mark, -1),
    Escape: () => { state.kept = null; inspect(null); },
    Enter: (mark) => {
      const item = itemOf(mark);
      const goal = mark.layer === SPEAKERS
        ? item.marks.find((one) => one.layer === QUOTES) : speakerOf(mark);
      if (goal?.nodes.length) follow(goal);
    },
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
