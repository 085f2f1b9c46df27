// Choosing a value, or a figure that is in no record: its box, its line and what is known of it.

import { $, $$, SVG, ask, body, page, place, show } from "./page.js";

const inspect = $("#inspect");
export let chosen = body.dataset.ref || "";
export let left = null; // the number of the figure in no record that is chosen instead

export function cells() { return $$("#records [data-ref]"); }
export function byRef(ref) { return $$("[data-ref]").filter((each) => each.dataset.ref === ref && each !== body); }

export async function choose(ref, { scroll = true } = {}) {
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

export function split(ref) {
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

export function markLines() {
  cells().forEach((cell) => {
    if (cell.dataset.line) $(`#overlay li[data-line="${Number(cell.dataset.line)}"]`)?.classList.add("has");
  });
}

export async function step(by) {
  const all = cells();
  const at = all.findIndex((each) => each.dataset.ref === chosen);
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) return choose(next.dataset.ref);
}

export function nextLeftover() {
  const all = $$("#records .leftover");
  const at = all.findIndex((each) => each.classList.contains("on"));
  const next = all[(at + 1) % all.length];
  if (next) chooseLeftover(next.dataset.leftover);
}

export function chooseLeftover(number) {
  $$(".on").forEach((each) => each.classList.remove("on"));
  left = number;
  $$("[data-leftover]").filter((each) => each.dataset.leftover === number).forEach((each) => {
    each.classList.add("on");
    if (each.tagName === "rect") show(each);
    else { reveal(each); light(each); }
  });
}

export function chosenLine() {
  const cell = cells().find((each) => each.dataset.ref === chosen);
  return cell ? cell.dataset.line : "";
}
