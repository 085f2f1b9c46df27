"""Names for documents: a file's name, and a bit of its checksum where two files share one."""

from collections import Counter
from collections.abc import Iterable, Mapping

from models import Document
from pipeline.export.cells import clean

_DIGITS = 8


def labels_of(documents: Iterable[Document]) -> Mapping[str, str]:
    """A name for each document, by sha256, that none of the others has.

    >>> one, two = Document(sha256="aa11" * 16, file_name="001.pdf"), Document(
    ...     sha256="bb22" * 16, file_name="001.pdf")
    >>> list(labels_of([one, two]).values())
    ['001.pdf [aa11aa11]', '001.pdf [bb22bb22]']
    """
    names = {each.sha256: clean(each.file_name) or each.sha256 for each in documents}
    shared = Counter(names.values())
    return {
        sha256: name if shared[name] == 1 else f"{name} [{sha256[:_DIGITS]}]"
        for sha256, name in names.items()
    }
