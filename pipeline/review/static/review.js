// The page's own script: choosing, keys, forms, and the box of a missing record.
// All texts and fragments come from the server, escaped; nothing is made into markup here.
"use strict";

const body = document.body;
const base = body.dataset.base;
const page = Number(body.dataset.page);
const pages = Number(body.dataset.pages);
const texts = JSON.parse(body.dataset.texts);
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const inspect = $("#inspect");
const SVG = "http://www.w3.org/2000/svg";

let chosen = body.dataset.ref || "";
let left = null; // the number of the figure in no record that is chosen instead
let draft = null;

// ---- what is said at the foot of the page

let quiet = 0;
function say(text, bad = false) {
  const place = $("#say");
  place.textContent = text;
  place.className = bad ? "say there bad" : "say there";
  clearTimeout(quiet);
  quiet = setTimeout(() => place.classList.remove("there"), bad ? 7000 : 1600);
}

async function ask(path, options) {
  try {
    return await fetch(base + path, options);
  } catch {
    say(texts.lost, true);
    return null;
  }
}

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

function show(element) {
  const sheet = $(".sheet");
  const box = element.getBoundingClientRect();
  const view = sheet.getBoundingClientRect();
  if (box.top < view.top + 30 || box.bottom > view.bottom - 30) {
    sheet.scrollTop += box.top - view.top - view.height / 3;
  }
  if (box.left < view.left + 20 || box.right > view.right - 20) {
    sheet.scrollLeft += box.left - view.left - view.width / 3;
  }
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

function place(rect, box) {
  rect.setAttribute("x", box[0]);
  rect.setAttribute("y", box[1]);
  rect.setAttribute("width", Math.max(box[2] - box[0], 1));
  rect.setAttribute("height", Math.max(box[3] - box[1], 1));
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

// ---- a record that is missing: a box is drawn, then a form is filled in

function beginDraft(leftover) {
  const svg = $("#overlay .boxes");
  const on = leftover || $("#records .leftover.on");
  if (!svg) { openAdd({ line: Number((on || {}).dataset?.line || chosenLine()) || null }); return; }
  let box = on && on.dataset.box ? JSON.parse(on.dataset.box) : null;
  if (!box) {
    const near = $$("#overlay rect.on")[0];
    const at = near ? near.getBBox() : { x: 40, y: 40, width: 160, height: 12 };
    box = [at.x, at.y + at.height + 4, at.x + at.width, at.y + 2 * at.height + 4];
  }
  draft = { box, text: on ? on.dataset.text : "" };
  svg.classList.add("drawing");
  paintDraft();
  say(texts.draw);
  quiet = clearTimeout(quiet);
}

function chosenLine() {
  const cell = cells().find((each) => each.dataset.ref === chosen);
  return cell ? cell.dataset.line : "";
}

function paintDraft() {
  const rect = $("#overlay .draft");
  if (!rect) return;
  rect.classList.toggle("there", Boolean(draft));
  if (draft) { place(rect, draft.box); show(rect); }
}

function endDraft() {
  draft = null;
  $("#overlay .boxes")?.classList.remove("drawing");
  $("#say").classList.remove("there");
  paintDraft();
}

function moveDraft(key, shift) {
  const by = { ArrowLeft: [-4, 0], ArrowRight: [4, 0], ArrowUp: [0, -4], ArrowDown: [0, 4] }[key];
  const [x, y] = by;
  const [x0, top, x1, bottom] = draft.box;
  draft.box = shift
    ? [x0, top, Math.max(x1 + x, x0 + 4), Math.max(bottom + y, top + 4)]
    : [x0 + x, top + y, x1 + x, bottom + y];
  paintDraft();
}

function point(svg, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [at.x, at.y];
}

async function openAdd(where) {
  const dialog = $("#add");
  const form = $("form", dialog);
  form.reset();
  $(".trouble", form).hidden = true;
  const query = new URLSearchParams({ page });
  if (where.box) where.box.forEach((edge) => query.append("box", edge));
  if (where.line) query.append("line", where.line);
  const answer = await ask(`/print?${query}`);
  const text = answer && answer.ok ? (await answer.json()).text : "";
  $("#add-print").textContent = text;
  const figure = (where.text || text).match(/[△▲−-]?[0-9０-９][0-9０-９,，.．]*/g);
  if (figure) form.elements.figure.value = figure.at(-1);
  form.elements.owner.value = text.replace(/[△▲−-]?[0-9０-９][0-9０-９,，.．]*/g, "").replace(/\s+/g, " ").trim();
  const year = $(".inspected input[name=year]");
  if (year && !form.elements.year.value) form.elements.year.value = year.value;
  dialog.where = where;
  dialog.showModal();
  form.elements.owner.focus();
}

async function add(form, where) {
  const money = ["fact", "target", "series"].includes(form.elements.type.value) ? "value" : "amount";
  const request = { action: "add", page, role: ROLES[form.elements.type.value] || money };
  for (const name of ["type", "owner", "figure", "unit", "year", "phase"]) request[name] = form.elements[name].value;
  if (where.box) request.box = where.box;
  if (where.line) request.line = where.line;
  return tell(request, $(".trouble", form));
}

const ROLES = { commitment: "limit", balance: "closing", theme: "total", indicator: "target", staff_dispatch: "count" };

// ---- keys and clicks

const DO = {
  next: go, back: goBack, accept, accept_record: acceptRecord, undo, missing: () => beginDraft(),
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
  if (draft) {
    if (event.key.startsWith("Arrow")) { event.preventDefault(); moveDraft(event.key, event.shiftKey); }
    else if (event.key === "Enter") { event.preventDefault(); const where = draft; endDraft(); openAdd(where); }
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
    add(form, dialog.where).then((done) => { if (done) dialog.close(); });
  }
});

let from = null;
document.addEventListener("pointerdown", (event) => {
  const svg = $("#overlay .boxes.drawing");
  if (!svg || !svg.contains(event.target)) return;
  event.preventDefault();
  from = point(svg, event);
});
document.addEventListener("pointermove", (event) => {
  const svg = $("#overlay .boxes.drawing");
  if (!svg || !from || !draft) return;
  const to = point(svg, event);
  draft.box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
  draft.text = "";
  const rect = $("#overlay .draft");
  rect.classList.add("there");
  place(rect, draft.box);
});
document.addEventListener("pointerup", () => {
  if (!from) return;
  from = null;
  if (draft && draft.box[2] - draft.box[0] > 3) { const where = draft; endDraft(); openAdd(where); }
});

markLines();
if (chosen) then(() => choose(chosen));
