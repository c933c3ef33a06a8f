// The page of `jobsim explore`. The address has the whole choice; the server has the pairs. Nothing here computes a number.
import "./tables.js";

const byId = id => document.getElementById(id);
const form = byId("choice"), lang = document.documentElement.lang, body = document.body;
const name = () => crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
const page = sessionStorage.getItem("page") || name();
sessionStorage.setItem("page", page);

let asked = 0;            // number of the newest question about the choice
let digest = "";          // the choice in the form, as the server names it
let running = false;      // whether "Compare" has been pressed, so that a change of the choice compares anew
let shown = {key: "", version: -1};
let standing = null;
let fetching = false;

// --- the choice in the form and in the address
function choice() {
  const data = new FormData(form), query = new URLSearchParams();
  for (const key of ["study", "place", "law"]) query.set(key, data.get(key));
  const proposals = data.getAll("proposal");
  if (proposals.length) query.set("proposals", proposals.join(","));
  for (const key of ["practice", "width"]) query.set(key, data.get(key));
  for (const select of form.querySelectorAll("[data-group]")) {
    const group = select.dataset.group, field = byId(`n-${group}`);
    const value = select.value === "number" ? field.value.trim() : select.value;
    if (value) query.set(`a.${group}`, value);
  }
  const title = (data.get("title") || "").trim();
  if (title) query.set("title", title);
  return query;
}

function showAddress(query) {
  history.replaceState(null, "", `?lang=${lang}&${query}`);
  byId("language").href = `?lang=${byId("language").hreflang}&${query}`;
}

async function get(path, query, options) {
  const answer = await fetch(`${path}?${query}`, {cache: "no-store", ...options});
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Ask what the choice changes. Answers that have been overtaken are dropped.
async function look(first = false) {
  const query = choice(), number = ++asked;
  showAddress(query);
  byId("compare").disabled = true;
  try {
    const told = await get("look", `lang=${lang}&page=${page}&${first ? "first=1&" : ""}${query}`);
    if (number !== asked) return false;
    byId("clauses").innerHTML = told.html;
    digest = told.digest;
    byId("use").hidden = !told.runs;
    byId("compare").disabled = !told.runs;
    if (told.runs) {
      byId("save").href = `study.yaml?${query}`;
      byId("save").download = told.file;
      byId("run").textContent = `jobsim run ${told.file}`;
      byId("python").textContent = told.python;
    }
    markStale();
    // Pairs in the store come at once. A comparison that the reader has stopped stays stopped, also in the other language.
    if (told.stored && sessionStorage.getItem("stopped") !== told.digest) compare();
    return told.runs;
  } catch { lost(); return false; }
}

let later = 0;
function changed(wait) {
  digest = "";
  byId("use").hidden = true;
  markStale();            // at once, before anybody has answered
  clearTimeout(later);
  later = setTimeout(async () => { if (await look() && running) compare(); }, wait);
}

// --- running
async function compare(assumptions = false) {
  running = true;
  sessionStorage.removeItem("stopped");
  byId("stop").disabled = false;
  try {
    const query = `lang=${lang}&page=${page}&${choice()}${assumptions ? "&test=1" : ""}`;
    const told = await get("compare", query, {method: "POST"});
    if (told.html) { byId("clauses").innerHTML = told.html; running = false; }
    byId("stop").disabled = told.ended !== false;
  } catch { lost(); }
}

async function stop() {
  running = false;
  sessionStorage.setItem("stopped", standing ? standing.key : digest);
  byId("stop").disabled = true;
  try { await get("stop", `page=${page}`, {method: "POST"}); } catch { lost(); }
}

function markStale() {
  const stale = shown.version >= 0 && shown.key !== digest;
  byId("stale").hidden = !stale;
  byId("result-part").classList.toggle("stale", stale);
  byId("findings").setAttribute("aria-busy", String(stale));
  byId("snapshot-item").hidden = stale || shown.version < 0;
  byId("after").hidden = stale || !standing || standing.stage !== "done";
}

function lost() { byId("progress").textContent = body.dataset.lost; }

// --- what arrives
async function arrived(news) {
  standing = news;
  byId("progress").textContent = news.text;
  const bar = byId("bar");
  bar.hidden = news.ended;
  bar.max = Math.max(news.total, 1);
  bar.value = news.done;
  byId("stop").disabled = news.ended;
  if (news.error) byId("clauses").innerHTML = news.error;
  markStale();
  if (fetching) return;     // one at a time: an older answer must not arrive after a newer one
  fetching = true;
  try {
    while (standing.version > 0 && (standing.key !== shown.key || standing.version > shown.version)) {
      const told = await get("result", `lang=${lang}&page=${page}`);
      if (told.html === undefined) break;
      show(told);
    }
  } finally { fetching = false; }
  markStale();
}

function show(told) {
  const open = new Set([...document.querySelectorAll("#findings details[open]")].map(part => part.dataset.section));
  byId("findings").innerHTML = told.html;
  document.querySelectorAll("#findings details").forEach(part => { part.open = open.has(part.dataset.section); });
  byId("said").textContent = told.said;
  byId("snapshot").href = `snapshot.html?lang=${lang}&page=${page}`;
  byId("snapshot").download = told.file;
  shown = {key: told.key, version: told.version};
}

function listen() {
  const events = new EventSource(`events?page=${page}&lang=${lang}`);
  events.onmessage = event => { arrived(JSON.parse(event.data)).catch(lost); };
  events.onopen = () => { if (standing) byId("progress").textContent = standing.text; };
  events.onerror = () => { if (!standing || !standing.ended) lost(); };
}

// --- citizens
async function twins(citizen) {
  const part = byId("twins");
  part.textContent = part.dataset.wait;
  try {
    const told = await get("twins", `lang=${lang}&citizen=${encodeURIComponent(citizen)}&${choice()}`, {method: "POST"});
    part.innerHTML = told.html;
  } catch { part.textContent = body.dataset.lost; }
}

// --- events of the reader
form.addEventListener("submit", event => { event.preventDefault(); compare(); });
form.addEventListener("input", event => {
  const group = event.target.dataset.group;
  if (group && byId(`n-${group}`)) {
    byId(`n-${group}`).hidden = event.target.value !== "number";
    if (event.target.value === "number" && !byId(`n-${group}`).value) { byId(`n-${group}`).focus(); return; }
  }
  if (event.target.id === "preset") {
    const picked = event.target.selectedOptions[0];
    if (!picked.value) return;
    if (picked.dataset.law) byId("law").value = picked.dataset.law;
    const wanted = picked.dataset.proposals.split(",");
    form.querySelectorAll("[name=proposal]").forEach(box => { box.checked = wanted.includes(box.value); });
  } else if (event.target.name === "proposal") byId("preset").value = "";
  document.querySelectorAll(".paper").forEach(paper => {
    const count = paper.querySelectorAll("input:checked").length, words = paper.querySelector(".count");
    words.textContent = count ? (count === 1 ? words.dataset.one : words.dataset.many.replace("#", count)) : "";
    if (count && event.target.id === "preset") paper.open = true;
  });
  changed(event.target.type === "text" ? 700 : 250);
});
byId("stop").addEventListener("click", stop);
byId("test").addEventListener("click", () => compare(true));
byId("twins-form").addEventListener("submit", event => { event.preventDefault(); twins(byId("citizen").value.trim()); });
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.citizen) { byId("citizen").value = button.dataset.citizen; twins(button.dataset.citizen); }
});

look(true);
listen();
