"""Ten errors on five pages, corrected in the browser at a person's pace, and how long that takes.

Nobody can be hired to try it at each change; this walks as the first page of docs/review.md says,
and waits before each key, look and movement as long as people do on average (the keystroke-level
model of Card, Moran and Newell, 1980). It knows what is right only of what it has before it. What
it does not count is reading the instructions.

`python -m benchmarks.trial PDF…` takes other documents; they need projects in tables.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from models import BudgetItem, Extraction, FiscalYear, Leftover, Money, Record
from pipeline.corrections.fields import owner_of, value_at, values
from pipeline.files import write_extraction
from pipeline.prove import prove
from pipeline.run import extract

ROOT = Path(__file__).resolve().parents[1]
MADE = ("kakuu-r6-shuyo", "kakuu-r7-shuyo", "kakuucho-r7-shuyo", "mihon-r7-shuyo")
# Seconds: a key, a thought, a movement of the hand to the mouse and to a target, a look.
KEY, THINK, POINT, LOOK = 0.28, 1.35, 1.1, 0.65
# Keys for a character that an input method composes.
COMPOSED = 2.8
KINDS = ("amount", "name", "unit", "missing", "year", "amount", "name", "missing", "amount", "name")


@dataclass(slots=True)
class Person:
    """Somebody at the keyboard, with the page before them."""

    page: Page
    truth: Mapping[str, Record]
    spent: float = 0.0
    looked: int = 0
    done: list[tuple[int, str, str]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def wait(self, seconds: float) -> None:
        """Takes as long as a person does."""
        self.spent += seconds
        time.sleep(seconds)

    def press(self, *keys: str) -> None:
        """Presses keys one after the other."""
        for key in keys:
            self.wait(KEY)
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Types a text in the place of what is there."""
        self.press("Control+a")
        for letter in text:
            self.wait(KEY if letter.isascii() else KEY * COMPOSED)
            self.page.keyboard.insert_text(letter)

    def note(self, kind: str, name: str) -> None:
        """Keeps what was corrected, and when."""
        self.done.append((round(time.monotonic() - self.began), kind, name))


def damage(
    extraction: Extraction, kinds: Iterator[str], count: int
) -> tuple[Extraction, dict[str, str]]:
    """The extraction with `count` errors, proved anew; and the records that have them."""
    items = [each for each in extraction.records if isinstance(each, BudgetItem) and each.amount]
    step = max(len(items) // (count + 1), 1)
    changed: dict[str, Record] = {}
    wrong: dict[str, str] = {}
    leftovers = list(extraction.leftovers)
    for item in items[step::step][:count]:
        kind = next(kinds)
        wrong[item.id] = kind
        if kind == "missing":
            source = item.sources["amount"]
            left = Leftover(text=source.text, page=source.page, bbox=source.bbox, why="table")
            leftovers.insert(0, left)
        else:
            changed[item.id] = _wrong(item, kind)
    missing = {each for each, kind in wrong.items() if kind == "missing"}
    kept = [changed.get(each.id, each) for each in extraction.records if each.id not in missing]
    bare = [each.model_copy(update={"checks": (), "confidence": {}}) for each in kept]
    proved, issues = prove(bare)
    return Extraction(extraction.document, proved, leftovers, issues), wrong


def _wrong(item: BudgetItem, kind: str) -> BudgetItem:
    amount = item.amount
    assert amount is not None
    if kind == "name":
        return item.model_copy(update={"name": f"{str(item.name)[:2]}ほか"})
    if kind == "year":
        year = item.fiscal_year or FiscalYear(year=2020, text="")
        return item.model_copy(update={"fiscal_year": year.model_copy(update={"year": 2001})})
    factor = 1000 if kind == "unit" else 10
    update: dict[str, object] = {"yen": (amount.yen or 0) * factor}
    if kind == "unit":
        update["unit"] = amount.unit * factor
    return item.model_copy(update={"amount": amount.model_copy(update=update)})


def correct(person: Person, wrong: dict[str, str]) -> None:
    """Goes through the queue of a document until nothing of it is wrong any more."""
    page = person.page
    expect(page.locator(".inspected")).to_be_visible()
    while wrong:
        _add_missing(person, wrong)
        if not wrong:
            break
        ref = page.locator(".inspected").get_attribute("data-ref") or ""
        person.looked += 1
        person.wait(THINK + LOOK)
        record = person.truth[ref.partition("|")[0]]
        at = _differs(person, record, ref)
        if at is None:
            person.press("Shift+A")
        else:
            ref = _mend(person, record, at)
            wrong.pop(record.id, None)
        expect(page.locator(".inspected")).not_to_have_attribute("data-ref", ref, timeout=20_000)
        page.wait_for_load_state("networkidle")


def _add_missing(person: Person, wrong: dict[str, str]) -> None:
    """Adds the rows of this page whose figure is marked as one in no record."""
    page = person.page
    here = int(re.findall(r"/p/(\d+)", page.url)[0])
    for identity in [each for each, kind in wrong.items() if kind == "missing"]:
        record = person.truth[identity]
        source = record.sources["amount"]
        if source.page != here or source.bbox is None:
            continue
        person.wait(THINK + POINT)
        boxes = page.locator("#overlay rect.leftover")
        spots = boxes.evaluate_all("all => all.map(e => [e.x.baseVal.value, e.y.baseVal.value])")
        away = [abs(x - source.bbox[0]) + abs(y - source.bbox[1]) for x, y in spots]
        boxes.nth(away.index(min(away))).dispatch_event("click")
        person.press("m", "Enter")
        expect(page.locator("dialog#add")).to_be_visible()
        person.wait(THINK)
        person.type(owner_of(record))
        person.press("Enter")
        expect(page.locator("dialog#add")).to_be_hidden()
        page.wait_for_load_state("networkidle")
        person.note(wrong.pop(identity), owner_of(record))


def _differs(person: Person, record: Record, ref: str) -> tuple[str, str] | None:
    """The first thing of the record that is not as printed: what is wrong, and at which value."""
    page = person.page
    cells = page.locator(f'#records [data-record="{record.id}"] .cell:not(.words)')
    person.wait(LOOK * max(cells.count() - 1, 0))
    if page.locator(".inspected .owner").inner_text() != owner_of(record):
        return "name", ref.partition("|")[2]
    for path, value in values(record):
        cell = page.locator(f'#records [data-ref="{record.id}|{path}"] .text')
        if not cell.count():
            continue
        shown = re.sub(r"\D", "", cell.inner_text())
        if isinstance(value, Money) and value.yen is not None and shown != str(abs(value.yen)):
            unit = shown.rstrip("0") == str(abs(value.yen)).rstrip("0") and value.unit * 1000
            return ("unit" if unit and len(shown) > len(str(value.yen)) + 2 else "amount"), path
        if path == "fiscal_year" and isinstance(value, FiscalYear) and str(value.year) not in shown:
            return "year", "amount"
    return None


def _mend(person: Person, record: Record, at: tuple[str, str]) -> str:
    """Corrects a value with the keys that the form shows; gives back which it was."""
    kind, path = at
    page, ref = person.page, f"{record.id}|{path}"
    if page.locator(".inspected").get_attribute("data-ref") != ref:
        person.wait(POINT)
        page.locator(f'#records [data-ref="{ref}"]').click()
        expect(page.locator(".inspected")).to_have_attribute("data-ref", ref)
    person.wait(THINK)
    value = value_at(record, path)
    if kind == "name":
        person.press("o")
        person.type(owner_of(record))
    elif kind == "year":
        year = value_at(record, "fiscal_year")
        assert isinstance(year, FiscalYear)
        person.press("y")
        person.type(str(year.year))
    elif isinstance(value, Money) and kind == "unit":
        person.press("u")
        person.wait(POINT)
        page.locator(".edit [name=unit]").select_option(str(value.unit))
    elif isinstance(value, Money):
        person.press("c")
        person.type(str((value.yen or 0) // value.unit))
    person.press("Enter")
    person.note(kind, owner_of(record))
    return ref


def main(arguments: Sequence[str]) -> int:
    """Makes the errors, corrects them, and prints the minutes."""
    pdfs = [Path(each) for each in arguments] or [
        ROOT / f"fixtures/made/{name}.pdf" for name in MADE
    ]
    with tempfile.TemporaryDirectory() as folder:
        kinds = iter(KINDS)
        truth: dict[str, Record] = {}
        wrong: dict[Path, dict[str, str]] = {}
        for number, pdf in enumerate(pdfs):
            made = extract(pdf, ocr="never")
            truth |= {each.id: each for each in made.records}
            share = len(KINDS) * (number + 1) // len(pdfs) - len(KINDS) * number // len(pdfs)
            damaged, wrong[pdf] = damage(made, kinds, share)
            write_extraction(damaged, Path(folder) / pdf.stem)
        person = _walk(folder, wrong, truth)
    for at, kind, name in person.done:
        sys.stdout.write(f"{at:5} s  {kind:8} {name}\n")
    took = time.monotonic() - person.began
    sys.stdout.write(
        f"{len(person.done)} errors corrected in {took:.0f} s, of which a person's own "
        f"{person.spent:.0f} s; {person.looked} records looked at\n"
    )
    return 0 if len(person.done) == len(KINDS) else 1


def _walk(folder: str, wrong: Mapping[Path, dict[str, str]], truth: Mapping[str, Record]) -> Person:
    places = [str(pdf.parent) for pdf in wrong]
    command = [str(Path(sys.executable).with_name("yosano")), "review", folder, *places]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox"]
                )
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.goto(address)
                person = Person(page, truth)
                for pdf, errors in wrong.items():
                    person.wait(THINK + POINT)
                    page.goto(address.partition("/?")[0] + "/")
                    page.get_by_role("link", name=pdf.name).click()
                    correct(person, dict(errors))
                browser.close()
        finally:
            server.terminate()
    return person


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
