// The timeline at work: filters, and the day that it is seen from.

const data = read("data");
const form = $("filters"), rows = [...document.querySelectorAll(".times tbody tr")];
const given = form.elements.day.value;

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

let seen = given;

filterRows(form, rows, ({ day }) => (day ? `, seen from ${day}` : ""), ({ day }) => { if (day !== seen) markDay(seen = day); });
