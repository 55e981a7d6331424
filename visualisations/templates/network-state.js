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

const EMPTY = { node: "", from: "", by: "", steps: "1", only: false, q: "", topic: "", basis: "", off: new Set() };
let state = { ...EMPTY };
let shown = new Set(), near = new Set(), drawn = new Set(), bright = new Set();
let network, nodeSet, edgeSet, palette, rows, lanes, columns;
let limit = 200, opener = null, way = null;

const still = matchMedia("(prefers-reduced-motion: reduce)");

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
  way = chosen && pathTo(chosen);
  [near, bright] = way ? [new Set(way.cards.map((c) => c.key)), new Set(way.lines.map((l) => l.key))]
    : chosen ? around(chosen) : [new Set(), new Set()];
  if (state.only && chosen) {
    shown = near;
    drawn = new Set(links.filter((l) => drawn.has(l.key) && shown.has(l.source) && shown.has(l.target)).map((l) => l.key));
  }
}

// --- table, filters, address -----------------------------------------------------------------

function refreshTable() {
  let count = 0;
  for (const row of rows) {
    const on = shown.has(row.dataset.key);
    row.classList.toggle("filtered", !on);
    row.classList.toggle("later", on && count >= limit);
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
  $("status").textContent = `${number(shown.size)} of ${number(byKey.size)} statements and ${number(drawn.size)} of ${number(links.length)} links shown`;
  if (way) $("status").textContent += `; ${toldPath(way)}`;
  $("empty").hidden = shown.size > 0;
}

function refreshControls() {
  for (const box of document.querySelectorAll("#filters input[type=checkbox]")) box.checked = !state.off.has(box.name + ":" + box.value);
  if ($("search").value !== state.q) $("search").value = state.q;
  if ($("topic")) $("topic").value = state.topic;
  $("basis").value = state.basis;
  $("steps").value = state.steps;
  if ($("by")) $("by").value = state.by;
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
  for (const name of ["node", "from", "by", "q", "topic", "basis"]) if (state[name]) out.set(name, state[name]);
  if (state.steps !== "1") out.set("steps", state.steps);
  if (state.only) out.set("only", "1");
  if (state.off.size) out.set("hide", [...state.off].sort().join(","));
  return out.size ? "#" + out : "";
}

function fromHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  const one = (name, allowed) => (allowed(given.get(name) || "") ? given.get(name) || "" : "");
  return { ...EMPTY, node: given.get("node") || "", from: given.get("from") || "", by: one("by", (b) => b === "council"), q: given.get("q") || "", only: given.get("only") === "1",
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
  if (state.by !== before.by || shown.size !== were.size || [...shown].some((key) => !were.has(key))) fit(true);
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
  for (const name of ["topic", "basis", "steps", "by"]) $(name)?.addEventListener("change", ({ target }) => change({ [name]: target.value }));
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
  network.once("afterDrawing", ready);
}

start();
