// A matrix at work: rows that are folded away, and the sentences behind a cell.

const data = read("data");

function line(one) {
  const item = el("li"), place = one.place || (one.anchor ? "source" : ""), source = data.sources[one.plan];
  item.append(el("span", [one.number, one.text].filter(Boolean).join(" "), { dir: "auto" }), " ");
  if (place) item.append(source ? el("a", place, { href: source + one.anchor }) : el("small", place));
  return item;
}

/** The sentences of a plan on a topic, in groups by kind. */
function groups(said) {
  return Object.keys(data.kinds).flatMap((kind) => {
    const found = said.filter((one) => one.column === kind);
    if (!found.length) return [];
    const name = data.kinds[kind], list = el("ul");
    list.append(...found.map(line));
    return [el("h3", `${name[0].toUpperCase()}${name.slice(1)} (${number(found.length)})`), list];
  });
}

function fromHash() {
  const given = new URLSearchParams(location.hash.slice(1)), row = given.get("cell"), plan = data.ids.indexOf(given.get("plan"));
  const link = [...document.querySelectorAll(".matrix td a")].find((a) => a.getAttribute("href") === location.hash);
  for (const cell of document.querySelectorAll(".matrix td")) cell.classList.toggle("chosen", cell === link?.parentElement);
  $("sentences").hidden = !link;
  if (!link) return;
  if (link.closest(".narrow:not(.shown)")) narrow(true);
  const said = data.said.filter((one) => one.plan === plan && one.of.includes(row));
  const label = link.closest("tr").querySelector("th").textContent;
  $("sentences-title").textContent = `${label}: ${data.plans[plan]}`;
  $("said").replaceChildren(...(said.length ? groups(said) : [el("p", link.closest("td").classList.contains("silent")
    ? "The document was read and says nothing of it." : "Too much of this document was not understood to call it silent.")]));
  $("sentences-title").focus();
}

function narrow(on) {
  $("narrower").checked = on;
  for (const row of document.querySelectorAll("tr.narrow")) row.classList.toggle("shown", on);
  $("status").textContent = `${number(document.querySelectorAll(".matrix tbody tr:not(.narrow), .matrix tr.shown").length)} topics shown`;
}

$("narrower")?.addEventListener("change", ({ target }) => narrow(target.checked));
addEventListener("hashchange", fromHash);
if ($("narrower")) narrow(false);
fromHash();
