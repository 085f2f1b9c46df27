"""What a person at the keyboard does, and a document with three errors for them to find."""

import re
from typing import TypeAlias

import pytest
from playwright.sync_api import Page, expect

from models import BudgetItem, Extraction, Leftover, Money, RegionalProject
from pipeline.prove import prove

TABLE = "kakuu-r7-shuyo"

Project: TypeAlias = BudgetItem | RegionalProject


def items(extraction: Extraction) -> list[Project]:
    return [each for each in extraction.records if isinstance(each, Project)]


def damaged(extraction: Extraction) -> tuple[Extraction, Project, Project, Project]:
    """The extraction with a wrong amount, a wrong owner and a missing row; and what they were."""
    amount, owner, row = items(extraction)[1], items(extraction)[4], items(extraction)[7]
    assert amount.amount is not None
    assert row.amount is not None
    wrong = Money(yen=123_000, text="123", unit=1000)
    records = [
        each.model_copy(update={"amount": wrong})
        if each is amount
        else each.model_copy(update={"name": "別の事業"})
        if each is owner
        else each
        for each in extraction.records
        if each is not row
    ]
    source = row.sources["amount"]
    left = Leftover(
        text=source.text, page=source.page, bbox=source.bbox, line=source.line, why="table"
    )
    unproved = [each.model_copy(update={"checks": (), "confidence": {}}) for each in records]
    proved, issues = prove(unproved)
    leftovers = [left, *extraction.leftovers]
    return Extraction(extraction.document, proved, leftovers, issues), amount, owner, row


def settled(window: Page) -> None:
    """Waits until what was said is kept, and the next value is there, on whichever page."""
    expect(window.locator("#say")).to_have_class(re.compile("there"))
    expect(window.locator("body")).not_to_have_class(re.compile("busy"), timeout=15_000)
    expect(window.locator(".inspected")).to_be_visible(timeout=15_000)
    expect(window.locator("body")).not_to_have_class(re.compile("busy"), timeout=15_000)


def find(window: Page, words: str) -> None:
    """Goes to a record by its name, with keys alone."""
    window.keyboard.press("/")
    expect(window.locator(".search input")).to_be_focused()
    window.keyboard.type(words)
    window.keyboard.press("Enter")
    expect(window.locator(".found")).to_contain_text(words, timeout=15_000)
    expect(window.locator(".found a").first).to_be_focused()
    window.keyboard.press("Enter")
    expect(window.locator(".inspected .owner")).to_contain_text(words)


def edit(window: Page, key: str) -> None:
    """Presses the key that goes to a part of the form, and waits until it is there."""
    window.keyboard.press(key)
    expect(window.locator(".edit :focus")).to_be_visible()


def choose(window: Page, label: str) -> None:
    """Steps to a value of the record that is chosen."""
    chosen = window.locator(".inspected .big .label")
    for _ in range(40):
        if chosen.inner_text() == label:
            return
        before = window.locator(".inspected").get_attribute("data-ref")
        window.keyboard.press("j")
        expect(window.locator(".inspected")).not_to_have_attribute("data-ref", before or "")
    pytest.fail(f"no value {label}")
