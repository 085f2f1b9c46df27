"""What of a document was not read though the document was: told by the issues its card counts."""

from collections.abc import Iterable, Sequence

from models import Document
from pipeline.batch import Outcome, T, gravest
from pipeline.errors import ExitCode
from pipeline.extras import install

_CODES = {
    "internal_error": ExitCode.BUG,
    "ocr_missing": ExitCode.MISSING_TOOL,
    "out_of_memory": ExitCode.UNREADABLE_INPUT,
    "out_of_time": ExitCode.UNREADABLE_INPUT,
    "page_cut_short": ExitCode.UNREADABLE_INPUT,
    "stage_crashed": ExitCode.UNREADABLE_INPUT,
    "unreadable_page": ExitCode.UNREADABLE_INPUT,
}


def exit_code_of(outcomes: Sequence[Outcome[T]], documents: Iterable[Document]) -> ExitCode:
    """The run's exit code: the gravest of what ended inputs, and what was lost of others."""
    ended = {outcome.error.exit_code for outcome in outcomes if outcome.error}
    lost = {_CODES[code] for each in documents for code in each.counts.issues if code in _CODES}
    return gravest(ended | lost)


def told(documents: Iterable[Document]) -> list[str]:
    """A line for each document of which something was not read, that says what to do."""
    lines: list[str] = []
    for document in documents:
        counts, name = document.counts.issues, document.file_name
        if missing := counts.get("ocr_missing", 0):
            message = f"{name}: pages without text were not read ({missing}): {install('ocr')}"
            lines.append(message)
        if lost := sum(counts.get(code, 0) for code in _CODES if code != "ocr_missing"):
            message = f"{name}: not all of it was read ({lost} errors): look at its issues"
            lines.append(message)
    return lines
