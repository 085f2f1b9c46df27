"""Documents read into folders: what a worker does with one, and who the workers are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from models import Document, Extraction
from models.mention import TextMention
from models.page import PageLayout
from pipeline.allowance import Allowance, once_more
from pipeline.batch import Follow, Outcome, unheard, work_through
from pipeline.files import write_extraction
from pipeline.layout.join import join_tables
from pipeline.layout.over_pages import join_paragraphs
from pipeline.pages import arrange_pages
from pipeline.read import open_document
from pipeline.run import Options, extract, read, weighed
from pipeline.shown import layout_as_shown

EngineName: TypeAlias = Literal["processes", "ray"]


@dataclass(frozen=True, slots=True)
class Engine:
    """Who reads: `jobs` processes of this machine, or the Ray cluster at an address.

    `allowance` is what each document may take.
    """

    name: EngineName = "processes"
    jobs: int = 1
    address: str | None = None
    allowance: Allowance = field(default_factory=Allowance)


class Work(Protocol):
    """Reads a document and writes its results into the folder that is given for it."""

    def __call__(self, path: Path, *, folders: Mapping[Path, Path]) -> Document: ...


def read_all(
    inputs: Sequence[Path],
    work: Work,
    *,
    folders: Mapping[Path, Path],
    engine: Engine,
    follow: Follow = unheard,
) -> Iterator[Outcome[Document]]:
    """Each input read into its folder; outcomes come in the inputs' order, whoever reads.

    `follow` hears of the pages that are read on this machine, not of those read on a cluster.
    UsageError where no cluster answers, MissingToolError without the extra `scale`.
    """
    if engine.name == "ray":
        from pipeline.cluster import work_on_cluster

        return work_on_cluster(
            inputs, work, folders=folders, address=engine.address, allowance=engine.allowance
        )
    each = partial(work, folders=folders)
    allowance = engine.allowance
    return work_through(inputs, each, jobs=engine.jobs, follow=follow, allowance=allowance)


def extract_to(
    path: Path,
    *,
    folders: Mapping[Path, Path],
    options: Options,
    debug_images: bool = False,
    mentions: bool = False,
) -> Document:
    """Extracts one document, writes its folder, and gives back its card."""
    reading = read(path, options)
    extraction = weighed(reading)
    found = find_mentions(reading.pages, extraction) if mentions else None
    draw = partial(draw_pages, path, options=options) if debug_images else None
    return write_extraction(extraction, folders[path], draw=draw, mentions=found)


def find_mentions(pages: Sequence[PageLayout], extraction: Extraction) -> list[TextMention]:
    """All that the pages of a document mention, with places on its pages as shown."""
    from pipeline.mentions import mentions_of

    layouts = join_paragraphs(join_tables([layout_as_shown(page) for page in pages]))
    year = extraction.document.fiscal_year
    return mentions_of(layouts, extraction.records, year=year.year if year else None)


def mentions_in(path: Path) -> list[TextMention]:
    """All that a document mentions, read on the spot."""
    reading = read(path, Options())
    return find_mentions(reading.pages, weighed(reading))


def draw_pages(path: Path, folder: Path, *, options: Options) -> None:
    """Draws each page of a PDF as it was read, as PNG files named by page number."""
    from pipeline.layout.draw import draw_page

    once_more()
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
