"""What a change looks like on the pages of both years: cut out, or linked to."""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from models import ChangeSource
from pipeline.diff import Diff
from pipeline.errors import InputError
from pipeline.originals import Originals
from pipeline.pictures import Pictures
from pipeline.report.crops import Crop, crop

# A page with more pictures would be too large to send by mail.
_MOST = 240
_ABOVE = 22.0
_WIDEST = 900.0
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A place in a document: its picture where the document is at hand, else its address."""

    source: ChangeSource
    cut: Crop | None = None
    address: str | None = None


class Cuts:
    """The pictures of a page, each place cut out once, as many as a page can carry.

    `beside` is the folder that the page will stand in, for links to the documents.
    """

    def __init__(self, diff: Diff, originals: Originals | None, *, beside: Path | None) -> None:
        self._beside = beside
        self._files: dict[str, Path] = {}
        self._open: dict[str, Pictures | None] = {}
        self._made: dict[ChangeSource, Crop | None] = {}
        self._stack = ExitStack()
        for side in (diff.old, diff.new) if originals else ():
            for document in side.documents:
                found = originals.find(document, side.folders.get(document.sha256))  # type: ignore[union-attr]
                if found and found.suffix.lower() == ".pdf":
                    self._files[document.sha256] = found

    def __enter__(self) -> "Cuts":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def seen(self, sources: Sequence[ChangeSource]) -> list[Seen]:
        """The first places of a change in one year."""
        return [
            Seen(source, self._cut(source), self._address(source)) for source in sources[:_PLACES]
        ]

    def _address(self, source: ChangeSource) -> str | None:
        file = self._files.get(source.document)
        if file is None:
            return None
        # The page goes out with its documents beside it, not with this machine's folders.
        path = os.path.relpath(file, self._beside) if self._beside else file.name
        return f"{quote(Path(path).as_posix())}#page={source.page}"

    def _cut(self, source: ChangeSource) -> Crop | None:
        if source.bbox is None or source.document not in self._files:
            return None
        if source not in self._made and len(self._made) < _MOST:
            self._made[source] = self._draw(source)
        return self._made.get(source)

    def _draw(self, source: ChangeSource) -> Crop | None:
        """The line of the figure over the whole width of its page: its name stands in it."""
        pictures = self._pictures(source.document)
        box = source.bbox
        if pictures is None or box is None or source.page > pictures.page_count:
            return None
        width, _ = pictures.size(source.page)
        scale = min(1.4, _WIDEST / max(width, 1.0))
        return crop(pictures, source.page, box, around=(width, _ABOVE), scale=scale)

    def _pictures(self, document: str) -> Pictures | None:
        if document not in self._open:
            try:
                pictures: Pictures | None = Pictures(self._files[document])
            except InputError:
                pictures = None
            if pictures:
                self._stack.callback(pictures.close)
            self._open[document] = pictures
        return self._open[document]
