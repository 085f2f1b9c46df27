"""What a worker process does with one document."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from models import Document, Extraction
from pipeline.files import write_extraction
from pipeline.read import open_document
from pipeline.run import Options, arrange_pages, extract
from pipeline.shown import layout_as_shown


def extract_to(
    path: Path,
    *,
    folders: Mapping[Path, Path],
    options: Options,
    debug_images: bool = False,
) -> Document:
    """Extracts one document, writes its folder, and gives back its card."""
    extraction = extract_with(path, options)
    draw = partial(draw_pages, path, options=options) if debug_images else None
    return write_extraction(extraction, folders[path], draw=draw)


def draw_pages(path: Path, folder: Path, *, options: Options) -> None:
    """Draws each page of a PDF as it was read, as PNG files named by page number."""
    from pipeline.layout.draw import draw_page

    with open_document(path, reader=options.reader, password=options.password) as opened:
        if opened.kind != "pdf":
            return
        folder.mkdir(exist_ok=True)
        for layout in arrange_pages(path, opened, ocr=options.ocr, password=options.password):
            shown = layout_as_shown(layout)
            draw_page(path, layout.number, shown, folder / f"{layout.number:04}.png")


def extract_with(path: Path, options: Options) -> Extraction:
    """`extract` with its options in one value."""
    return extract(
        path,
        reader=options.reader,
        ocr=options.ocr,
        password=options.password,
        given=options.given,
    )
