// Keeping what was said, and showing what follows from it.

import { $, $$, ask, base, body, page, say, texts } from "./page.js";
import { choose, chooseLeftover, chosen, left, markLines, split } from "./choosing.js";
import { go, goTo } from "./going.js";

// What this window has said, the last behind: its batch of lines, and the value that it was about.
function batches() { return JSON.parse(sessionStorage.getItem(base) || "[]"); }
function keep(list) { sessionStorage.setItem(base, JSON.stringify(list.slice(-500))); }

export async function tell(request, trouble) {
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
    keep(batches().filter((each) => each.batch !== request.batch));
    say(texts.undone);
  } else {
    keep([...batches(), { batch: done.batch, ref: chosen }]);
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

export async function accept() {
  const value = seen();
  if (value && await tell({ action: "accept", ...value })) await go();
}

export async function acceptRecord() {
  const value = seen();
  if (!value) return;
  const cells = $$(`#records [data-record="${CSS.escape(value.record)}"] [data-ref]`);
  const shown = Object.fromEntries(cells.map((each) => [split(each.dataset.ref)[1], each.dataset.shown]));
  if (await tell({ action: "accept_record", record: value.record, shown })) await go();
}

export async function save(form) {
  const value = seen();
  if (!value) return;
  const field = document.activeElement;
  field?.blur(); // what is pressed from now on are keys, and no part of what is kept
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
  else if (form.contains(field)) field.focus();
}

function changed(element) {
  if (element.tagName === "SELECT") {
    const first = [...element.options].find((each) => each.defaultSelected);
    return element.value !== (first ? first.value : "");
  }
  return element.value !== element.defaultValue;
}

export async function simply(action) {
  const value = seen();
  if (value && await tell({ action, ...value })) await go();
}

export async function undo() {
  const last = batches().at(-1);
  if (!last) await tell({ action: "undo" });
  else if (await tell({ action: "undo", batch: last.batch }) && last.ref !== chosen) await goTo(last.ref);
}
