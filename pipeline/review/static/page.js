// What all of the page's scripts share: the page itself, and how they speak and ask.
// All texts and fragments come from the server, escaped; nothing is made into markup here.

export const body = document.body;
export const base = body.dataset.base;
export const page = Number(body.dataset.page);
export const pages = Number(body.dataset.pages);
export const texts = JSON.parse(body.dataset.texts);
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const SVG = "http://www.w3.org/2000/svg";

// ---- what is said at the foot of the page

let quiet = 0;
export function say(text, bad = false) {
  const place = $("#say");
  place.textContent = text;
  place.className = bad ? "say there bad" : "say there";
  clearTimeout(quiet);
  quiet = setTimeout(() => place.classList.remove("there"), bad ? 7000 : 1600);
}

export async function ask(path, options) {
  try {
    return await fetch(base + path, options);
  } catch {
    say(texts.lost, true);
    return null;
  }
}

// What is said stays until something else is.
export function sayOn(text) {
  say(text);
  clearTimeout(quiet);
}

// ---- places on the page

export function show(element) {
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

export function place(rect, box) {
  rect.setAttribute("x", box[0]);
  rect.setAttribute("y", box[1]);
  rect.setAttribute("width", Math.max(box[2] - box[0], 1));
  rect.setAttribute("height", Math.max(box[3] - box[1], 1));
}
