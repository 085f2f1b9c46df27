"""A person with a keyboard alone: the whole way from opening a document to its score."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models import Extraction
from pipeline import extract
from pipeline.corrections import CORRECTIONS, read, read_as_corrected
from pipeline.corrections.places import spelling
from pipeline.files import write_extraction
from pipeline.score.evaluate import Evaluation
from pipeline.score.folders import score_folders
from tests.review.person import TABLE, choose, damaged, edit, find, items, settled

Serve = Callable[..., str]


def score(folder: Path, gold: Path, *, corrected: bool) -> Evaluation:
    return score_folders([str(folder)], gold, corrected=corrected)[0].evaluation


@pytest.fixture(params=["made", "seed", pytest.param("real", marks=pytest.mark.corpus)])
def document(request: pytest.FixtureRequest, root: Path, corpus: Path) -> tuple[Path, Path]:
    """A document that is read as it is printed, and its gold."""
    where = {
        "made": (root / "fixtures/made", f"{TABLE}.pdf", root / "fixtures/made" / f"{TABLE}.jsonl"),
        "seed": (root / "seeds", "004_*.txt", root / "fixtures/gold/004.jsonl"),
        "real": (corpus / "nankoku-r4", "*主な新規事業.pdf", None),
    }
    folder, name, gold = where[request.param]
    (found,) = folder.glob(name)
    return found, gold or found.with_name(f"{found.stem}.gold.jsonl")


def test_a_person_corrects_with_the_keyboard_alone_and_the_score_moves_by_that(
    serve: Serve, window: Page, document: tuple[Path, Path], tmp_path: Path
) -> None:
    path, gold = document
    made = extract(path)
    folder = tmp_path / "out" / path.stem
    changed, amount, owner, row = damaged(made)
    write_extraction(changed, folder)
    before = score(folder, gold, corrected=False)
    window.goto(serve(tmp_path / "out", path.parent, "--by", "佐藤"))
    window.get_by_role("link", name=path.name).press("Enter")
    expect(window.locator(".inspected")).to_be_visible()

    # What is likeliest wrong comes first: the total that does not add up, then what it is made of.
    if path.suffix == ".pdf":
        expect(window.locator("img.picture")).to_be_visible()
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

    # The row that is missing: its figure is left over. A text has its line for a box.
    window.keyboard.press("l")
    window.keyboard.press("m")
    if path.suffix == ".pdf":
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

    as_extracted = score(folder, gold, corrected=False)
    assert as_extracted.misses == before.misses
    after = score(folder, gold, corrected=True)
    cured = {(miss.line, miss.field) for miss in before.misses} - {
        (miss.line, miss.field) for miss in after.misses
    }
    assert {field for _, field in cured} == {"amount.yen", "name", ""}
    # The amount, the name, and of the new row its name, its amount and its year.
    assert after.total.right - before.total.right == 5
    # Nothing else has moved: what is left is what nobody typed of the new row.
    assert {spelling(miss.record) for miss in after.misses} == {spelling(str(row.name))}

    # A newer version has other ids and the same errors; then one without errors.
    newer = [each.model_copy(update={"id": f"x-{each.id}"}) for each in changed.records]
    write_extraction(Extraction(changed.document, newer, changed.leftovers, []), folder)
    assert score(folder, gold, corrected=True).total == after.total
    write_extraction(made, folder)
    assert score(folder, gold, corrected=True).total.f1 == 1.0
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
