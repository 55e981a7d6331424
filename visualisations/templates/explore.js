// Everything at once, where WebGL draws it smoothly; otherwise a sentence that says why not.

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|microsoft basic|mesa offscreen/i;
const SLOW = 100, FRAMES = 6, LISTED = 50;

/** Why this browser should not draw everything; empty if nothing speaks against it. `able` says whether it could. */
function asked() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return { able: false, why: "WebGL is switched off or missing in this browser" };
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  const soft = SOFTWARE.exec(name);
  return { able: true, why: soft ? `this browser draws without a graphics card (by ${soft[0]})` : "" };
}

function instead({ able, why }) {
  $("verdict").textContent = `Everything at once is not drawn here, because ${why}. The map of plans and topics below shows the same in short.`;
  $("offer").hidden = !able;
  $("whole").hidden = true;
}

const all = read("everything");
const whole = { renderer: null, graph: null, found: null, at: null };

function graphOf() {
  const graph = new bundled.Graph({ type: "directed", multi: true });
  const colour = all.types.map((type) => palette[data.looks[type].family]);
  all.nodes.forEach(([x, y, type, , label], n) => graph.addNode(String(n), { x, y: -y, size: 2.5, color: colour[type], label }));
  all.links.forEach(([a, b]) => graph.addEdge(String(a), String(b)));
  return graph;
}

function beside(n) {
  return whole.at !== null && (n === whole.at || whole.graph.areNeighbors(n, whole.at));
}

function lookOf(n, attributes) {
  if (beside(n)) return { ...attributes, size: n === whole.at ? 8 : 5, zIndex: 1, forceLabel: true };
  const out = whole.at !== null || (whole.found && !whole.found.has(n));
  return out ? { ...attributes, color: palette.wash, label: "", zIndex: 0 } : attributes;
}

function drawWhole() {
  $("whole").hidden = false;
  whole.graph = graphOf();
  whole.renderer = new bundled.Sigma(whole.graph, $("canvas"), {
    defaultEdgeColor: palette.line, edgeReducer: (edge, attributes) => (whole.graph.extremities(edge).every((n) => !whole.found || whole.found.has(n))
      && (whole.at === null || whole.graph.hasExtremity(edge, whole.at)) ? { ...attributes, size: 0.5 } : { ...attributes, hidden: true }),
    nodeReducer: lookOf, labelColor: { color: palette.text }, labelSize: 12, labelFont: FONT, labelRenderedSizeThreshold: 9, zIndex: true, hideEdgesOnMove: true,
  });
  whole.renderer.on("clickNode", ({ node }) => tellOf(node));
  whole.renderer.on("clickStage", () => tellOf(null));
  globalThis.crossplan.everything = whole;
}

/** The middle of some frames in milliseconds while the camera moves. */
function frameTime() {
  const camera = whole.renderer.getCamera(), start = camera.getState(), times = [];
  return new Promise((done) => {
    let before = performance.now();
    const step = (now) => {
      times.push(now - before);
      before = now;
      if (times.length > FRAMES) { camera.setState(start); done(times.sort((a, b) => a - b)[FRAMES >> 1]); return; }
      camera.setState({ ...start, x: start.x + times.length / 500 });
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

function statement(n) {
  const [, , type, plan, words, anchor] = all.nodes[n], item = el("li");
  const button = el("button", undefined, { type: "button" });
  button.append(icon(all.types[type]), el("span", words, { class: "words", dir: "auto" }));
  button.addEventListener("click", () => { tellOf(String(n)); $("told").querySelector("h3").focus(); });
  item.append(button, el("small", all.plans[plan]));
  if (all.sources[plan] && anchor) item.append(" ", el("a", "source", { href: all.sources[plan] + anchor }));
  return item;
}

function listOut(numbers, title) {
  const box = $("list");
  box.replaceChildren(...numbers.slice(0, LISTED).map(statement));
  $("count").textContent = title + (numbers.length > LISTED ? `; the first ${LISTED} are listed` : "");
  $("told").querySelector("h3")?.remove();
}

/** One statement with what it is linked to, or what the search found. */
function tellOf(node) {
  whole.at = node;
  if (node === null) searchWhole();
  else {
    const close = [...new Set(whole.graph.neighbors(node))].filter((n) => n !== node).map(Number);
    listOut([Number(node), ...close], close.length === 1 ? "1 linked statement" : `${number(close.length)} linked statements`);
    $("count").before(el("h3", data.looks[all.types[all.nodes[node][2]]].label, { tabindex: "-1" }));
    const { x, y } = whole.renderer.getNodeDisplayData(node);
    whole.renderer.getCamera().animate({ x, y, ratio: Math.min(0.25, whole.renderer.getCamera().ratio) }, { duration: still.matches ? 0 : 250 });
  }
  whole.renderer.refresh({ skipIndexation: true });
}

function searchWhole() {
  const { q, type, plan } = Object.fromEntries(new FormData($("explore-filters")));
  const words = fold(q).split(/\s+/).filter(Boolean), any = words.length || type || plan;
  const found = all.nodes.flatMap(([, , t, p, text], n) => (!type || all.types[t] === type) && (!plan || String(p) === plan)
    && words.every((word) => fold(text).includes(word)) ? [n] : []);
  whole.found = any ? new Set(found.map(String)) : null;
  listOut(any ? found : [], any ? `${number(found.length)} of ${number(all.nodes.length)} statements` : `${number(all.nodes.length)} statements and ${number(all.links.length)} stated links; choose a dot or search`);
}

function offerChoices() {
  const used = [new Set(all.nodes.map((n) => n[2])), new Set(all.nodes.map((n) => n[3]))], form = $("explore-filters");
  form.elements.type.append(...[...used[0]].sort((a, b) => a - b).map((t) => el("option", data.looks[all.types[t]].plural, { value: all.types[t] })));
  form.elements.plan.append(...[...used[1]].sort((a, b) => a - b).map((p) => el("option", all.plans[p], { value: p })));
  $("legend").replaceChildren(...[...used[0]].sort((a, b) => a - b).map((t) => {
    const key = el("li");
    key.append(icon(all.types[t]), ` ${data.looks[all.types[t]].plural}`);
    return key;
  }));
  let wait;
  const search = () => { whole.at = null; searchWhole(); whole.renderer.refresh({ skipIndexation: true }); };
  form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 200); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", ({ target }) => {
    const camera = whole.renderer.getCamera(), duration = still.matches ? 0 : 200;
    ({ in: () => camera.animatedZoom({ duration }), out: () => camera.animatedUnzoom({ duration }), fit: () => camera.animatedReset({ duration }) })[target.dataset.zoom]?.();
  });
}

/** Draws everything; unless it is wanted whatever it costs, takes it back where frames are slow. */
async function tryWhole(anyway) {
  try {
    drawWhole();
    offerChoices();
    searchWhole();
    const time = anyway ? 0 : await frameTime();
    if (time > SLOW) { whole.renderer.kill(); instead({ able: false, why: `a frame of it takes ${number(Math.round(time))} milliseconds here` }); return; }
    $("verdict").textContent = "Every statement is a dot. Each plan is a disc: the plan in the middle, and around it what it says, as far out as it is links away.";
    $("offer").hidden = true;
  } catch (problem) {
    instead({ able: false, why: `WebGL failed (${problem.message})` });
  }
}

const answer = asked();
if (answer.why) instead(answer); else tryWhole(false);
$("anyway").addEventListener("click", () => tryWhole(true).then(() => $("explore-title").focus()));
