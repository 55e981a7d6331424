// The page at work: what is chosen and filtered, on the map, in the panel, in the table, in the address.

const byKey = new Map(), byId = new Map();
const places = new Map(read("nodes").map((n) => [n.id, n]));
for (const s of data.statements) {
  const { x, y, label } = places.get(s.key);
  const card = { ...s, x, y, label, home: { x, y }, links: [],
    words: fold([s.number, s.text, ...(s.quotes || []).map((q) => q.exact)].join(" ")) };
  byKey.set(s.key, card);
  byId.set(s.id, card);
}
const links = data.links.map((link, n) => ({ ...link, key: "e" + n, from: byKey.get(link.source), to: byKey.get(link.target) }));
for (const link of links) {
  link.from.links.push(link);
  if (link.to !== link.from) link.to.links.push(link);
}

const EMPTY = { node: "", steps: "1", only: false, q: "", topic: "", basis: "", off: new Set() };
let state = { ...EMPTY };
let shown = new Set(), near = new Set(), drawn = new Set(), bright = new Set();
let network, nodeSet, edgeSet, palette, rows, lanes, columns;
let limit = 200, opener = null;

const $ = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Text for comparing: small letters without accents. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// --- what is shown ---------------------------------------------------------------------------

function fits(card, without) {
  const on = (group, value) => without === group || !state.off.has(group + ":" + value);
  return on("type", card.type) && on("plan", card.plan)
    && (!state.topic || (card.topics || []).includes(state.topic))
    && (state.basis !== "stated" || card.basis !== "derived")
    && (!state.q || fold(state.q).split(/\s+/).every((word) => card.words.includes(word)));
}

/** Is a link drawn, given which cards are shown: rule links without a card of their own only around the chosen one. */
function isDrawn(link, among) {
  if (!among.has(link.source) || !among.has(link.target)) return false;
  if (link.basis !== "derived") return true;
  if (state.basis === "stated") return false;
  return link.structural || state.basis === "all" || [link.from.id, link.to.id].includes(state.node);
}

/** Cards met on the way from one card over drawn links, and those links; `next` says where a link leads. */
function walk(from, most, next) {
  const cards = new Set([from.key]), lines = new Set();
  let edge = [from];
  for (let step = 0; edge.length && step < most; step++) {
    const met = [];
    for (const at of edge) for (const link of at.links) {
      const to = drawn.has(link.key) ? next(link, at) : null;
      if (!to) continue;
      lines.add(link.key);
      if (!cards.has(to.key)) { cards.add(to.key); met.push(to); }
    }
    edge = met;
  }
  return [cards, lines];
}

/** What lies within some steps of a card, or on the whole way to it and from it. */
function around(card) {
  if (state.steps !== "chain") return walk(card, Number(state.steps), (l, at) => (l.from === at ? l.to : l.from));
  const [after, onward] = walk(card, Infinity, (l, at) => (l.from === at ? l.to : null));
  const [before, inward] = walk(card, Infinity, (l, at) => (l.to === at ? l.from : null));
  return [new Set([...before, ...after]), new Set([...inward, ...onward])];
}

function compute() {
  shown = new Set(data.statements.filter((s) => fits(byKey.get(s.key))).map((s) => s.key));
  const chosen = byId.get(state.node);
  if (chosen) shown.add(chosen.key);
  drawn = new Set(links.filter((l) => isDrawn(l, shown)).map((l) => l.key));
  [near, bright] = chosen ? around(chosen) : [new Set(), new Set()];
  if (state.only && chosen) {
    shown = near;
    drawn = new Set(links.filter((l) => drawn.has(l.key) && shown.has(l.source) && shown.has(l.target)).map((l) => l.key));
  }
}

/** Cards at home, or, if only some are looked at, closed up in the same lanes, columns and order. */
function arrange() {
  const closeUp = shown.size < byKey.size;
  const cards = [...shown].map((key) => byKey.get(key));
  if (closeUp) pack(cards);
  else for (const card of byKey.values()) Object.assign(card, card.home);
  lanes = boxes(cards, "plan", "y", closeUp ? null : data.lane_boxes).map((b) => ({ ...b, name: planName(b.key) }));
  columns = boxes(cards, "column", "x", closeUp ? null : data.column_boxes).map((b) => ({ ...b, name: data.columns[b.key] }));
}

const column = (card) => data.looks[card.type].column;
const planName = (at) => [data.plans[at].council, data.plans[at].name].filter(Boolean).join(": ");

/** The same layout as that of all cards, for some: lanes down, columns right, broken to fit a screen. */
function pack(cards) {
  if (!cards.length) return;
  const cells = new Map(), [wide, high] = data.pitch;
  for (const card of [...cards].sort((a, b) => data.ranks[a.key] - data.ranks[b.key])) {
    if (!cells.has(card.plan)) cells.set(card.plan, new Map());
    const stacks = cells.get(card.plan), at = column(card);
    stacks.set(at, [...(stacks.get(at) || []), card]);
  }
  const { breadth } = bestShape(cells);
  const gap = Math.min(190, 70 + cards.length);
  let top = 0;
  for (const [, stacks] of [...cells].sort(([a], [b]) => a - b)) {
    const rows = rowsOf(stacks, breadth);
    let left = 0;
    for (const [at, across] of breadth) {
      placeStack(stacks.get(at) || [], across, left, top, rows * high);
      left += across * wide + 36;
    }
    top += rows * high + gap;
  }
}

function placeStack(stack, across, left, top, height) {
  const [wide] = data.pitch, step = height / Math.ceil(stack.length / across);
  const indent = (across - Math.min(across, stack.length)) * wide / 2;
  stack.forEach((card, n) => Object.assign(card, {
    x: Math.round(left + indent + (n % across + 0.5) * wide), y: Math.round(top + (Math.floor(n / across) + 0.5) * step) }));
}

const rowsOf = (stacks, breadth) => most([...stacks].map(([at, stack]) => Math.ceil(stack.length / breadth.get(at))));

/** How many cards stand side by side in each column for the whole to have about the shape of the map. */
function bestShape(cells) {
  const aim = $("map").clientWidth / $("map").clientHeight || 1.25, [wide, high] = data.pitch;
  const counts = [...cells.values()].flatMap((stacks) => [...stacks].map(([at, stack]) => [at, stack.length]));
  const tallest = most(counts.map(([, n]) => n));
  let best = { unfit: Infinity };
  for (let rows = Math.min(4, tallest); rows <= tallest; rows++) {
    const breadth = new Map();
    for (const [at, n] of counts.sort(([a], [b]) => a - b)) breadth.set(at, Math.max(breadth.get(at) || 1, Math.ceil(n / rows)));
    const across = [...breadth.values()].reduce((a, b) => a + b * wide + 36, 0);
    const down = [...cells.values()].reduce((sum, stacks) => sum + rowsOf(stacks, breadth) * high + 110, 0);
    const unfit = Math.abs(Math.log(across / down / aim));
    if (unfit < best.unfit) best = { unfit, breadth };
  }
  return best;
}

function boxes(cards, kind, axis, given) {
  const of = kind === "plan" ? (n) => n.plan : column;
  const present = new Set(cards.map(of));
  if (given) return given.filter((b) => present.has(b.key));
  const half = kind === "plan" ? CARD_H / 2 + 6 : CARD_W / 2 + 6;
  return [...present].sort((a, b) => a - b).map((key) => {
    const at = cards.filter((n) => of(n) === key).map((n) => n[axis]);
    return { key, start: least(at) - half, end: most(at) + half };
  });
}

// --- the map ---------------------------------------------------------------------------------

function lineLook(link) {
  const close = bright.has(link.key);
  const colour = close ? palette.accent : palette.line;
  return { color: { color: colour, opacity: near.size && !close ? 0.12 : close ? 0.9 : 0.55 }, width: close ? 2.2 : 1 };
}

function drawMap() {
  nodeSet = new vis.DataSet(read("nodes").map((node) => ({ ...node, ctxRenderer: renderer })));
  edgeSet = new vis.DataSet(read("edges").map((edge) => ({ ...edge, hidden: true })));
  network = new vis.Network($("map"), { nodes: nodeSet, edges: edgeSet }, read("options"));
  $("map").querySelectorAll("[tabindex]").forEach((el) => el.removeAttribute("tabindex"));
  network.on("click", ({ nodes }) => choose(nodes.length ? byKey.get(nodes[0]).id : ""));
  network.on("hoverNode", () => { $("map").style.cursor = "pointer"; });
  network.on("blurNode", () => { $("map").style.cursor = ""; });
  network.on("beforeDrawing", (ctx) => {
    if (columns.length) drawLanes(ctx, lanes, columns[0].start, columns[columns.length - 1].end, palette);
  });
  network.on("afterDrawing", overlay);
}

function renderer({ ctx, id, x, y, state: { hover } }) {
  const card = byKey.get(id);
  const look = { hover, chosen: card.id === state.node, dim: near.size > 0 && !near.has(id) };
  return {
    drawNode: () => drawCard(ctx, card, x, y, detailAt(network ? network.getScale() : 1), look, palette),
    nodeDimensions: { width: CARD_W, height: CARD_H },
  };
}

function overlay(ctx) {
  const scale = network.getScale(), view = network.getViewPosition();
  const width = $("map").clientWidth, height = $("map").clientHeight, ratio = ctx.canvas.width / width;
  const across = (x) => (x - view.x) * scale + width / 2, down = (y) => (y - view.y) * scale + height / 2;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  drawNames(ctx, lanes.map((l) => ({ ...l, start: down(l.start), end: down(l.end) })), columns.length ? across(columns[0].start) : 0, width, palette);
  drawHeadings(ctx, columns, across, width, palette);
  ctx.restore();
}

function refreshMap() {
  nodeSet.update([...byKey.values()].map((n) => ({ id: n.key, x: n.x, y: n.y, hidden: !shown.has(n.key) })));
  edgeSet.update(links.map((l) => drawn.has(l.key)
    ? { id: l.key, hidden: false, ...lineLook(l) } : { id: l.key, hidden: true }));
}

const least = (all) => all.reduce((a, b) => Math.min(a, b), Infinity);
const most = (all) => all.reduce((a, b) => Math.max(a, b), -Infinity);

/** Moves so that these cards fill the map below its headings, unless that makes them too small. */
function frame(cards, animated, smallest) {
  if (!cards.length) return 0;
  const xs = cards.map((n) => n.x), ys = cards.map((n) => n.y), above = 54;
  const [left, right] = [least(xs) - CARD_W / 2 - 40, most(xs) + CARD_W / 2 + 40];
  const [top, bottom] = [least(ys) - CARD_H / 2 - 20, most(ys) + CARD_H / 2 + 30];
  const wide = $("map").clientWidth, high = $("map").clientHeight - above;
  const scale = Math.min(wide / (right - left), high / (bottom - top), 1.1);
  if (scale < smallest) return 0;
  move({ x: (left + right) / 2, y: (top + bottom) / 2 - above / 2 / scale }, scale, animated);
  return scale;
}

const fit = (animated) => frame([...shown].map((key) => byKey.get(key)), animated, 0);

function move(position, scale, animated) {
  const animation = animated && !still.matches ? { duration: 250, easingFunction: "easeInOutQuad" } : false;
  network.moveTo({ position, scale, animation });
}

/** A card with what it is linked to, if all that can be read together; else the card itself. */
function bring(card) {
  const scale = frame([...near].map((key) => byKey.get(key)), true, 0.4);
  if (!scale) move({ x: card.x, y: card.y }, Math.max(network.getScale(), 0.75), true);
}

const zoom = (by) => move(network.getViewPosition(), Math.min(4, Math.max(0.05, network.getScale() * by)), true);

// --- the details -----------------------------------------------------------------------------

function el(name, text, attributes) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
  return node;
}

function icon(type) {
  const ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg");
  const path = document.createElementNS(ns, "path"), look = data.looks[type];
  for (const [k, v] of Object.entries({ class: "icon " + look.family, viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true" })) svg.setAttribute(k, v);
  path.setAttribute("d", look.path);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}

function quoteBlock(quote, plan) {
  const block = el("blockquote", undefined, { dir: "auto" });
  const cut = (text, mark) => (text ? mark : "");
  block.append(
    el("span", cut(quote.before, "… ") + (quote.before || "").trimStart(), { class: "around" }), el("mark", quote.exact),
    el("span", (quote.after || "").trimEnd() + cut(quote.after, " …"), { class: "around" }));
  const where = el("p", undefined, { class: "around" });
  where.append(el("bdi", plan.file), `, ${quote.line ? `line ${quote.line}, ` : ""}characters ${quote.start}–${quote.end}`);
  return [block, where];
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
  return [kind, el("p", card.text, { class: "text", dir: "auto" }), facts(card), ...topicList(card),
    ...(card.quotes || []).flatMap((q) => quoteBlock(q, plan)), ...neighbours(card),
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

// --- table, filters, address -----------------------------------------------------------------

function refreshTable() {
  let count = 0;
  for (const row of rows) {
    const on = shown.has(row.dataset.key);
    row.classList.toggle("filtered", !on);
    row.classList.toggle("later", on && count >= limit);
    row.hidden = !on || count >= limit;
    row.classList.toggle("chosen", byKey.get(row.dataset.key).id === state.node);
    count += on;
  }
  $("more").hidden = count <= limit;
  $("more").textContent = `Show all ${count} rows`;
}

function refreshCounts() {
  const count = {};
  for (const card of byKey.values()) {
    if (fits(card, "type")) count["type:" + card.type] = (count["type:" + card.type] || 0) + 1;
    if (fits(card, "plan")) count["plan:" + card.plan] = (count["plan:" + card.plan] || 0) + 1;
  }
  for (const at of document.querySelectorAll("[data-count]")) at.textContent = (count[at.dataset.count] || 0).toLocaleString("en-GB");
  const number = (n) => n.toLocaleString("en-GB");
  $("status").textContent = `${number(shown.size)} of ${number(byKey.size)} statements and ${number(drawn.size)} of ${number(links.length)} links shown`;
  $("empty").hidden = shown.size > 0;
}

function refreshControls() {
  for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = !state.off.has(box.name + ":" + box.value);
  if ($("search").value !== state.q) $("search").value = state.q;
  if ($("topic")) $("topic").value = state.topic;
  $("basis").value = state.basis;
  $("steps").value = state.steps;
  $("only").checked = state.only;
  $("only").disabled = $("steps").disabled = !byId.has(state.node);
}

function refresh() {
  compute();
  arrange();
  refreshMap();
  refreshPanel();
  refreshTable();
  refreshCounts();
  refreshControls();
}

function toHash() {
  const out = new URLSearchParams();
  for (const name of ["node", "q", "topic", "basis"]) if (state[name]) out.set(name, state[name]);
  if (state.steps !== "1") out.set("steps", state.steps);
  if (state.only) out.set("only", "1");
  if (state.off.size) out.set("hide", [...state.off].sort().join(","));
  return out.size ? "#" + out : "";
}

function fromHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  const one = (name, allowed) => (allowed(given.get(name) || "") ? given.get(name) || "" : "");
  return { ...EMPTY, node: given.get("node") || "", q: given.get("q") || "", only: given.get("only") === "1",
    topic: one("topic", (t) => t in data.topics), basis: one("basis", (b) => ["all", "stated"].includes(b)),
    steps: one("steps", (s) => ["2", "3", "chain"].includes(s)) || "1",
    off: new Set((given.get("hide") || "").split(",").filter(Boolean)) };
}

/** A new state, kept in the address: going back undoes a choice of card, not each filter. */
function change(by) {
  const before = state, were = shown;
  state = { ...state, ...by };
  const address = toHash() || location.pathname + location.search;
  if (state.node !== before.node) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  refresh();
  if (shown.size !== were.size || [...shown].some((key) => !were.has(key))) fit(true);
}

function choose(id, focus) {
  if (id === state.node) { if (focus) $("panel-title").focus(); return; }
  change({ node: id, only: id ? state.only : false });
  const card = byId.get(id);
  if (card && focus && !state.only) bring(card);
  if (card && focus) $("panel-title").focus();
}

function listen() {
  let wait;
  $("search").addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 180); });
  $("filters").addEventListener("submit", (e) => { e.preventDefault(); clearTimeout(wait); search(); });
  $("filters").addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    const off = new Set(state.off);
    off[target.checked ? "delete" : "add"](target.name + ":" + target.value);
    change({ off });
  });
  for (const name of ["topic", "basis", "steps"]) $(name)?.addEventListener("change", ({ target }) => change({ [name]: target.value }));
  $("only").addEventListener("change", ({ target }) => change({ only: target.checked }));
  $("reset").addEventListener("click", () => { change({ ...EMPTY, off: new Set() }); fit(true); });
  $("zoom-in").addEventListener("click", () => zoom(1.4));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  $("fit").addEventListener("click", () => fit(true));
  $("save").addEventListener("change", save);
  $("more").addEventListener("click", () => { limit = Infinity; refreshTable(); });
  document.querySelector("tbody").addEventListener("click", openRow);
  addEventListener("keydown", (e) => { if (e.key === "Escape" && state.node) dismiss(); });
  const restore = () => { state = fromHash(); refresh(); show(); };
  addEventListener("popstate", restore);
  addEventListener("hashchange", () => { if (toHash() !== location.hash) restore(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { palette = colours(); refreshMap(); network.redraw(); });
  addEventListener("beforeprint", () => { palette = colours(); });
  addEventListener("resize", () => network.redraw());
}

function search() {
  const q = $("search").value.trim();
  if (q === state.q) return;
  change({ q });
}

function openRow(event) {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  opener = link;
  choose(byKey.get(link.closest("tr").dataset.key).id, true);
}

function save({ target }) {
  const kind = target.value;
  target.value = "";
  const lines = links.filter((l) => drawn.has(l.key)).map((link) => ({ link, from: link.from, to: link.to }));
  const scene = { cards: [...shown].map((key) => byKey.get(key)), lines };
  if (SAVERS[kind] && scene.cards.length) SAVERS[kind](scene, document.querySelector("h1").textContent, palette);
}

/** The chosen card in view, else everything. */
function show() {
  const card = byId.get(state.node);
  if (card && !state.only) bring(card); else fit(false);
}

function start() {
  document.documentElement.classList.add("js");
  palette = colours();
  rows = [...document.querySelectorAll("tbody tr")];
  state = fromHash();
  compute();
  arrange();
  drawMap();
  listen();
  refresh();
  show();
  globalThis.crossplan = { network };
  network.once("afterDrawing", () => { document.documentElement.dataset.drawn = Math.round(performance.now()); });
}

start();
