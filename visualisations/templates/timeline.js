// The timeline at work: filters, and the day that it is seen from.

const data = read("data");
const form = $("filters"), rows = [...document.querySelectorAll(".times tbody tr")];
const words = new Map(rows.map((row) => [row, fold(row.textContent)]));
const given = form.elements.day.value;
let limit = 200;

/** The state of a row on a day, as the question `timeline` tells it. */
function stateOn(row, day) {
  const { from, due, kind, state } = row.dataset;
  if (!from && !due) return state;
  if (!day) return "dated";
  if (due && due < day) return kind === "Plan" || kind === "ProgressReport" ? "expired" : "overdue";
  return from && from > day ? "ahead" : "running";
}

function markDay(day) {
  const [first, last, at] = [data.first, data.last, day].map((d) => Date.parse(d));
  const x = day && at >= first && at <= last ? (data.width * (at - first)) / (last - first) : null;
  for (const line of document.querySelectorAll(".time .today")) {
    line.setAttribute("visibility", x === null ? "hidden" : "visible");
    if (x !== null) line.setAttribute("d", `M${x.toFixed(1)} 0V18`);
  }
  for (const row of rows) {
    const state = stateOn(row, day), tag = row.querySelector(".tag");
    row.dataset.state = state;
    tag.textContent = state;
    tag.className = `tag ${state}`;
  }
}

function show() {
  const want = Object.fromEntries(new FormData(form));
  let count = 0;
  for (const row of rows) {
    const on = ["plan", "kind", "state"].every((name) => !want[name] || row.dataset[name] === want[name])
      && fold(want.q).split(/\s+/).every((word) => words.get(row).includes(word));
    row.classList.toggle("filtered", !on);
    row.classList.toggle("later", on && count >= limit);
    row.hidden = !on || count >= limit;
    count += on;
  }
  $("more").hidden = count <= limit;
  $("more").textContent = `Show all ${number(count)} rows`;
  $("status").textContent = `${number(count)} of ${number(rows.length)} rows${want.day ? `, seen from ${want.day}` : ""}`;
}

function toHash() {
  const out = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && !(name === "day" && value === given)));
  history.replaceState(null, "", out.size ? `#${out}` : location.pathname + location.search);
}

function fromHash() {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const field of form.elements) if (field.name) field.value = asked.get(field.name) || (field.name === "day" ? given : "");
  for (const field of form.querySelectorAll("select")) if (field.selectedIndex < 0) field.value = "";
  markDay(form.elements.day.value);
  show();
}

let wait;
form.addEventListener("input", ({ target }) => {
  clearTimeout(wait);
  wait = setTimeout(() => { if (target.name === "day") markDay(target.value); show(); toHash(); }, 150);
});
form.addEventListener("submit", (event) => event.preventDefault());
$("all").addEventListener("click", () => { history.replaceState(null, "", location.pathname + location.search); fromHash(); });
$("more").addEventListener("click", () => { limit = Infinity; show(); });
addEventListener("hashchange", fromHash);
fromHash();
