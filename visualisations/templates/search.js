// Search over statements, plans, topics and partners.

const data = read("data");
const form = $("find");
const entries = [
  ...data.things.map(([href, kind, text, more]) => ({ href, kind, text, where: more, plan: null })),
  ...data.said.map(([type, plan, text, anchor]) => ({
    type, plan, text, kind: data.kinds[type], where: data.plans[plan],
    href: anchor ? data.sources[plan] + anchor : data.pages[plan] })),
].map((entry) => ({ ...entry, words: fold(`${entry.text} ${entry.plan === null ? entry.where : ""}`) }));
let limit = 50;

/** A text, cut around the first word if it is long, with the words marked where they stand as typed. */
function marked(whole, words) {
  const first = Math.max(0, whole.toLowerCase().indexOf(words[0]) - 120), text = whole.length > 240
    ? `${first ? "… " : ""}${whole.slice(first, first + 240)}${first + 240 < whole.length ? " …" : ""}` : whole;
  const box = el("span", undefined, { dir: "auto" }), low = text.toLowerCase();
  const places = words.map((w) => [low.indexOf(w), w.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0]);
  let at = 0;
  for (const [start, length] of places) {
    if (start < at) continue;
    box.append(text.slice(at, start), el("mark", text.slice(start, start + length)));
    at = start + length;
  }
  box.append(text.slice(at));
  return box;
}

function line(entry, words) {
  const item = el("li"), text = marked(entry.text, words);
  if (entry.href) {
    const link = el("a", undefined, { href: entry.href });
    link.append(text);
    item.append(link);
  } else item.append(text);
  item.append(" ", el("small", [entry.kind, entry.where].filter(Boolean).join(", ")));
  return item;
}

function show() {
  const { q, plan } = Object.fromEntries(new FormData(form));
  const words = fold(q).split(/\s+/).filter(Boolean);
  const found = words.length ? entries.filter((e) => (!plan || String(e.plan) === plan) && words.every((w) => e.words.includes(w))) : [];
  $("found").replaceChildren(...found.slice(0, limit).map((e) => line(e, words)));
  $("status").textContent = !words.length ? "" : found.length ? `${number(found.length)} found` : "Nothing holds these words.";
  $("more").hidden = found.length <= limit;
  const out = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", out.size ? `#${out}` : location.pathname + location.search);
}

function fromHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const field of form.elements) if (field.name) field.value = given.get(field.name) || "";
  if (form.elements.plan.selectedIndex < 0) form.elements.plan.value = "";
  show();
}

let wait;
form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(() => { limit = 50; show(); }, 150); });
form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
$("more").addEventListener("click", () => { limit += 200; show(); });
addEventListener("hashchange", fromHash);
fromHash();
form.elements.q.focus();
