"use strict";
// What a mark that is pointed at or chosen belongs to, and ways from one to another.
const choosing = ({ state, sides, layers, part }) => {
  const { make } = marking;
  const QUOTES = layers.indexOf("quotes"), SPEAKERS = layers.indexOf("speakers");
  const HINT = "Click a mark to see what it is.";

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

  return { follow, inspect, keys, light, markAt, rove };
};
