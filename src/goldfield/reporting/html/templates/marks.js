"use strict";
// A text with marks that nest or cross. All text is set as text, never as markup.
const marking = (() => {
  // What would reorder or hide text is written out, as everywhere in goldfield.
  const HIDDEN = /[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;
  const visible = (text) => text.replace(HIDDEN, (found) =>
    [...Array(found.length).keys()].map((i) =>
      `\\u${found.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""));

  const make = (tag, className, text = "") => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.textContent = visible(text);
    return node;
  };

  // Runs of lines that are not blank; line feeds between them are only space.
  const blocks = (chars) => {
    const found = [];
    let from = 0;
    for (let at = 0; at <= chars.length; at++) {
      if (at < chars.length && chars[at] !== "\n") continue;
      if (at > from) found.push([from, at]);
      from = at + 1;
    }
    return found;
  };

  // The marks of each block; a mark may lie in several.
  const spread = (blocks, marks) => {
    const found = blocks.map(() => []);
    for (const mark of marks) {
      let low = 0, high = blocks.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (blocks[middle][1] <= mark.start) low = middle + 1; else high = middle;
      }
      for (let at = low; at < blocks.length && blocks[at][0] < mark.end; at++) found[at].push(mark);
    }
    return found;
  };

  // Elements nest; a mark that crosses another is closed with it and opened again.
  const fill = (cell, chars, from, to, marks) => {
    const waiting = marks.filter((mark) => mark.end > mark.start)
      .map((mark) => ({ mark, from: Math.max(mark.start, from), to: Math.min(mark.end, to) }))
      .sort((a, b) => a.from - b.from || b.to - a.to ||
        b.mark.wide - a.mark.wide || a.mark.layer - b.mark.layer);
    const open = [];
    let at = from, next = 0;
    const top = () => open.at(-1)?.node ?? cell;
    const text = (upto) => {
      if (upto > at) top().append(visible(chars.slice(at, upto).join("")));
      at = upto;
    };
    const start = ({ mark, to: end }) => {
      const node = make("mark", mark.classes);
      node.dataset.mark = mark.number;
      mark.nodes.push(node);
      top().append(node);
      open.push({ mark, node, to: end });
    };
    while (open.length || next < waiting.length) {
      const ends = open.map((item) => item.to);
      text(Math.min(...ends, next < waiting.length ? waiting[next].from : Infinity));
      const lowest = open.findIndex((item) => item.to === at);
      if (lowest >= 0) open.splice(lowest).filter((item) => item.to > at).forEach(start);
      while (next < waiting.length && waiting[next].from === at) start(waiting[next++]);
    }
    text(to);
  };

  // How many marks that are seen lie in each other below a node; each is told how many.
  const depth = (node) => {
    const below = Math.max(0, ...[...node.children].map(depth));
    if (!node.classList.contains("on")) return below;
    node.style.setProperty("--depth", below);
    return below + 1;
  };

  return { blocks, depth, fill, make, spread, visible };
})();
