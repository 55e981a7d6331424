// The panel that says all about one card: its words, where they stand, and what it is linked to.

function icon(type) {
  const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg");
  const path = document.createElementNS(ns, "path"), look = data.looks[type];
  for (const [k, v] of Object.entries({ class: "icon " + look.family, viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true" })) svg.setAttribute(k, v);
  path.setAttribute("d", look.path);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

function quoteInPlace(quote, plan) {
  const where = el("p", undefined, { class: "around" });
  const place = quote.page ? `page ${quote.page}, ` : quote.line ? `line ${quote.line}, ` : "";
  const words = `${place}characters ${quote.start}–${quote.end}`, page = data.sources[plan.id];
  where.append(el("bdi", plan.file), ", ",
    page ? el("a", words, { href: `${page}#s${quote.start}-${quote.end}` }) : words);
  return [quoteBlock(quote), where];
}

function facts(card) {
  const list = el("dl");
  const add = (name, value) => { if (value) list.append(el("dt", name), el("dd", value, { dir: "auto" })); };
  add("Number", card.number);
  for (const [name, value] of card.facts || []) add(name, value);
  for (const anomaly of card.anomalies || []) add("Fault in the source", anomaly);
  add("Plan", planName(card.plan));
  return list;
}

function topicList(card) {
  if (!(card.topics || []).length) return [];
  const line = el("p", "About: ", { class: "topics" });
  card.topics.forEach((topic) => {
    const button = el("button", data.topics[topic], { type: "button", title: "Show only this topic" });
    button.addEventListener("click", () => change({ topic, node: "" }));
    line.append(button, " ");
  });
  return [line];
}

function neighbours(card) {
  const groups = new Map();
  for (const link of card.links) {
    const out = link.from === card, other = out ? link.to : link.from;
    const word = data.relations[link.type][out ? 0 : 1];
    if (!groups.has(word)) groups.set(word, []);
    groups.get(word).push({ link, other });
  }
  return [...groups].flatMap(([word, all]) => [el("h3", `${word} (${all.length})`), nearList(all)]);
}

function nearList(all) {
  const list = el("ul", undefined, { class: "near" });
  for (const { link, other } of all) {
    const item = el("li"), button = el("button", undefined, { type: "button", "data-node": other.id });
    button.append(icon(other.type), el("span", other.label, { class: "words", dir: "auto" }));
    if (link.basis !== "stated") button.append(el("span", link.basis === "derived" ? "by rule" : link.basis, { class: "tag", title: data.rules[link.rule] || "" }));
    button.addEventListener("click", () => choose(other.id, true));
    item.append(button);
    list.append(item);
  }
  return list;
}

function describe(card) {
  const plan = data.plans[card.plan], kind = el("p");
  kind.append(icon(card.type), " " + data.looks[card.type].label + " ");
  if (card.basis !== "stated") kind.append(el("span", card.basis === "derived" ? "worked out by rule" : card.basis, { class: "tag" }));
  const rules = [...new Set(card.links.map((l) => l.rule).filter((r) => data.rules[r]))].sort();
  const close = el("button", "Close", { type: "button" });
  close.addEventListener("click", dismiss);
  const page = data.pages[card.id];
  return [...(way ? [pathPart(card)] : []), kind, el("p", card.text, { class: "text", dir: "auto" }), ...(page ? [el("a", "Open its page", { href: page })] : []), facts(card), ...topicList(card), ...(way ? [] : [pathPart(card)]),
    ...(card.quotes || []).flatMap((q) => quoteInPlace(q, plan)), ...neighbours(card),
    ...rules.map((r) => el("p", `By rule ${r}: ${data.rules[r]}`, { class: "around" })), close];
}

function refreshPanel() {
  const card = byId.get(state.node);
  const nothing = state.node ? "There is nothing with this name on this page." : "Choose a card to read what the plan says, where it says it, and what it is linked to.";
  $("panel-title").textContent = card ? card.number ? `${data.looks[card.type].label} ${card.number}` : data.looks[card.type].label : "Details";
  $("details").replaceChildren(...(card ? describe(card) : [el("p", nothing)]));
  $("panel").scrollTop = 0;
}

function dismiss() {
  const back = opener && opener.isConnected ? opener : $("map-title");
  opener = null;
  choose("");
  back.focus();
}
