"""What a page shows and its text does not give, read from its picture, with a confidence each.

rapidocr is the extra `ocr`; its models are in its wheel. It reads Chinese and Japanese alike and
now and then writes a character in its Chinese form, so these are folded to the Japanese ones.
"""

from pathlib import Path
from typing import Literal

from models import Issue
from models.page import Page, Rule
from pipeline.allowance import has_picture
from pipeline.read.ocr.engine import detect, is_installed, require
from pipeline.read.ocr.figures import doubtful_figures
from pipeline.read.ocr.layer import held_against, is_layer, layer_of
from pipeline.read.ocr.missing import has_missing, is_unmapped, with_missing
from pipeline.read.ocr.pictures import with_pictures
from pipeline.read.ocr.reading import read_sheet
from pipeline.read.ocr.sheet import drawn, straightened, upright
from pipeline.read.ocr.strips import boxes_of
from pipeline.read.ocr.turn import quarters_to_turn

Mode = Literal["auto", "never", "always"]

_FEW = 30
_DRAWN = 300
_UNMAPPED = 0.2
_COVERED = 0.5
_RULE = 14.0


def with_ocr(path: Path | str, page: Page, *, mode: Mode, password: str | None = None) -> Page:
    """The page as it is, or as its picture reads where `mode` asks for that.

    With `auto`, only a page without usable text is read so; on others, the characters that the file
    does not give and pictures that hold text. The layer that another program read off a picture is
    held against our own reading of it. Raises `MissingToolError` where a page must be read
    and the extra is not installed.
    """
    if mode == "never":
        return page
    if mode == "always" or needs_ocr(page):
        own = ocr_page(path, page, password=password)
        # Of a page that was turned to be read, nothing stands where the layer has it.
        return held_against(own, layer_of(page)) if is_layer(page) and not own.turn else own
    if is_installed() and is_layer(page):
        own = ocr_page(path, page, password=password)
        return page if own.turn else held_against(page, own.chars)
    if is_installed() and has_missing(page):
        page = with_missing(path, page, password=password)
    return with_pictures(path, page, password=password)


def needs_ocr(page: Page) -> bool:
    """Whether a page shows text that its characters do not give.

    A scanned page has a picture and hardly any characters; on others all glyphs are drawn as
    outlines, or a font does not say what its glyphs mean.
    """
    chars = [char for char in page.chars if not char.text.isspace()]
    if chars and sum(map(is_unmapped, chars)) > _UNMAPPED * len(chars):
        return True
    if len(chars) >= _FEW:
        return False
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in page.images)
    if covered > _COVERED * page.width * page.height:
        return True
    return sum(rule.kind == "curve" for rule in page.rules) >= _DRAWN


def ocr_page(path: Path | str, page: Page, *, password: str | None = None) -> Page:
    """The page with the characters of its picture, each with a confidence from 0 to 1.

    Ruling lines are those drawn; on a scan, those of the picture. A page that leans or lies on its
    side is read upright, and its `turn` leads back to the page as shown. Raises `MissingToolError`
    where the extra is not installed.
    """
    require()
    has_picture()
    sheet = straightened(drawn(path, page, password=password))
    small, scale = sheet.small()
    texts = boxes_of(detect(small), scale)
    if quarters := quarters_to_turn(sheet, texts):
        sheet = upright(sheet, quarters)
        small, scale = sheet.small()
        texts = boxes_of(detect(small), scale)
    reading = read_sheet(sheet, texts)
    chars = reading.chars
    doubts = [
        issue.model_copy(update={"bbox": sheet.turn.box(issue.bbox)})
        if sheet.turn and issue.bbox
        else issue
        for issue in doubtful_figures(chars, page.number)
    ]
    return Page(
        number=page.number,
        width=sheet.width if sheet.turn else page.width,
        height=sheet.height if sheet.turn else page.height,
        chars=chars,
        rules=(() if sheet.turn else _drawn_rules(page)) or reading.rules,
        images=() if sheet.turn else page.images,
        rotation=page.rotation,
        issues=(*page.issues, _read_by_ocr(page), *doubts),
        from_ocr=True,
        turn=sheet.turn,
    )


def _read_by_ocr(page: Page) -> Issue:
    return Issue(
        code="read_by_ocr",
        severity="info",
        message="the page has no usable text and was read from its picture: check its figures",
        page=page.number,
    )


def _drawn_rules(page: Page) -> tuple[Rule, ...]:
    """Lines and boxes that were drawn, without the outlines of glyphs; none on a scan."""
    kept = [
        rule
        for rule in page.rules
        if rule.kind in ("line", "rect", "edge")
        and max(rule.x1 - rule.x0, rule.bottom - rule.top) >= _RULE
    ]
    return tuple(kept) if len(kept) >= 4 else ()
