"""What a worker process does with one document."""

from collections.abc import Mapping
from pathlib import Path

from models import Document
from pipeline.files import write_extraction
from pipeline.run import Extraction, Options, extract


def extract_to(
    path: Path,
    *,
    folders: Mapping[Path, Path],
    options: Options,
    debug_images: bool = False,
) -> Document:
    """Extracts one document, writes its folder, and gives back its card."""
    extraction = extract_with(path, options)
    folder = folders[path]
    write_extraction(extraction, folder)
    if debug_images and path.suffix.lower() == ".pdf":
        from pipeline.layout.draw import draw_document

        draw_document(path, folder / "pages", password=options.password)
    return extraction.document


def extract_with(path: Path, options: Options) -> Extraction:
    """`extract` with its options in one value."""
    return extract(
        path,
        reader=options.reader,
        ocr=options.ocr,
        password=options.password,
        given=options.given,
    )
