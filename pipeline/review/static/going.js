// Going on: the next in the queue, back to what was passed over, another page; how large the page is.

import { $, ask, base, page, pages, say, texts } from "./page.js";
import { choose, chosen } from "./choosing.js";

// What was passed over, the last behind: it comes again when nothing else is left, and one can go back.
function passed() { return JSON.parse(sessionStorage.getItem(`${base}#passed`) || "[]"); }
function pass(list) { sessionStorage.setItem(`${base}#passed`, JSON.stringify(list.slice(-100))); }

export async function go() {
  const before = [...passed().filter((each) => each !== chosen), ...(chosen ? [chosen] : [])];
  const query = new URLSearchParams({ after: chosen });
  before.slice(-100).forEach((each) => query.append("passed", each));
  const next = await found(query);
  if (!next) return;
  pass(before);
  if (!next.url) { say(texts.done); return; }
  await show(next);
}

export async function goBack() {
  const before = passed();
  const last = before.pop();
  if (!last) return;
  pass(before);
  await goTo(last);
}

// To a value wherever it stands now; nowhere, where it is no more.
export async function goTo(ref) {
  const place = await found(new URLSearchParams({ back: ref }));
  if (place && place.url) await show(place);
}

async function found(query) {
  const answer = await ask(`/next?${query}`);
  return answer && answer.ok ? answer.json() : null;
}

async function show(next) {
  if (next.page === page) { await choose(next.ref); return; }
  location.assign(next.url);
  // What is pressed until the other page is there is not meant for this one.
  await new Promise(() => {});
}

export function turn(to) {
  const wanted = Math.min(Math.max(to, 1), pages);
  if (wanted !== page) location.assign(`${base}/p/${wanted}`);
}

export function zoom(by) {
  const paper = $("#paper");
  const level = Math.min(Math.max(Number(paper.dataset.zoom || 0) + by, 0), 3);
  paper.dataset.zoom = level;
  paper.classList.remove("z1", "z2", "z3");
  if (level) paper.classList.add(`z${level}`);
  const picture = $("img.picture");
  if (picture && level > 1 && !picture.src.endsWith("scale=3")) picture.src = picture.src.replace(/scale=.*/, "scale=3");
}
