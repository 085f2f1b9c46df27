"""Which gold file goes with which extraction, and their scores."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import InputError, UsageError
from pipeline.evaluate import Evaluation, JsonObject, evaluate, read_json_lines
from pipeline.files import RECORDS, find_extractions, find_inputs
from pipeline.mentions import MentionEvaluation, evaluate_mentions


def score_folders(paths: Sequence[str], gold: Path) -> dict[str, Evaluation]:
    """The evaluation of each extraction, by its folder's name.

    A gold file serves the folder of its own name (`000.jsonl` or `000.gold.jsonl` for `000` and
    `000_anything`), and one gold file serves one folder whatever they are called. `paths` may also
    be files of records. UsageError where nothing fits.
    """
    records = _record_files(paths)
    pairs = _pair_names(records, gold)
    return {name: evaluate(_read(file), _read(records[name])) for name, file in pairs.items()}


def score_mentions(paths: Sequence[str], gold: Path) -> dict[str, MentionEvaluation]:
    """The evaluation of each text document's mentions, by the document's name.

    Gold mentions go with documents as gold records go with folders. UsageError where nothing fits.
    """
    documents = {path.stem: path for path in find_inputs(paths) if path.suffix.lower() != ".pdf"}
    pairs = _pair_names(documents, gold)
    return {name: evaluate_mentions(_read(file), documents[name]) for name, file in pairs.items()}


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
