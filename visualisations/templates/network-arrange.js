// Where cards stand when only some are shown, and which lanes and columns there are.

/** Cards at home, or, if only some are looked at, closed up in the same lanes, columns and order. */
function arrange() {
  if (state.by) { apart(); return; }
  const closeUp = shown.size < byKey.size;
  const cards = [...shown].map((key) => byKey.get(key));
  if (closeUp) pack(cards);
  else for (const card of byKey.values()) Object.assign(card, card.home);
  lanes = boxes(cards, "plan", "y", closeUp ? null : data.lane_boxes).map((b) => ({ ...b, name: planName(b.key) }));
  columns = boxes(cards, "column", "x", closeUp ? null : data.column_boxes).map((b) => ({ ...b, name: data.columns[b.key] }));
  const [left, right] = columns.length ? [columns[0].start, columns[columns.length - 1].end] : [0, 0];
  for (const lane of lanes) Object.assign(lane, { left, right });
}

/** Councils apart: every card stays in its place, however few are looked at. */
function apart() {
  for (const card of byKey.values()) [card.x, card.y] = data.apart.places[card.key];
  const present = new Set([...shown].map((key) => councilOf(byKey.get(key).plan)));
  lanes = data.apart.blocks.map((b) => ({ ...b, name: data.apart.names[b.key] })).filter((b) => present.has(b.name));
  columns = [];
}

const councilOf = (plan) => data.plans[plan].council || data.plans[plan].name;

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
