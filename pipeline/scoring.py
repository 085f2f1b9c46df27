"""Which gold file goes with which extraction, and their scores."""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import InputError, UsageError
from pipeline.evaluate import Evaluation, JsonObject, evaluate, read_json_lines
from pipeline.files import RECORDS, find_extractions


def score_folders(paths: Sequence[str], gold: Path) -> dict[str, Evaluation]:
    """The evaluation of each extraction, by its folder's name.

    A gold file serves the folder of its own name (`000.jsonl` or `000.gold.jsonl` for `000` and
    `000_anything`), and one gold file serves one folder whatever they are called. `paths` may also
    be files of records. UsageError where nothing fits.
    """
    records = _record_files(paths)
    golds = _gold_files(gold)
    if len(records) == 1 and len(golds) == 1:
        pairs = {next(iter(records)): next(iter(golds.values()))}
    else:
        pairs = {name: golds[stem] for name in records if (stem := _stem_for(name, golds))}
    if not pairs:
        raise UsageError(f"{gold}: no gold file is named after {', '.join(sorted(records))}")
    return {name: evaluate(_read(file), _read(records[name])) for name, file in pairs.items()}


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
