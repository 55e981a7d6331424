// Cards, lanes and headings: how a statement is drawn, on the map and in saved pictures.

const data = read("data");
const [CARD_W, CARD_H] = data.card;
const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
const paths = Object.fromEntries(
  Object.entries(data.looks).map(([type, look]) => [type, new Path2D(look.path)]));

/** The page's colours as they are now, in light or dark. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue("--" + name).trim();
  const names = ["paper", "text", "soft", "line", "card", "accent", "wash"];
  const families = Object.values(data.looks).map((look) => look.family);
  return Object.fromEntries([...names, ...families].map((name) => [name, of(name)]));
}

/** How much of a card can be read at a scale: text in full, in few large words, or none. */
function detailAt(scale) {
  if (scale >= 0.5) return { size: 12.5, lines: 3, icon: 16 };
  if (scale >= 0.27) return { size: 21, lines: 2, icon: 22 };
  return { size: 0, lines: 0, icon: 38 };
}

const wrapped = new Map();

/** Words broken into at most `lines` lines of `width`, the last one cut with an ellipsis. */
function wrap(ctx, text, size, width, lines) {
  const name = `${size} ${Math.round(width)} ${lines} ${text}`;
  if (wrapped.size > 20000) wrapped.clear();
  if (wrapped.has(name)) return wrapped.get(name);
  ctx.font = `${size}px ${FONT}`;
  const out = [];
  let rest = text.trim();
  while (rest && out.length < lines) {
    const last = out.length === lines - 1;
    const cut = fitting(ctx, rest, width);
    if (cut >= rest.length) { out.push(rest); break; }
    const space = rest.lastIndexOf(" ", cut);
    const end = !last && space > 0 ? space : cut;
    out.push(last ? rest.slice(0, Math.max(1, cut - 1)).trimEnd() + "…" : rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  wrapped.set(name, out);
  return out;
}

/** How many characters of a text fit into a width. */
function fitting(ctx, text, width) {
  let low = 1, high = Math.min(text.length, 200);
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (ctx.measureText(text.slice(0, mid)).width <= width) low = mid; else high = mid - 1;
  }
  return low;
}

/** One card with its middle at x, y. */
function drawCard(ctx, card, x, y, detail, look, c) {
  const left = x - CARD_W / 2, top = y - CARD_H / 2;
  const colour = c[data.looks[card.type].family];
  ctx.globalAlpha = look.dim ? 0.25 : 1;
  ctx.beginPath();
  ctx.roundRect(left, top, CARD_W, CARD_H, 6);
  ctx.fillStyle = detail.lines ? c.card : colour;
  ctx.fill();
  ctx.lineWidth = look.chosen ? 5 : look.hover ? 3 : 1.5;
  ctx.strokeStyle = look.chosen ? c.accent : detail.lines ? c.line : colour;
  ctx.setLineDash(card.basis === "derived" ? [6, 4] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.save();
  ctx.translate(detail.lines || card.number ? left + 8 : x - detail.icon / 2, detail.lines ? top + 8 : y - detail.icon / 2);
  ctx.scale(detail.icon / 24, detail.icon / 24);
  ctx.fillStyle = detail.lines ? colour : c.card;
  ctx.fill(paths[card.type], "evenodd");
  ctx.restore();
  if (detail.lines) drawWords(ctx, card, left + 14 + detail.icon, y, detail, c);
  else if (card.number) drawNumber(ctx, card.number, left + 20 + detail.icon, y, c);
  ctx.globalAlpha = 1;
}

/** From far away, only the number that a plan gives a statement can be read. */
function drawNumber(ctx, number, left, y, c) {
  ctx.font = `600 40px ${FONT}`;
  ctx.fillStyle = c.card;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(wrap(ctx, number, 40, CARD_W - 66, 1)[0] || "", left, y + 2);
}

function drawWords(ctx, card, left, y, detail, c) {
  const width = CARD_W - 22 - detail.icon;
  const lines = wrap(ctx, card.label, detail.size, width, detail.lines);
  const height = detail.size * 1.22;
  ctx.font = `${detail.size}px ${FONT}`;
  ctx.fillStyle = c.text;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  lines.forEach((line, n) => ctx.fillText(line, left, y + (n - (lines.length - 1) / 2) * height));
}

/** A band behind each plan's cards. */
function drawLanes(ctx, lanes, c) {
  ctx.fillStyle = c.wash;
  for (const lane of lanes) {
    ctx.beginPath();
    ctx.roundRect(lane.left - 20, lane.start - 18, lane.right - lane.left + 40, lane.end - lane.start + 36, 12);
    ctx.fill();
  }
}

/** Each plan's name above its band; it stays in view as long as the plan does. */
function drawNames(ctx, lanes, width, c) {
  for (const lane of lanes) {
    const at = Math.max(lane.left, 6), room = Math.min(lane.right, width) - at;
    if (room < 20) continue;
    const y = Math.max(lane.start - 16, 38);
    if (lane.end < y + 8) continue;
    const name = wrap(ctx, lane.name, 14, room * 0.95, 1)[0] || "";
    ctx.font = `600 13.5px ${FONT}`;
    ctx.fillStyle = c.paper;
    ctx.globalAlpha = 0.85;
    ctx.fillRect(at - 4, y - 9, ctx.measureText(name).width + 8, 18);
    ctx.globalAlpha = 1;
    ctx.fillStyle = c.text;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillText(name, at, y);
  }
}

/** Column names along the top edge of the map, wherever the reader has moved to. */
function drawHeadings(ctx, columns, toScreen, width, c) {
  ctx.fillStyle = c.paper;
  ctx.globalAlpha = 0.9;
  ctx.fillRect(0, 0, width, 24);
  ctx.globalAlpha = 1;
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  for (const column of columns) {
    const from = Math.max(toScreen(column.start), 0) + 2, to = Math.min(toScreen(column.end), width) - 2;
    if (to - from < 8) continue;
    ctx.font = `600 13px ${FONT}`;
    const fits = ctx.measureText(column.name).width <= to - from;
    ctx.fillStyle = c.text;
    ctx.fillText(fits ? column.name : shortest(ctx, column.name, to - from), (from + to) / 2, 12);
    ctx.fillStyle = c.line;
    ctx.fillRect(from, 23, to - from, 1.5);
  }
}

function shortest(ctx, name, room) {
  ctx.font = `600 11px ${FONT}`;
  const cut = fitting(ctx, name, room);
  return cut >= name.length ? name : cut < 4 ? "" : name.slice(0, cut - 1) + ".";
}

/** A straight line that ends at the borders of two cards. */
function clipped(from, to) {
  const dx = to.x - from.x, dy = to.y - from.y;
  const reach = Math.min(CARD_W / 2 / Math.abs(dx || 1e-9), CARD_H / 2 / Math.abs(dy || 1e-9), 0.5);
  return { x1: from.x + dx * reach, y1: from.y + dy * reach, x2: to.x - dx * reach, y2: to.y - dy * reach };
}
