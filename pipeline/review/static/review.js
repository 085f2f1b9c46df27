// The page's own script: keys and clicks, and what each of them does.

import { $, $$, body, page, say } from "./page.js";
import { asked, beginDraft, drawing, endDraft, moveDraft, openAdd, takeDraft } from "./draft.js";
import { byRef, cells, choose, chooseLeftover, chosen, chosenLine, markLines, nextLeftover, step } from "./choosing.js";
import { go, goBack, turn, zoom } from "./going.js";
import { accept, acceptRecord, save, simply, tell, undo } from "./saying.js";

// A key that is pressed while the one before is still at work must find what that one shows.
let work = Promise.resolve();
let waiting = 0;
function then(action) {
  waiting += 1;
  body.classList.add("busy");
  work = work.then(action).catch((error) => say(String(error), true)).finally(() => {
    waiting -= 1;
    body.classList.toggle("busy", waiting > 0);
  });
}

const DO = {
  next: go, back: goBack, accept, accept_record: acceptRecord, undo, missing: () => beginDraft(chosenLine()),
  no_figure: () => simply("no_figure"), remove: () => simply("remove"),
  whole: async () => { if (await tell({ action: "whole", page })) turn(page + 1); },
  help: () => $("#help").showModal(),
};
const FIELDS = { c: "figure", u: "unit", r: "role", y: "year", t: "type", o: "owner" };
const KEYS = { n: "next", p: "back", a: "accept", A: "accept_record", x: "no_figure", d: "remove", m: "missing", w: "whole", z: "undo", "?": "help" };

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
  // At once, whatever is still at work: what is typed next are words and no keys.
  if (event.key === "/") { event.preventDefault(); $(".search input").focus(); return; }
  const field = FIELDS[event.key];
  const action = field ? () => focusField(field) : DO[KEYS[event.key]] || {
    j: () => step(1), k: () => step(-1), l: nextLeftover, "[": () => turn(page - 1), "]": () => turn(page + 1),
    "+": () => zoom(1), "-": () => zoom(-1),
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
