"""A person with a browser: boxes, lines, two windows, narrow screens, and two years."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from models import Extraction
from pipeline import extract
from pipeline.corrections import CORRECTIONS, read
from pipeline.diff import compare
from pipeline.files import write_extraction
from pipeline.originals import Originals
from pipeline.report_diff import render
from pipeline.sides import load_side
from tests.corrections.made import extraction, item
from tests.diff.test_settled import NEW, OLD, folders  # noqa: F401
from tests.report_diff.test_reading import as_printed
from tests.review.person import TABLE, damaged, edit, items, settled

Serve = Callable[..., str]


def test_a_value_and_its_box_light_up_together(
    serve: Serve, window: Page, made: Extraction, root: Path, tmp_path: Path
) -> None:
    write_extraction(made, tmp_path / TABLE)
    window.goto(serve(tmp_path, root / "fixtures/made"))
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    record = items(made)[3]
    ref = f"{record.id}|amount"
    box = window.locator(f'#overlay rect[data-ref="{ref}"]')
    cell = window.locator(f'#records [data-ref="{ref}"]')
    expect(window.locator(".inspected")).to_be_visible()
    cell.hover()
    expect(box).to_have_class(re.compile("lit"))
    box.click()
    expect(cell).to_have_class(re.compile(r"\bon\b"))
    expect(window.locator(".inspected .owner")).to_have_text(str(record.name))
    expect(window.locator(".checks")).to_contain_text("this year − prior year = change")
    # The terms of the check are drawn on the page.
    assert window.locator("#overlay .term").count() >= 3
    shown, printed = box.bounding_box(), record.sources["amount"].bbox
    picture = window.locator("img.picture").bounding_box()
    assert shown is not None
    assert printed is not None
    assert picture is not None
    width = window.locator("#overlay svg").evaluate("e => e.viewBox.baseVal.width")
    scale = picture["width"] / float(width)
    assert shown["x"] - picture["x"] == pytest.approx(printed[0] * scale, abs=3)
    assert shown["y"] - picture["y"] == pytest.approx(printed[1] * scale, abs=3)


def test_a_box_is_drawn_with_the_mouse_around_what_is_missing(
    serve: Serve, window: Page, made: Extraction, root: Path, tmp_path: Path
) -> None:
    changed, _, _, row = damaged(made)
    write_extraction(changed, tmp_path / TABLE)
    window.goto(serve(tmp_path, root / "fixtures/made"))
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    expect(window.locator(".inspected")).to_be_visible()
    window.get_by_role("button", name="Missing").click()
    svg = window.locator("#overlay svg")
    place = svg.bounding_box()
    name, figure = row.sources["name"].bbox, row.sources["amount"].bbox
    assert place is not None
    assert name is not None
    assert figure is not None
    scale = place["width"] / float(svg.evaluate("e => e.viewBox.baseVal.width"))
    window.mouse.move(place["x"] + (name[0] - 2) * scale, place["y"] + (name[1] - 1) * scale)
    window.mouse.down()
    window.mouse.move(place["x"] + (figure[2] + 2) * scale, place["y"] + (figure[3] + 1) * scale)
    window.mouse.up()
    dialog = window.locator("dialog#add")
    expect(dialog.locator("[name=figure]")).to_have_value(row.sources["amount"].text)
    assert str(row.name)[:4] in dialog.locator("[name=owner]").input_value()


def test_lines_of_a_text_stand_for_boxes(
    serve: Serve, window: Page, root: Path, tmp_path: Path
) -> None:
    (seed,) = (root / "seeds").glob("004_*.txt")
    write_extraction(extract(seed), tmp_path / seed.stem)
    window.goto(serve(tmp_path, root / "seeds"))
    window.get_by_role("link", name=seed.name).click()
    expect(window.locator(".inspected")).to_be_visible()
    printed = window.locator(".inspected q").inner_text().strip('“”「」"')
    expect(window.locator("#overlay li.on")).to_have_count(1)
    expect(window.locator("#overlay li.on mark")).to_have_text(printed)


def test_two_windows_lose_nothing(
    serve: Serve,
    context: BrowserContext,
    window: Page,
    made: Extraction,
    root: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / TABLE
    write_extraction(made, folder)
    window.goto(serve(folder, root / "fixtures/made"))
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    expect(window.locator(".inspected")).to_be_visible()
    other = context.new_page()
    other.goto(window.url)
    expect(other.locator(".inspected")).to_be_visible()
    ref = window.locator(".inspected").get_attribute("data-ref") or ""
    edit(window, "c")
    window.keyboard.type("777")
    window.keyboard.press("Enter")
    settled(window)
    # The other window still shows the old figure: what it says of it is refused, and shown anew.
    edit(other, "c")
    other.keyboard.type("888")
    other.keyboard.press("Enter")
    expect(other.locator("#say")).to_contain_text("Somebody has changed this")
    expect(other.locator(f'#records [data-ref="{ref}"]')).to_contain_text("777,000")
    other.keyboard.press("Escape")
    other.keyboard.press("n")
    other.keyboard.press("a")
    expect(other.locator("#say")).to_contain_text("Kept")
    assert [line.action for line in read(folder / CORRECTIONS).lines] == ["change", "accept"]
    window.keyboard.press("z")
    expect(window.locator("#say")).to_contain_text("Undone")
    assert [line.action for line in read(folder / CORRECTIONS).lines][-1] == "undo"


def test_a_page_without_its_document_still_shows_where_things_stand(
    serve: Serve, window: Page, made: Extraction, tmp_path: Path
) -> None:
    document = made.document.model_copy(update={"sha256": "ef" * 32})
    write_extraction(Extraction(document, made.records, [], []), tmp_path / "out" / TABLE)
    window.goto(serve(tmp_path / "out"))
    expect(window.locator("main")).to_contain_text("--documents")
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    assert window.locator("#overlay .ghost").count() > 20


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_is_wider_than_the_window(
    serve: Serve,
    window: Page,
    made: Extraction,
    root: Path,
    tmp_path: Path,
    width: int,
    language: str,
) -> None:
    write_extraction(made, tmp_path / TABLE)
    window.set_viewport_size({"width": width, "height": 844})
    window.goto(serve(tmp_path, "fixtures/made", "--lang", language))
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    expect(window.locator(".inspected")).to_be_visible()
    assert window.evaluate("document.documentElement.scrollWidth") <= width
    assert window.locator("html").get_attribute("lang") == language


def test_a_line_of_both_years_is_read_on_a_phone(window: Page, tmp_path: Path) -> None:
    """A diff is no wider than a phone; a line cut out of a page is as large as on paper."""
    diff = as_printed(tmp_path)
    page = tmp_path / "diff.html"
    page.write_bytes(render(diff, "html", originals=Originals([tmp_path])))
    window.set_viewport_size({"width": 390, "height": 844})
    window.goto(page.as_uri())
    window.locator("details:has(figure) > summary").click()
    cut = window.locator(".cut").first.bounding_box()
    assert cut is not None
    assert cut["width"] > 700
    assert window.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_person_settles_what_is_one_thing_in_two_years(
    serve: Serve,
    window: Page,
    folders: tuple[Path, Path],  # noqa: F811
) -> None:
    window.goto(serve("--years", *folders, "--by", "Sato"))
    window.get_by_role("link", name="What is one thing in the two years?").click()
    window.get_by_text("New, and like nothing of the old year").click()
    window.get_by_label("Another of the old year").fill(
        window.locator("#gone option").first.get_attribute("value") or ""
    )
    window.get_by_role("button", name="One and the same").click()
    expect(window.get_by_text(f"{OLD[0]} = {NEW[0]}")).to_be_visible()
    change = compare(*(load_side(str(folder)) for folder in folders)).changes[0]
    assert (change.kind, change.old_name, change.new_name) == ("renamed", OLD[0], NEW[0])
    window.get_by_role("button", name="Undo").click()
    expect(window.get_by_text(f"{OLD[0]} = {NEW[0]}")).to_have_count(0)


def test_the_password_opens_the_pages(
    serve: Serve, context: BrowserContext, tmp_path: Path
) -> None:
    """A browser tells a form's origin only where the page lets it."""
    window = context.new_page()
    write_extraction(extraction(item(0, "除雪費", 1000)), tmp_path / "a")
    window.goto(serve(tmp_path, "--password", "himitsu"))
    window.get_by_label("Password").fill("himitsu")
    window.get_by_role("button", name="Open").click()
    expect(window.get_by_role("heading", name="Review")).to_be_visible()
