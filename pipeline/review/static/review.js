// The page's own script: choosing, going on, keeping what was said, keys and clicks.

import { $, $$, SVG, ask, base, body, page, pages, place, say, show, texts } from "./page.js";
import { asked, beginDraft, drawing, endDraft, moveDraft, openAdd, takeDraft } from "./draft.js";

const inspect = $("#inspect");
let chosen = body.dataset.ref || "";
let left = null; // the number of the figure in no record that is chosen instead

// ---- choosing a value

function cells() { return $$("#records [data-ref]"); }
function byRef(ref) { return $$("[data-ref]").filter((each) => each.dataset.ref === ref && each !== body); }

async function choose(ref, { scroll = true } = {}) {
  chosen = ref;
  left = null;
  $$(".on").forEach((each) => each.classList.remove("on"));
  $$("#overlay mark").forEach((each) => each.replaceWith(each.textContent));
  byRef(ref).forEach((each) => each.classList.add("on"));
  const cell = cells().find((each) => each.dataset.ref === ref);
  if (cell) {
    light(cell);
  }
  const box = $$("#overlay rect[data-ref]").find((each) => each.dataset.ref === ref);
  if (box && scroll) show(box);
  const [record, path] = split(ref);
  const answer = await ask(`/inspect?${new URLSearchParams({ record, path, page })}`);
  if (!answer || !answer.ok || chosen !== ref || left !== null) return;
  inspect.innerHTML = await answer.text();
  inspect.scrollTop = 0;
  drawTerms();
  // What is known of a value takes room: only now it is settled what of the list can be seen.
  if (cell && scroll) reveal(cell.closest(".card") || cell);
}

function split(ref) {
  const at = ref.indexOf("|");
  return [ref.slice(0, at), ref.slice(at + 1)];
}

function reveal(element) {
  // On a narrow page the list has no room of its own, and the page itself stays where it is.
  const list = $("#records");
  if (getComputedStyle(list).overflowY !== "auto") return;
  const box = element.getBoundingClientRect();
  const view = list.getBoundingClientRect();
  if (box.top < view.top || box.bottom > view.bottom) list.scrollTop += box.top - view.top - 6;
}

function light(cell) {
  // In a text, the line of a value is its box, and its print is marked in it.
  if (!cell.dataset.line) return;
  const line = $(`#overlay li[data-line="${Number(cell.dataset.line)}"]`);
  if (!line) return;
  line.classList.add("on");
  const print = (cell.dataset.print || "").split("\n")[0];
  const at = print ? line.textContent.indexOf(print) : -1;
  if (at >= 0) {
    const text = line.textContent;
    const mark = document.createElement("mark");
    mark.textContent = print;
    line.replaceChildren(text.slice(0, at), mark, text.slice(at + print.length));
  }
  show(line);
}

function drawTerms() {
  const terms = $("#overlay .terms");
  if (!terms) return;
  terms.replaceChildren();
  $$("[data-box]", inspect).forEach((each) => {
    const box = JSON.parse(each.dataset.box);
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", "term");
    place(rect, [box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2]);
    terms.append(rect);
  });
}

function markLines() {
  cells().forEach((cell) => {
    if (cell.dataset.line) $(`#overlay li[data-line="${Number(cell.dataset.line)}"]`)?.classList.add("has");
  });
}

// ---- one thing after the other

// A key that is pressed while the one before is still at work must find what that one shows.
let work = Promise.resolve();
function then(action) {
  work = work.then(action).catch((error) => say(String(error), true));
}

// ---- going on

// What was passed over, the last behind: it comes again when nothing else is left, and one can go back.
function passed() { return JSON.parse(sessionStorage.getItem(`${base}#passed`) || "[]"); }
function pass(list) { sessionStorage.setItem(`${base}#passed`, JSON.stringify(list.slice(-100))); }

async function go() {
  const before = [...passed().filter((each) => each !== chosen), ...(chosen ? [chosen] : [])];
  const query = new URLSearchParams({ after: chosen });
  before.slice(-100).forEach((each) => query.append("passed", each));
  const next = await found(query);
  if (!next) return;
  pass(before);
  if (!next.url) { say(texts.done); return; }
  await goTo(next);
}

async function goBack() {
  const before = passed();
  const last = before.pop();
  if (!last) return;
  pass(before);
  const next = await found(new URLSearchParams({ back: last }));
  if (next && next.url) await goTo(next);
}

async function found(query) {
  const answer = await ask(`/next?${query}`);
  return answer && answer.ok ? answer.json() : null;
}

async function goTo(next) {
  if (next.page === page) { await choose(next.ref); return; }
  location.assign(next.url);
  // What is pressed until the other page is there is not meant for this one.
  await new Promise(() => {});
}

async function step(by) {
  const all = cells();
  const at = all.findIndex((each) => each.dataset.ref === chosen);
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) return choose(next.dataset.ref);
}

function turn(to) {
  const wanted = Math.min(Math.max(to, 1), pages);
  if (wanted !== page) location.assign(`${base}/p/${wanted}`);
}

// ---- keeping what was said

function batches() { return JSON.parse(sessionStorage.getItem(base) || "[]"); }
function keep(list) { sessionStorage.setItem(base, JSON.stringify(list.slice(-500))); }

async function tell(request, trouble) {
  const answer = await ask("/say", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Yosano-CSRF": body.dataset.csrf },
    body: JSON.stringify({ request }),
  });
  if (!answer) return false;
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({ message: answer.statusText }));
    const text = [said.message || said.detail, said.detail && said.message ? said.detail : ""].filter(Boolean).join(" ");
    if (trouble) { trouble.textContent = text; trouble.hidden = false; }
    say(text, true);
    if (answer.status === 409) await refresh();
    return false;
  }
  const done = await answer.json();
  if (request.action === "undo") {
    keep(batches().filter((each) => each !== request.batch));
    say(texts.undone);
  } else {
    keep([...batches(), done.batch]);
    say(texts.saved);
  }
  await refresh();
  return true;
}

async function refresh() {
  const answer = await ask(`/p/${page}/parts`);
  if (!answer || !answer.ok) return;
  const parts = await answer.json();
  const scroll = $("#records").scrollTop;
  for (const [name, html] of Object.entries(parts)) $(`#${name}`).innerHTML = html;
  $("#records").scrollTop = scroll;
  markLines();
  if (left !== null) chooseLeftover(left);
  else if (chosen) await choose(chosen, { scroll: false });
}

function seen() {
  const section = $(".inspected");
  if (!section) { say(texts.none, true); return null; }
  const [record, path] = split(section.dataset.ref);
  return { record, path, shown: section.dataset.shown };
}

async function accept() {
  const value = seen();
  if (value && await tell({ action: "accept", ...value })) await go();
}

async function acceptRecord() {
  const value = seen();
  if (!value) return;
  const cells = $$(`#records [data-record="${CSS.escape(value.record)}"] [data-ref]`);
  const shown = Object.fromEntries(cells.map((each) => [split(each.dataset.ref)[1], each.dataset.shown]));
  if (await tell({ action: "accept_record", record: value.record, shown })) await go();
}

async function save(form) {
  const value = seen();
  if (!value) return;
  const request = { action: "save", ...value };
  for (const element of form.elements) {
    if (!element.name) continue;
    if (element.type === "checkbox") { if (element.checked) request[element.name] = true; continue; }
    if (changed(element)) request[element.name] = element.value;
  }
  // A figure and its unit, a year and its phase belong together.
  for (const [one, other] of [["figure", "unit"], ["year", "phase"]]) {
    if ((one in request || other in request) && form.elements[one]) {
      request[one] = form.elements[one].value;
      if (form.elements[other]) request[other] = form.elements[other].value;
    }
  }
  if (await tell(request, $(".trouble", form))) await go();
}

function changed(element) {
  if (element.tagName === "SELECT") {
    const first = [...element.options].find((each) => each.defaultSelected);
    return element.value !== (first ? first.value : "");
  }
  return element.value !== element.defaultValue;
}

async function simply(action) {
  const value = seen();
  if (value && await tell({ action, ...value })) await go();
}

async function undo() {
  const last = batches().at(-1);
  await tell(last ? { action: "undo", batch: last } : { action: "undo" });
}

function chosenLine() {
  const cell = cells().find((each) => each.dataset.ref === chosen);
  return cell ? cell.dataset.line : "";
}

// ---- keys and clicks

const DO = {
  next: go, back: goBack, accept, accept_record: acceptRecord, undo, missing: () => beginDraft(chosenLine()),
  no_figure: () => simply("no_figure"), remove: () => simply("remove"),
  whole: async () => { if (await tell({ action: "whole", page })) turn(page + 1); },
  help: () => $("#help").showModal(),
};
const FIELDS = { c: "figure", u: "unit", r: "role", y: "year", t: "type", o: "owner" };
const KEYS = { n: "next", p: "back", a: "accept", A: "accept_record", x: "no_figure", d: "remove", m: "missing", w: "whole", z: "undo", "?": "help" };

function zoom(by) {
  const paper = $("#paper");
  const level = Math.min(Math.max(Number(paper.dataset.zoom || 0) + by, 0), 3);
  paper.dataset.zoom = level;
  paper.classList.remove("z1", "z2", "z3");
  if (level) paper.classList.add(`z${level}`);
  const picture = $("img.picture");
  if (picture && level > 1 && !picture.src.endsWith("scale=3")) picture.src = picture.src.replace(/scale=.*/, "scale=3");
}

function nextLeftover() {
  const all = $$("#records .leftover");
  const at = all.findIndex((each) => each.classList.contains("on"));
  const next = all[(at + 1) % all.length];
  if (next) chooseLeftover(next.dataset.leftover);
}

function chooseLeftover(number) {
  $$(".on").forEach((each) => each.classList.remove("on"));
  left = number;
  $$("[data-leftover]").filter((each) => each.dataset.leftover === number).forEach((each) => {
    each.classList.add("on");
    if (each.tagName === "rect") show(each);
    else { reveal(each); light(each); }
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.matches("input, select, textarea");
  if (drawing()) {
    if (event.key.startsWith("Arrow")) { event.preventDefault(); moveDraft(event.key, event.shiftKey); }
    else if (event.key === "Enter") { event.preventDefault(); openAdd(takeDraft()); }
    else if (event.key === "Escape") endDraft();
    return;
  }
  if ($("dialog[open]")) return;
  if (typing) {
    if (event.key === "Escape") { event.target.blur(); event.target.form?.reset(); }
    if (event.key === "Enter" && event.target.form?.matches(".edit") && !event.shiftKey) {
      event.preventDefault();
      const form = event.target.form;
      then(() => save(form));
    }
    return;
  }
  if (event.target.matches("button, summary, a") && (event.key === "Enter" || event.key === " ")) return;
  if (event.key === "A" && !event.shiftKey) return; // Caps Lock vouches for nothing
  const field = FIELDS[event.key];
  const action = field ? () => focusField(field) : DO[KEYS[event.key]] || {
    j: () => step(1), k: () => step(-1), l: nextLeftover, "[": () => turn(page - 1), "]": () => turn(page + 1),
    "+": () => zoom(1), "-": () => zoom(-1), "/": () => $(".search input").focus(),
  }[event.key];
  if (action) { event.preventDefault(); then(action); }
});

function focusField(name) {
  const input = $(`.edit [name=${name}]`);
  if (!input) return;
  input.focus();
  input.select?.();
  input.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  if ($("#overlay .boxes.drawing")?.contains(event.target)) return;
  const button = event.target.closest("[data-do]");
  if (button && button.dataset.do !== "save") { const action = DO[button.dataset.do]; if (action) then(action); return; }
  const leftover = event.target.closest("[data-leftover]");
  if (leftover) { chooseLeftover(leftover.dataset.leftover); return; }
  const value = event.target.closest("#records [data-ref], #overlay [data-ref]");
  if (value) { const ref = value.dataset.ref; then(() => choose(ref)); return; }
  const line = event.target.closest("#overlay li");
  if (line) {
    const cell = cells().find((each) => each.dataset.line === line.dataset.line);
    if (cell) choose(cell.dataset.ref);
  }
});

for (const kind of ["mouseover", "mouseout"]) {
  document.addEventListener(kind, (event) => {
    const value = event.target.closest("#records [data-ref], #overlay [data-ref]");
    if (value) byRef(value.dataset.ref).forEach((each) => each.classList.toggle("lit", kind === "mouseover"));
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".edit")) { event.preventDefault(); then(() => save(form)); }
  if (form.matches(".goto")) { event.preventDefault(); turn(Number(form.elements.page.value) || page); }
  if (form.closest("#add")) {
    event.preventDefault();
    const dialog = $("#add");
    if (event.submitter?.value !== "add") { dialog.close(); return; }
    tell(asked(form), $(".trouble", form)).then((done) => { if (done) dialog.close(); });
  }
});

markLines();
if (chosen) then(() => choose(chosen));
