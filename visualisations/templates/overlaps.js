// Overlaps at work: filters, pages of twenty, and decisions that are saved as a file.

const data = read("data");
const AT_ONCE = 20;
const form = $("filters"), list = $("pairs"), model = $("pair").content.firstElementChild;
const verdicts = new Map();
const pairs = data.pairs.map((pair) => {
  const a = data.statements[pair.a], b = data.statements[pair.b];
  const words = [a, b].flatMap((s) => [s.text, ...s.quotes.map((q) => q.exact)]).join(" ");
  return { ...pair, a, b, name: `${a.id}\n${b.id}`, words: fold(words) };
});
let page = 0;

const wanted = () => Object.fromEntries(new FormData(form));

function verdictOf(pair) {
  const said = { accepted: "accept", rejected: "reject" }[pair.status] || "";
  return verdicts.get(pair.name)?.verdict ?? said;
}

function between(pair, a, b) {
  const has = (id) => !id || [pair.a, pair.b].some((s) => data.ids[s.plan] === id);
  return has(a) && has(b) && !(a && a === b);
}

function fits(pair, want) {
  const verdict = verdictOf(pair);
  return between(pair, want.a, want.b)
    && (!want.topic || [pair.a, pair.b].some((s) => s.topics.includes(want.topic)))
    && (!want.reason || pair.why.includes(want.reason))
    && (!want.level || pair.level === want.level)
    && (!want.decided || (want.decided === "no" ? !verdict : verdict === want.decided))
    && fold(want.q).split(/\s+/).every((word) => pair.words.includes(word));
}

/** The places of all quotes, as links where the source has a page. */
function where(quotes, source) {
  const line = el("p", undefined, { class: "around where" });
  quotes.forEach((q, n) => {
    const place = n ? q.place : q.place ? q.place[0].toUpperCase() + q.place.slice(1) : source ? "Source" : "";
    line.append(n ? ", also " : "", source ? el("a", place, { href: `${source}#s${q.start}-${q.end}` }) : place);
  });
  return line;
}

const part = (box, name) => box.querySelector(`[data-is="${name}"]`);

function fillSide(box, statement) {
  const [council, name] = data.plans[statement.plan];
  part(box, "council").textContent = council || name;
  part(box, "plan").textContent = council && name;
  part(box, "kind").textContent = [data.kinds[statement.type].label, statement.number].filter(Boolean).join(" ");
  const svg = part(box, "icon").firstElementChild;
  svg.setAttribute("class", `icon ${data.kinds[statement.type].family}`);
  svg.firstElementChild.setAttribute("href", `#icon-${statement.type}`);
  const quotes = statement.quotes.length ? statement.quotes : [{ exact: statement.text, place: "" }];
  part(box, "quotes").replaceChildren(quoteBlock(quotes[0]), where(quotes, data.sources[statement.plan]));
}

function reason(words) {
  const [label, ...rest] = words.split(": "), line = el("li", undefined, { dir: "auto" });
  line.append(el("b", label), rest.length ? `: ${rest.join(": ")}` : "");
  return line;
}

function card(pair) {
  const box = model.cloneNode(true), [left, right] = box.querySelectorAll(".side");
  part(box, "bar").setAttribute("width", Math.round(100 * pair.score));
  part(box, "score").textContent = pair.score.toFixed(2);
  fillSide(left, pair.a);
  fillSide(right, pair.b);
  part(box, "why").replaceChildren(...pair.evidence.map(reason));
  const because = part(box, "because");
  because.value = verdicts.get(pair.name)?.because || "";
  because.addEventListener("input", () => decide(pair, verdictOf(pair), because.value, box));
  for (const button of box.querySelectorAll("button[data-verdict]")) {
    const verdict = button.dataset.verdict;
    button.addEventListener("click", () => decide(pair, verdictOf(pair) === verdict ? "" : verdict, because.value, box));
  }
  mark(pair, box);
  return box;
}

function mark(pair, box) {
  const verdict = verdictOf(pair);
  box.dataset.verdict = verdict;
  for (const button of box.querySelectorAll("button[data-verdict]")) button.setAttribute("aria-pressed", button.dataset.verdict === verdict);
  part(box, "status").hidden = pair.status === "proposed";
  part(box, "status").textContent = `${pair.status} before`;
}

function decide(pair, verdict, because, box) {
  if (verdict) verdicts.set(pair.name, { pair, verdict, because });
  else verdicts.delete(pair.name);
  mark(pair, box);
  tellDecisions();
}

function tellDecisions() {
  $("save").disabled = !verdicts.size;
  $("save").textContent = verdicts.size ? `Save ${number(verdicts.size)} decision${verdicts.size === 1 ? "" : "s"}` : "Save decisions";
}

/** A basic string of TOML: JSON's, but that DEL is escaped too. */
const toml = (text) => JSON.stringify(text).replace(/\x7f/g, "\\u007f");
const quoted = (statement) => statement.quotes.map((q) => q.exact).join(" ").split(/\s+/).filter(Boolean).join(" ");

function decisionsFile() {
  const tables = [...verdicts.values()].map(({ pair, verdict, because }) => {
    const entries = { first: pair.a.id, first_quote: quoted(pair.a), second: pair.b.id, second_quote: quoted(pair.b), verdict, because: because.trim() };
    const lines = Object.entries(entries).filter(([, value]) => value).map(([key, value]) => `${key} = ${toml(value)}`);
    return ["[[overlap]]", ...lines, ""].join("\n");
  });
  return ["# Decisions on overlaps: put this file into the folder of the workspace.\n", ...tables.sort()].join("\n");
}

function show() {
  const want = wanted(), found = pairs.filter((pair) => fits(pair, want)), pages = Math.max(1, Math.ceil(found.length / AT_ONCE));
  page = Math.min(page, pages - 1);
  list.replaceChildren(...found.slice(page * AT_ONCE, (page + 1) * AT_ONCE).map(card));
  $("status").textContent = found.length ? `${number(found.length)} of ${number(pairs.length)} overlaps, the strongest first` : "No overlap fits these filters.";
  $("page").textContent = `Page ${number(page + 1)} of ${number(pages)}`;
  $("back").disabled = page === 0;
  $("on").disabled = page === pages - 1;
}

function toHash() {
  const out = new URLSearchParams(Object.entries(wanted()).filter(([, value]) => value));
  if (page) out.set("page", page + 1);
  history.replaceState(null, "", out.size ? `#${out}` : location.pathname + location.search);
}

function fromHash() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const field of form.elements) if (field.name) field.value = given.get(field.name) || "";
  for (const field of form.querySelectorAll("select")) if (field.selectedIndex < 0) field.value = "";
  page = Math.max(0, (Number(given.get("page")) || 1) - 1);
  show();
}

function turn(by) {
  page += by;
  show();
  toHash();
  list.focus();
  list.scrollIntoView();
}

let wait;
function changed() {
  clearTimeout(wait);
  wait = setTimeout(() => { page = 0; show(); toHash(); }, 150);
}

form.addEventListener("input", changed);
form.addEventListener("submit", (event) => event.preventDefault());
$("all").addEventListener("click", () => { form.reset(); page = 0; show(); toHash(); });
$("back").addEventListener("click", () => turn(-1));
$("on").addEventListener("click", () => turn(1));
$("save").addEventListener("click", () => download("decisions.toml", "application/toml", decisionsFile()));
addEventListener("hashchange", fromHash);
addEventListener("beforeunload", (event) => { if (verdicts.size) event.preventDefault(); });
fromHash();
