// What the scripts of all pages share.

const $ = (id) => document.getElementById(id);
const read = (id) => JSON.parse(document.getElementById(id).textContent);

function el(name, text, attributes) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
  return node;
}

/** Text for comparing: small letters without accents. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const number = (n) => n.toLocaleString("en-GB");

function download(name, type, content) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** A quote with what stands around it, in the document's own words. */
function quoteBlock({ before = "", exact, after = "" }) {
  const block = el("blockquote", undefined, { dir: "auto" });
  block.append(
    el("span", before && `… ${before.trimStart()}`, { class: "around" }), el("mark", exact),
    el("span", after && `${after.trimEnd()} …`, { class: "around" }));
  return block;
}

/** Says that the page can be used, and after how many milliseconds. */
function ready() {
  document.documentElement.dataset.drawn = Math.round(performance.now());
}
