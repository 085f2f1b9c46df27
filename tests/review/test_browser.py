"""A person with a browser and a keyboard: the whole way from opening a document to its score."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from models import BudgetItem, Extraction, Leftover, Money
from pipeline import extract
from pipeline.corrections import CORRECTIONS, read, read_as_corrected
from pipeline.diff import compare
from pipeline.files import write_extraction
from pipeline.prove import prove
from pipeline.score.evaluate import Evaluation
from pipeline.score.folders import score_folders
from pipeline.sides import load_side
from tests.corrections.made import extraction, item
from tests.diff.test_settled import NEW, OLD, folders  # noqa: F401

Serve = Callable[..., str]
TABLE = "kakuu-r7-shuyo"


@pytest.fixture
def made(root: Path) -> Extraction:
    """A made-up table of projects, read as it is printed."""
    return extract(root / f"fixtures/made/{TABLE}.pdf")


def items(extraction: Extraction) -> list[BudgetItem]:
    return [each for each in extraction.records if isinstance(each, BudgetItem)]


def damaged(extraction: Extraction) -> tuple[Extraction, BudgetItem, BudgetItem, BudgetItem]:
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
    left = Leftover(text=source.text, page=source.page, bbox=source.bbox, why="table")
    unproved = [each.model_copy(update={"checks": (), "confidence": {}}) for each in records]
    proved, issues = prove(unproved)
    leftovers = [left, *extraction.leftovers]
    return Extraction(extraction.document, proved, leftovers, issues), amount, owner, row


def score(folder: Path, root: Path, *, corrected: bool) -> Evaluation:
    gold = root / f"fixtures/made/{TABLE}.jsonl"
    return score_folders([str(folder)], gold, corrected=corrected)[0].evaluation


def settled(window: Page) -> None:
    """Waits until what was said is kept."""
    expect(window.locator("#say")).to_have_class(re.compile("there"))
    window.wait_for_load_state("networkidle")


def find(window: Page, words: str) -> None:
    """Goes to a record by its name, with keys alone."""
    window.keyboard.press("/")
    window.keyboard.type(words)
    window.keyboard.press("Enter")
    expect(window.locator(".found")).to_contain_text(words)
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


def test_a_person_corrects_with_the_keyboard_alone_and_the_score_moves_by_that(
    serve: Serve, window: Page, made: Extraction, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out" / TABLE
    changed, amount, owner, row = damaged(made)
    write_extraction(changed, folder)
    before = score(folder, root, corrected=False)
    window.goto(serve(tmp_path / "out", root / "fixtures/made", "--by", "佐藤"))
    window.get_by_role("link", name=f"{TABLE}.pdf").press("Enter")
    expect(window.locator(".inspected")).to_be_visible()
    expect(window.locator("img.picture")).to_be_visible()

    # What is likeliest wrong comes first: the total that does not add up, then what it is made of.
    expect(window.locator(".inspected .big")).to_have_class(re.compile("fails"))
    passed_over = 0
    while window.locator(".inspected .owner").inner_text() != amount.name:
        ref = window.locator(".inspected").get_attribute("data-ref") or ""
        window.keyboard.press("n")
        expect(window.locator(".inspected")).not_to_have_attribute("data-ref", ref)
        passed_over += 1
    assert passed_over < 10
    find(window, str(amount.name))
    choose(window, "amount")
    edit(window, "c")
    window.keyboard.type(str(amount.amount and (amount.amount.yen or 0) // 1000))
    window.keyboard.press("Enter")
    settled(window)

    find(window, "別の事業")
    choose(window, "amount")
    edit(window, "o")
    window.keyboard.press("Control+a")
    window.keyboard.type(str(owner.name))
    window.keyboard.press("Enter")
    settled(window)

    # A mistake of one's own, and its undoing.
    find(window, str(items(made)[5].name))
    choose(window, "amount")
    edit(window, "c")
    window.keyboard.type("1")
    window.keyboard.press("Enter")
    settled(window)
    window.keyboard.press("z")
    expect(window.locator("#say")).to_contain_text("Undone")

    # The row that is missing: its figure is left over.
    window.keyboard.press("l")
    window.keyboard.press("m")
    expect(window.locator("#overlay .draft")).to_be_visible()
    window.keyboard.press("ArrowRight")
    window.keyboard.press("Enter")
    dialog = window.locator("dialog#add")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[name=figure]")).to_have_value(row.sources["amount"].text)
    window.keyboard.press("Control+a")
    window.keyboard.type(str(row.name))
    dialog.locator("[name=unit]").select_option("1000")
    window.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    window.wait_for_load_state("networkidle")

    window.reload()
    expect(window.locator("#records")).to_contain_text(str(row.name))
    lines = read(folder / CORRECTIONS).lines
    assert [line.action for line in lines] == ["change", "change", "change", "undo", "add"]
    assert {line.by for line in lines} == {"佐藤"}

    as_extracted = score(folder, root, corrected=False)
    assert as_extracted.misses == before.misses
    after = score(folder, root, corrected=True)
    cured = {(miss.line, miss.field) for miss in before.misses} - {
        (miss.line, miss.field) for miss in after.misses
    }
    assert {field for _, field in cured} == {"amount.yen", "name", ""}
    # The amount, the name, and of the new row its name, its amount and its year.
    assert after.total.right - before.total.right == 5
    # Nothing else has moved: what is left is what nobody typed of the new row.
    assert all(miss.record == row.name for miss in after.misses)

    # A newer version has other ids and the same errors; then one without errors.
    newer = [each.model_copy(update={"id": f"x-{each.id}"}) for each in changed.records]
    write_extraction(Extraction(changed.document, newer, changed.leftovers, []), folder)
    assert score(folder, root, corrected=True).total == after.total
    write_extraction(made, folder)
    assert score(folder, root, corrected=True).total.f1 == 1.0
    assert not [
        issue for issue in read_as_corrected(folder).issues if issue.code == "correction_unfit"
    ]


def test_the_queue_is_gone_through_with_one_key(
    serve: Serve, window: Page, made: Extraction, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / TABLE
    write_extraction(made, folder)
    window.goto(serve(folder, root / "fixtures/made"))
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    seen = []
    for count in range(1, 6):
        ref = window.locator(".inspected").get_attribute("data-ref")
        seen.append(ref)
        window.keyboard.press("a")
        expect(window.locator("#progress")).to_contain_text(f"{count} of")
        expect(window.locator(".inspected")).not_to_have_attribute("data-ref", ref or "")
    assert len(set(seen)) == 5
    window.keyboard.press("w")
    expect(window.locator("#progress .whole")).to_be_visible()
    gold = window.request.get(window.url.split("/p/")[0] + "/gold.jsonl").text().splitlines()
    assert json.loads(gold[-1])["type"] == "complete"


def test_undoing_goes_back_to_what_was_said(
    serve: Serve, window: Page, made: Extraction, root: Path, tmp_path: Path
) -> None:
    write_extraction(made, tmp_path / TABLE)
    window.goto(serve(tmp_path, root / "fixtures/made"))
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    inspected = window.locator(".inspected")
    said = []
    for _ in range(2):
        said.append(inspected.get_attribute("data-ref") or "")
        window.keyboard.press("a")
        expect(inspected).not_to_have_attribute("data-ref", said[-1])
    for ref in reversed(said):
        window.keyboard.press("z")
        expect(inspected).to_have_attribute("data-ref", ref)
        expect(inspected.locator(".big")).not_to_have_class(re.compile("seen"))


def test_a_whole_record_is_accepted_with_one_key(
    serve: Serve, window: Page, made: Extraction, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / TABLE
    write_extraction(made, folder)
    window.goto(serve(folder, root / "fixtures/made"))
    window.get_by_role("link", name=f"{TABLE}.pdf").click()
    expect(window.locator(".inspected")).to_be_visible()
    ref = window.locator(".inspected").get_attribute("data-ref") or ""
    card = window.locator(f'#records [data-record="{ref.partition("|")[0]}"]')
    window.keyboard.press("Shift+A")
    expect(window.locator(".inspected")).not_to_have_attribute("data-ref", ref)
    expect(card.locator(".cell:not(.seen)")).to_have_count(0)
    assert card.locator(".cell.seen").count() > 3
    (line,) = read(folder / CORRECTIONS).lines
    assert line.action == "accept"


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
