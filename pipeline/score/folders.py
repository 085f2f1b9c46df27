"""Which gold file goes with which extraction, and their scores."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models import Document
from pipeline.corrections import in_force, read_as_corrected
from pipeline.corrections import read as read_corrections
from pipeline.errors import InputError, UsageError
from pipeline.files import find_extractions
from pipeline.inputs import find_inputs
from pipeline.originals import Originals
from pipeline.places import CARD, CORRECTIONS, MENTIONS, RECORDS
from pipeline.score.evaluate import Evaluation, evaluate_gold
from pipeline.score.gold import Gold, read_gold
from pipeline.score.grids import GridScore, grids_of, score_grids
from pipeline.score.lines import JsonObject, read_json_lines

if TYPE_CHECKING:
    from models.mention import TextMention
    from pipeline.score.mentions import MentionEvaluation


@dataclass(frozen=True, slots=True)
class Scored:
    """A document's evaluation: which folder and gold file, and whose document it is.

    `corrections` are those beside the records, whether they were applied or not.
    """

    name: str
    records: Path
    gold: Path
    evaluation: Evaluation
    issuer: str | None = None
    file_name: str | None = None
    corrections: int = 0
    grids: Sequence[GridScore] = ()


def score_folders(
    paths: Sequence[str],
    gold: Path,
    *,
    corrected: bool = False,
    documents: Sequence[Path] | None = None,
) -> list[Scored]:
    """The evaluation of each extraction, as extracted or as `corrected`, by the names of folders.

    A gold file serves the folder of its own name (`000.jsonl` or `000.gold.jsonl` for `000` and
    `000_anything`), and one gold file serves one folder whatever they are called. `paths` may also
    be files of records. Tables of gold are held against those of the documents, which are looked
    for at `documents`; without it they are not scored. UsageError where nothing fits or a document
    is not there, InputError where gold is none.
    """
    records = _record_files(paths)
    pairs = _pair_names(records, gold)
    originals = None if documents is None else Originals([*documents, Path()])
    return [
        _score(name, records[name], file, corrected=corrected, originals=originals)
        for name, file in pairs.items()
    ]


def _score(
    name: str, records: Path, gold: Path, *, corrected: bool, originals: Originals | None
) -> Scored:
    card = _card(records)
    found = _read(records)
    document = card.sha256 if card else next((str(each.get("document")) for each in found), None)
    wanted = read_gold(gold, document=document or None)
    beside = records.parent / CORRECTIONS if card else None
    lines = read_corrections(beside).lines if beside else ()
    if corrected and lines:
        as_they_are = read_as_corrected(records.parent).records
        found = [record.model_dump(mode="json") for record in as_they_are]
    return Scored(
        name,
        records,
        gold,
        evaluate_gold(wanted, found),
        issuer=card.issuer if card else None,
        file_name=card.file_name if card else None,
        corrections=len(in_force(lines)),
        grids=_score_grids(wanted, card, records.parent, originals),
    )


def _score_grids(
    gold: Gold, card: Document | None, folder: Path, originals: Originals | None
) -> list[GridScore]:
    """The tables that gold has, held against those of the document itself."""
    pages = gold.pages_with_all_grids
    if originals is None or not (gold.grids or pages):
        return []
    document = originals.find(card, folder) if card else None
    if document is None:
        raise UsageError(
            f"{folder}: gold has tables, and the document was not found; --documents says where "
            "it is"
        )
    found = grids_of(document, {each.page for each in gold.grids} | pages)
    return score_grids(gold.grids, found, complete=pages)


def _card(records: Path) -> Document | None:
    """The card beside a folder's records; a file of records by itself has none."""
    path = records.parent / CARD
    if records.name != RECORDS or not path.is_file():
        return None
    try:
        return Document.model_validate_json(path.read_bytes())
    except ValueError as error:
        raise InputError(f"{path}: not what `yosano extract` wrote; run it again") from error


def score_mentions(paths: Sequence[str], gold: Path) -> "dict[str, MentionEvaluation]":
    """The evaluation of mentions by the names of folders with a mentions.jsonl, or of documents.

    Gold mentions go with them as gold records go with folders. A document is read on the spot.
    UsageError where nothing fits.
    """
    from pipeline.score.mentions import evaluate_mentions

    sources = _mention_files(paths)
    pairs = _pair_names(sources, gold)
    return {
        name: evaluate_mentions(_read(file), _mentions(sources[name]))
        for name, file in pairs.items()
    }


def _mention_files(paths: Sequence[str]) -> dict[str, Path]:
    """What extract has written where it has, else the documents themselves."""
    found: dict[str, Path] = {}
    for text in paths:
        folder = Path(text)
        written = [folder, *sorted(folder.iterdir())] if folder.is_dir() else []
        files = {each.name: each / MENTIONS for each in written if (each / CARD).is_file()}
        if bare := next((file for file in files.values() if not file.is_file()), None):
            raise UsageError(f"{bare.parent}: no {MENTIONS} here; run extract with --mentions")
        found |= files or {path.stem: path for path in find_inputs([text])}
    return found


def _mentions(path: Path) -> "list[TextMention]":
    if path.name == MENTIONS:
        from models.mention import TextMention

        try:
            return [TextMention.model_validate(line) for line in _read(path)]
        except ValueError as error:
            raise InputError(f"{path}: not what `yosano extract --mentions` wrote") from error
    from pipeline.jobs import mentions_in

    return mentions_in(path)


def holds_mentions(gold: Path) -> bool:
    """Whether gold is of mentions (each has a `kind`) and not of records (each has a `type`)."""
    first = next(iter(_gold_files(gold).values()))
    return any("kind" in line and "type" not in line for line in _read(first)[:1])


def _pair_names(names: Mapping[str, Path], gold: Path) -> dict[str, Path]:
    golds = _gold_files(gold)
    if len(names) == 1 and len(golds) == 1:
        return {next(iter(names)): next(iter(golds.values()))}
    pairs = {name: golds[stem] for name in names if (stem := _stem_for(name, golds))}
    if not pairs:
        raise UsageError(f"{gold}: no gold file is named after {', '.join(sorted(names))}")
    return pairs


def _record_files(paths: Sequence[str]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for text in paths:
        path = Path(text)
        if path.is_file() and path.suffix == ".jsonl":
            files[path.parent.name if path.name == RECORDS else path.stem] = path
        else:
            files.update({folder.name: folder / RECORDS for folder in find_extractions([text])})
    return files


def _gold_files(gold: Path) -> dict[str, Path]:
    if gold.is_file():
        return {_gold_stem(gold): gold}
    files = {_gold_stem(file): file for file in sorted(gold.glob("*.jsonl"))}
    if not files:
        raise InputError(f"{gold}: no gold records here (a .jsonl file or a folder of them)")
    return files


def _gold_stem(path: Path) -> str:
    return path.name.removesuffix(".jsonl").removesuffix(".gold")


def _stem_for(name: str, golds: dict[str, Path]) -> str | None:
    fitting = [
        stem
        for stem in golds
        if name == stem or re.match(re.escape(stem) + r"[^0-9A-Za-z]", name) is not None
    ]
    return max(fitting, key=len, default=None)


def _read(path: Path) -> list[JsonObject]:
    try:
        return read_json_lines(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {error}") from error
