// A record that is missing: its box is drawn, then a form is filled in.

import { $, $$, ask, page, place, sayOn, show, texts } from "./page.js";

let draft = null;

export function drawing() { return draft !== null; }

// The box as it is drawn now, which is then no longer drawn.
export function takeDraft() {
  const where = draft;
  endDraft();
  return where;
}

export function beginDraft(line) {
  const svg = $("#overlay .boxes");
  const on = $("#records .leftover.on");
  if (!svg) { openAdd({ line: Number(on?.dataset.line || line) || null }); return; }
  let box = on && on.dataset.box ? JSON.parse(on.dataset.box) : null;
  if (!box) {
    const near = $$("#overlay rect.on")[0];
    const at = near ? near.getBBox() : { x: 40, y: 40, width: 160, height: 12 };
    box = [at.x, at.y + at.height + 4, at.x + at.width, at.y + 2 * at.height + 4];
  }
  draft = { box, text: on ? on.dataset.text : "" };
  svg.classList.add("drawing");
  paintDraft();
  sayOn(texts.draw);
}

function paintDraft() {
  const rect = $("#overlay .draft");
  if (!rect) return;
  rect.classList.toggle("there", Boolean(draft));
  if (draft) { place(rect, draft.box); show(rect); }
}

export function endDraft() {
  draft = null;
  $("#overlay .boxes")?.classList.remove("drawing");
  $("#say").classList.remove("there");
  paintDraft();
}

export function moveDraft(key, shift) {
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

export async function openAdd(where) {
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

// What the form says, as a request.
export function asked(form) {
  const { where } = $("#add");
  const money = ["fact", "target", "series"].includes(form.elements.type.value) ? "value" : "amount";
  const request = { action: "add", page, role: ROLES[form.elements.type.value] || money };
  for (const name of ["type", "owner", "figure", "unit", "year", "phase"]) request[name] = form.elements[name].value;
  if (where.box) request.box = where.box;
  if (where.line) request.line = where.line;
  return request;
}

const ROLES = { commitment: "limit", balance: "closing", theme: "total", indicator: "target", staff_dispatch: "count" };

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
