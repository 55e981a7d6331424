// What is shown, saved: a picture, a drawing, tables and graph files, all made on this page.

const extent = (scene) => {
  const xs = scene.cards.map((n) => n.x), ys = scene.cards.map((n) => n.y);
  const left = least(xs) - CARD_W / 2 - 30, top = least(ys) - CARD_H / 2 - 130;
  return { left, top, width: most(xs) + CARD_W / 2 + 30 - left, height: most(ys) + CARD_H / 2 + 60 - top };
};

/** What stands beside the cards of a saved picture: its title, columns, plans, and where it is from. */
function captions(box, title) {
  return [
    { text: title, x: box.left + 30, y: box.top + 30, size: 20, weight: 600 },
    ...columns.map((c) => ({ text: c.name, x: c.start + 6, y: box.top + 62, size: 16, weight: 600 })),
    ...lanes.map((l) => ({ text: l.name, x: l.left, y: l.start - 24, size: 16, weight: 600 })),
    { text: document.querySelector(".facts").textContent, x: box.left + 30, y: box.top + box.height - 16, size: 13, weight: 400 },
  ];
}

/** The scene on a canvas of its own, at twice the size where that is not too large. */
function toPng(scene, title, c) {
  const box = extent(scene);
  const scale = Math.min(2, 8000 / box.width, 8000 / box.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(box.width * scale);
  canvas.height = Math.ceil(box.height * scale);
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = c.paper;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.scale(scale, scale);
  ctx.translate(-box.left, -box.top);
  drawLanes(ctx, lanes, c);
  ctx.fillStyle = c.text;
  for (const { text, x, y, size, weight } of captions(box, title)) {
    ctx.font = `${weight} ${size}px ${FONT}`;
    ctx.fillText(text, x, y);
  }
  for (const line of scene.lines) {
    const at = clipped(line.from, line.to);
    ctx.strokeStyle = c.line;
    ctx.setLineDash(line.link.basis === "derived" ? [6, 5] : []);
    ctx.beginPath();
    ctx.moveTo(at.x1, at.y1);
    ctx.lineTo(at.x2, at.y2);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  for (const card of scene.cards) drawCard(ctx, card, card.x, card.y, detailAt(1), {}, c);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const xml = (text) => String(text ?? "").replace(illegal, "")
  .replace(/[&<>"']/g, (ch) => `&#${ch.charCodeAt(0)};`);

function toSvg(scene, title, c) {
  const box = extent(scene), ctx = document.createElement("canvas").getContext("2d");
  const lines = scene.lines.map((line) => {
    const at = clipped(line.from, line.to);
    const dash = line.link.basis === "derived" ? ' stroke-dasharray="6 5"' : "";
    return `<line x1="${at.x1}" y1="${at.y1}" x2="${at.x2}" y2="${at.y2}"${dash}/>`;
  });
  const cards = scene.cards.map((card) => svgCard(ctx, card, c));
  const words = captions(box, title).map(({ text, x, y, size, weight }) => `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}">${xml(text)}</text>`);
  const bands = lanes.map((l) => `<rect x="${l.left - 20}" y="${l.start - 18}" width="${l.right - l.left + 40}" height="${l.end - l.start + 36}" rx="12" fill="${c.wash}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.left} ${box.top} ${box.width} ${box.height}" width="${box.width}" height="${box.height}" font-family="sans-serif">
<title>${xml(title)}</title>
<rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}" fill="${c.paper}"/>
${bands.join("\n")}
<g fill="${c.text}">${words.join("\n")}</g>
<g stroke="${c.line}">${lines.join("\n")}</g>
${cards.join("\n")}
</svg>
`;
}

function svgCard(ctx, card, c) {
  const left = card.x - CARD_W / 2, top = card.y - CARD_H / 2;
  const look = data.looks[card.type];
  const words = wrap(ctx, card.label, 12.5, CARD_W - 38, 3);
  const dash = card.basis === "derived" ? ' stroke-dasharray="6 4"' : "";
  const spans = words.map((line, n) =>
    `<text x="${left + 30}" y="${card.y + 4 + (n - (words.length - 1) / 2) * 15.25}">${xml(line)}</text>`);
  return `<g class="card"><title>${xml(look.label + ": " + card.text)}</title>` +
    `<rect x="${left}" y="${top}" width="${CARD_W}" height="${CARD_H}" rx="6" fill="${c.card}" stroke="${c.line}" stroke-width="1.5"${dash}/>` +
    `<path transform="translate(${left + 8} ${top + 8}) scale(${16 / 24})" fill-rule="evenodd" fill="${c[look.family]}" d="${look.path}"/>` +
    `<g font-size="12.5" fill="${c.text}">${spans.join("")}</g></g>`;
}

/** A cell for a spreadsheet, which must not take a statement for a formula. */
function cell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

const csv = (rows) => "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\r\n").join("");

function statementsCsv(scene) {
  const head = ["id", "type", "number", "text", "plan", "council", "who", "when", "basis", "quote", "file", "start", "end"];
  return csv([head, ...scene.cards.map((card) => {
    const plan = data.plans[card.plan], quote = (card.quotes || [])[0] || {};
    return [card.id, card.type, card.number, card.text, plan.name, plan.council, (card.who || []).join("; "),
      card.when, card.basis, quote.exact, plan.file, quote.start, quote.end];
  })]);
}

function linksCsv(scene) {
  const head = ["source", "type", "target", "basis", "rule", "source text", "target text"];
  return csv([head, ...scene.lines.map(({ link, from, to }) =>
    [from.id, link.type, to.id, link.basis, link.rule, from.text, to.text])]);
}

const NODE_FIELDS = ["type", "number", "text", "council", "plan", "basis", "quote"];
const nodeValues = (card) => {
  const plan = data.plans[card.plan];
  const quote = ((card.quotes || [])[0] || {}).exact;
  return [card.type, card.number, card.text, plan.council, plan.name, card.basis, quote];
};

function toGraphml(scene) {
  const keys = NODE_FIELDS.map((name) => `<key id="${name}" for="node" attr.name="${name}" attr.type="string"/>`);
  const nodes = scene.cards.map((card) => `<node id="${xml(card.id)}">` +
    nodeValues(card).map((v, n) => v ? `<data key="${NODE_FIELDS[n]}">${xml(v)}</data>` : "").join("") +
    `<data key="x">${card.x}</data><data key="y">${card.y}</data></node>`);
  const edges = scene.lines.map(({ link, from, to }, n) =>
    `<edge id="e${n}" source="${xml(from.id)}" target="${xml(to.id)}"><data key="relation">${xml(link.type)}</data>` +
    `<data key="linkBasis">${xml(link.basis)}</data></edge>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
${keys.join("\n")}
<key id="x" for="node" attr.name="x" attr.type="double"/><key id="y" for="node" attr.name="y" attr.type="double"/>
<key id="relation" for="edge" attr.name="type" attr.type="string"/><key id="linkBasis" for="edge" attr.name="basis" attr.type="string"/>
<graph edgedefault="directed">
${nodes.join("\n")}
${edges.join("\n")}
</graph>
</graphml>
`;
}

function toGexf(scene, c) {
  const rgb = (hex) => [1, 3, 5].map((n) => parseInt(hex.slice(n, n + 2), 16));
  const nodes = scene.cards.map((card) => {
    const [r, g, b] = rgb(c[data.looks[card.type].family]);
    const values = nodeValues(card).map((v, n) => v ? `<attvalue for="${n}" value="${xml(v)}"/>` : "");
    return `<node id="${xml(card.id)}" label="${xml(card.label)}"><attvalues>${values.join("")}</attvalues>` +
      `<viz:color r="${r}" g="${g}" b="${b}"/><viz:position x="${card.x}" y="${-card.y}" z="0"/></node>`;
  });
  const edges = scene.lines.map(({ link, from, to }, n) =>
    `<edge id="${n}" source="${xml(from.id)}" target="${xml(to.id)}" label="${xml(link.type)}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<graph defaultedgetype="directed">
<attributes class="node">${NODE_FIELDS.map((name, n) => `<attribute id="${n}" title="${name}" type="string"/>`).join("")}</attributes>
<nodes>
${nodes.join("\n")}
</nodes>
<edges>
${edges.join("\n")}
</edges>
</graph>
</gexf>
`;
}

const SAVERS = {
  png: async (scene, title, c) => download("map.png", "image/png", await toPng(scene, title, c)),
  svg: (scene, title, c) => download("map.svg", "image/svg+xml", toSvg(scene, title, c)),
  csv: (scene) => download("statements.csv", "text/csv", statementsCsv(scene)),
  links: (scene) => download("links.csv", "text/csv", linksCsv(scene)),
  graphml: (scene) => download("map.graphml", "application/xml", toGraphml(scene)),
  gexf: (scene, title, c) => download("map.gexf", "application/xml", toGexf(scene, c)),
};
