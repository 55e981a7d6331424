// The text at work: what is marked, and what was made of a chosen passage.

const data = read("data");
const marks = [...document.querySelectorAll("#text mark")];

function fact(list, name, value) {
  if (value) list.append(el("dt", name), el("dd", value, { dir: "auto" }));
}

/** All that is known of a statement, in a few lines. */
function about(statement) {
  const box = el("section"), list = el("dl");
  const label = [data.labels[statement.type], statement.number].filter(Boolean).join(" ");
  box.append(el("h3", label), el("p", statement.text, { class: "text", dir: "auto" }));
  fact(list, "Who", (statement.who || []).join("; "));
  fact(list, "When", statement.when);
  for (const [name, value] of statement.facts || []) fact(list, name, value);
  for (const fault of statement.anomalies || []) fact(list, "Fault in the source", fault);
  box.append(list);
  if (data.map) box.append(el("a", "Show on the map", { href: `${data.map}#${new URLSearchParams({ node: statement.id })}` }));
  return box;
}

function tell(keys) {
  const known = keys.map((key) => data.statements[key]).filter(Boolean);
  const words = known.length ? known.map(about) : [el("p", "This was not understood: if it says something of weight, it is missing from the other pages.")];
  $("details").replaceChildren(...words);
}

function choose(start, end) {
  const inside = marks.filter((mark) => Number(mark.dataset.at) >= start && Number(mark.dataset.at) < end);
  for (const mark of marks) mark.classList.toggle("chosen", inside.includes(mark));
  if (inside.length) tell((inside[0].dataset.of || "").split(" ").filter(Boolean));
}

function fromHash() {
  const found = /^#s(\d+)-(\d+)$/.exec(location.hash);
  if (found) choose(Number(found[1]), Number(found[2]));
}

let at = -1;

function step(by) {
  at = (Math.max(at, by < 0 ? 0 : -1) + by + data.unread.length) % data.unread.length;
  const [start, end] = data.unread[at];
  document.getElementById(`s${start}-${end}`).scrollIntoView({ block: "center" });
  choose(start, end);
}

$("text").addEventListener("click", ({ target }) => {
  const mark = target.closest("mark");
  if (!mark || mark.classList.contains("off") || !getSelection().isCollapsed) return;
  const start = Number(mark.dataset.at);
  choose(start, start + 1);
});
$("filters").addEventListener("change", ({ target }) => {
  for (const mark of marks) if (mark.dataset.type === target.value) mark.classList.toggle("off", !target.checked);
});
$("previous")?.addEventListener("click", () => step(-1));
$("next")?.addEventListener("click", () => step(1));
addEventListener("hashchange", fromHash);
fromHash();
