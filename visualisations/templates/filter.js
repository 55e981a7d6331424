// Rows that a form filters: its fields are held against the rows' data, its values stand in the address.

/** Rows that fit stay; `change` may change them beforehand, `told` is called with the form's values and what fits. */
function filterRows(form, rows, told = () => "", change = () => {}) {
  const words = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const first = Object.fromEntries(new FormData(form));
  let limit = 200, wait;

  function fits(row, want) {
    return Object.entries(want).every(([name, value]) => !value || !(name in row.dataset) || row.dataset[name].split("|").includes(value))
      && fold(want.q).split(/\s+/).every((word) => words.get(row).includes(word));
  }

  function show() {
    const want = Object.fromEntries(new FormData(form));
    change(want);
    const on = rows.filter((row) => fits(row, want)), seen = new Set(on.slice(0, limit)), all = new Set(on);
    for (const row of rows) {
      row.classList.toggle("filtered", !all.has(row));
      row.classList.toggle("later", all.has(row) && !seen.has(row));
      row.hidden = !seen.has(row);
    }
    $("more").hidden = on.length <= limit;
    $("more").textContent = `Show all ${number(on.length)} rows`;
    $("status").textContent = `${number(on.length)} of ${number(rows.length)} rows${told(want, on) || ""}`;
  }

  function toHash() {
    const out = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && value !== first[name]));
    history.replaceState(null, "", out.size ? `#${out}` : location.pathname + location.search);
  }

  function fromHash() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) if (field.name) field.value = asked.get(field.name) || first[field.name];
    for (const field of form.querySelectorAll("select")) if (field.selectedIndex < 0) field.value = "";
    show();
  }

  form.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => { show(); toHash(); }, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  $("all").addEventListener("click", () => { history.replaceState(null, "", location.pathname + location.search); fromHash(); });
  $("more").addEventListener("click", () => { limit = Infinity; show(); });
  addEventListener("hashchange", fromHash);
  fromHash();
}
