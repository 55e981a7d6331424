// The map itself: cards and lines in vis-network, headings over it, and where it is looked at.

function lineLook(link) {
  const close = bright.has(link.key);
  const colour = close ? palette.accent : palette.line;
  return { color: { color: colour, opacity: near.size && !close ? 0.12 : close ? 0.9 : 0.55 }, width: close ? 2.2 : 1 };
}

const cardState = (card) => ({ id: card.key, x: card.x, y: card.y, hidden: !shown.has(card.key) });
const lineState = (link) => (drawn.has(link.key) ? { id: link.key, hidden: false, ...lineLook(link) } : { id: link.key, hidden: true });
const known = new Map();

/** Those states that the map does not have yet; to change all of a large map takes a second. */
function fresh(states) {
  return states.filter((state) => {
    const said = JSON.stringify(state), before = known.get(state.id);
    known.set(state.id, said);
    return said !== before;
  });
}

function drawMap() {
  const cards = fresh([...byKey.values()].map(cardState)), lines = fresh(links.map(lineState));
  nodeSet = new vis.DataSet(read("nodes").map((node, n) => ({ ...node, ...cards[n], ctxRenderer: renderer })));
  edgeSet = new vis.DataSet(read("edges").map((edge, n) => ({ ...edge, ...lines[n] })));
  network = new vis.Network($("map"), { nodes: nodeSet, edges: edgeSet }, read("options"));
  $("map").querySelectorAll("[tabindex]").forEach((el) => el.removeAttribute("tabindex"));
  network.on("click", ({ nodes }) => choose(nodes.length ? byKey.get(nodes[0]).id : ""));
  network.on("hoverNode", () => { $("map").style.cursor = "pointer"; });
  network.on("blurNode", () => { $("map").style.cursor = ""; });
  network.on("beforeDrawing", (ctx) => {
    drawLanes(ctx, lanes, palette);
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
  drawNames(ctx, lanes.map((l) => ({ ...l, left: across(l.left), right: across(l.right), start: down(l.start), end: down(l.end) })), width, palette);
  if (columns.length) drawHeadings(ctx, columns, across, width, palette);
  ctx.restore();
}

function refreshMap() {
  nodeSet.update(fresh([...byKey.values()].map(cardState)));
  edgeSet.update(fresh(links.map(lineState)));
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
