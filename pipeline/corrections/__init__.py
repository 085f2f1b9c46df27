"""What people have corrected: kept apart from what was extracted, and laid over it when read.

`read_as_corrected` is how every command that shows or exports records reads an extraction.
"""

from collections.abc import Sequence
from pathlib import Path

from models import Correction, Extraction, Issue, Record
from pipeline.corrections.actions import Fit
from pipeline.corrections.apply import Corrected, Overlay, correct
from pipeline.corrections.log import Log, append, in_force, in_order, parse, read, settled_in
from pipeline.doubt import fails
from pipeline.files import read_extraction
from pipeline.places import CORRECTIONS
from pipeline.prove import FINDINGS, prove
from pipeline.values import is_proved

__all__ = [
    "CORRECTIONS",
    "Corrected",
    "Fit",
    "Log",
    "Overlay",
    "append",
    "as_corrected",
    "checked_anew",
    "correct",
    "in_force",
    "in_order",
    "parse",
    "proved_anew",
    "read",
    "read_as_corrected",
    "settled_in",
]


def read_as_corrected(folder: Path) -> Extraction:
    """The extraction in a folder with the corrections beside it: what to show, export, compare.

    Corrected fields have `corrected` in their sources, and checks are tried on the figures as
    corrected. What no longer fits is an issue `correction_unfit`. InputError as `read_extraction`.
    """
    return as_corrected(read_extraction(folder), read(folder / CORRECTIONS).lines)


def as_corrected(extraction: Extraction, corrections: Sequence[Correction]) -> Extraction:
    """An extraction from anywhere (a store) with its corrections, as `read_as_corrected` does."""
    corrected = correct(extraction, corrections)
    if any(fit.status == "applied" and fit.correction.action != "accept" for fit in corrected.fits):
        return proved_anew(corrected.extraction)
    return corrected.extraction


def proved_anew(extraction: Extraction) -> Extraction:
    """The extraction with the checks and findings of its records as they are now."""
    records, findings = checked_anew(extraction.records)
    kept = [issue for issue in extraction.issues if issue.code not in FINDINGS]
    return Extraction(extraction.document, records, extraction.leftovers, [*kept, *findings])


def checked_anew(records: Sequence[Record]) -> tuple[list[Record], list[Issue]]:
    """Records with their checks tried again, and what that finds.

    How sure a value was said to be counts no more where a check of it has turned: what was doubtful
    since another figure was misread may be proved now, and the other way round.
    """
    proved, findings = prove([record.model_copy(update={"checks": ()}) for record in records])
    before = {record.id: record for record in records}
    return [_unsaid(record, before.get(record.id, record)) for record in proved], list(findings)


def _unsaid(record: Record, before: Record) -> Record:
    """The record without the confidence of values that its checks say something else of now."""
    if record.checks == before.checks:
        return record
    kept = {
        path: sure
        for path, sure in record.confidence.items()
        if (fails(record, path), is_proved(record, path))
        == (fails(before, path), is_proved(before, path))
    }
    return record.model_copy(update={"confidence": kept})
