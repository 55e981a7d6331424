// A path between two cards: the fewest links over what is drawn, as a list of sentences and on the map.

/** The cards and lines from where a path starts to a card, nothing where none starts; empty if there is no way. */
function pathTo(card) {
  const start = byId.get(state.from);
  if (!start || start === card) return null;
  const came = new Map([[start, null]]);
  for (let edge = [start]; edge.length && !came.has(card);) {
    const met = [];
    for (const at of edge) for (const link of at.links) {
      const to = link.from === at ? link.to : link.from;
      if (drawn.has(link.key) && !came.has(to)) { came.set(to, { at, link }); met.push(to); }
    }
    edge = met;
  }
  const cards = [card], lines = [];
  for (let step = came.get(card); step; step = came.get(step.at)) {
    cards.unshift(step.at);
    lines.unshift(step.link);
  }
  return { start, cards, lines };
}

const named = (card) => `${data.looks[card.type].label} ${card.label}`;

function toldPath({ start, lines }) {
  if (!lines.length) return `no path from ${named(start)} over the links shown`;
  return `a path of ${number(lines.length)} ${lines.length === 1 ? "link" : "links"} from ${named(start)}`;
}

function pathStep(link, from, to) {
  const item = el("li"), word = data.relations[link.type][link.from === from ? 0 : 1];
  item.append(el("span", from.label, { dir: "auto" }), " ", el("b", word), " ", cardButton(to));
  if (link.basis === "derived") item.append(" ", el("span", "by rule", { class: "tag", title: data.rules[link.rule] || "" }));
  return item;
}

function cardButton(card) {
  const button = el("button", undefined, { type: "button", "data-node": card.id });
  button.append(icon(card.type), " ", el("span", card.label, { dir: "auto" }));
  button.addEventListener("click", () => choose(card.id, true));
  return button;
}

function pathEnd() {
  const end = el("button", "End the path", { type: "button" });
  end.addEventListener("click", () => { change({ from: "" }); $("panel-title").focus(); });
  return end;
}

/** What the panel says of a path: where to start one, how to go on, or its steps. */
function pathPart(card) {
  const part = el("section", undefined, { class: "path" });
  if (way && way.lines.length) {
    const steps = el("ol");
    steps.append(...way.lines.map((link, n) => pathStep(link, way.cards[n], way.cards[n + 1])));
    part.append(el("h3", `Path from ${named(way.start)}`), steps, pathEnd());
  } else if (way) {
    part.append(el("p", `There is ${toldPath(way)}.`), pathEnd());
  } else if (state.from === card.id) {
    part.append(el("p", "A path starts here: choose where it leads, on the map or in the table."), pathEnd());
  } else {
    const start = el("button", "Find a path from here", { type: "button" });
    start.addEventListener("click", () => { change({ from: card.id }); $("panel-title").focus(); });
    part.append(start);
  }
  return part;
}
