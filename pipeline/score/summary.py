"""A run of evaluate as JSON: to keep, to compare with a later run, to read by program."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from models.values import JsonObject
from pipeline.errors import InputError
from pipeline.score.calibration import reliability
from pipeline.score.evaluate import Evaluation, Score
from pipeline.score.folders import Scored, score_folders
from pipeline.score.grids import GridScore, together
from pipeline.score.grits import Likeness


@dataclass(frozen=True, slots=True)
class Against:
    """What differs from an earlier run: misses that are gone, and misses that are new.

    Only documents of both runs are compared.
    """

    better: tuple[JsonObject, ...] = ()
    worse: tuple[JsonObject, ...] = ()


def all_of(results: Iterable[Scored]) -> Evaluation:
    """All documents together."""
    total = Evaluation()
    for result in results:
        total.add(result.evaluation)
    return total


def by_issuer(results: Iterable[Scored]) -> dict[str, Score]:
    """The scores of each issuer's documents; "" for those whose issuer is not known."""
    scores: dict[str, Score] = {}
    for result in results:
        scores.setdefault(result.issuer or "", Score()).add(result.evaluation.total)
    return dict(sorted(scores.items()))


def summary(results: Sequence[Scored], against: Against | None = None) -> JsonObject:
    """The whole run."""
    total = all_of(results)
    found: JsonObject = {
        "total": numbers(total.total),
        "money": numbers(total.money),
        "yen": numbers(total.yen),
        "kinds": dict(total.kinds),
        "issuers": {name: numbers(score) for name, score in by_issuer(results).items()},
        "calibration": calibration(total),
        "grids": grid_numbers([each for result in results for each in result.grids]),
        "documents": {
            result.name: {
                "gold": str(result.gold),
                "file_name": result.file_name,
                "issuer": result.issuer,
                **_document(result.evaluation),
                "grids": grid_numbers(result.grids),
            }
            for result in results
        },
    }
    if against is not None:
        found["against"] = {"better": list(against.better), "worse": list(against.worse)}
    return found


def _document(evaluation: Evaluation) -> JsonObject:
    return {
        "total": numbers(evaluation.total),
        "money": numbers(evaluation.money),
        "yen": numbers(evaluation.yen),
        "kinds": dict(evaluation.kinds),
        "types": {name: numbers(score) for name, score in evaluation.types.items()},
        "fields": {
            f"{kind}.{field}": numbers(score)
            for (kind, field), score in sorted(evaluation.fields.items())
        },
        "misses": [*misses_of(evaluation)],
    }


def misses_of(evaluation: Evaluation) -> list[JsonObject]:
    """The misses as JSON."""
    return [asdict(miss) for miss in evaluation.misses]


def numbers(score: Score) -> JsonObject:
    """Counts, with precision, recall and F1."""
    return {
        **asdict(score),
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
    }


def grid_numbers(scores: Sequence[GridScore]) -> JsonObject | None:
    """GriTS of content and topology, together and for each table; None where gold has none."""
    if not scores:
        return None
    return {
        "content": _likeness(together(each.content for each in scores)),
        "topology": _likeness(together(each.topology for each in scores)),
        "tables": [
            {
                "page": each.page,
                "line": each.line,
                "content": _likeness(each.content),
                "topology": _likeness(each.topology),
            }
            for each in scores
        ],
    }


def _likeness(each: Likeness) -> JsonObject:
    return {
        "precision": round(each.precision, 6),
        "recall": round(each.recall, 6),
        "f1": round(each.f1, 6),
    }


def calibration(evaluation: Evaluation) -> JsonObject | None:
    """The reliability table; None where no value came with a confidence."""
    table = reliability(evaluation.judged)
    return json.loads(json.dumps(asdict(table))) if table else None


def compare_runs(run: str, results: Sequence[Scored], *, gold: Path) -> Against:
    """What got better and worse since an earlier run.

    `run` is a file that `--json` was written to, or the folder of an earlier extraction, which is
    held against the same gold. InputError where it is neither.
    """
    earlier = _misses_of_run(run, gold)
    better: list[JsonObject] = []
    worse: list[JsonObject] = []
    for result in results:
        before = earlier.get(result.name)
        if before is None and len(earlier) == len(results) == 1:
            before = next(iter(earlier.values()))
        if before is None:
            continue
        old = {_key(miss): {"document": result.name, **miss} for miss in before}
        now = misses_of(result.evaluation)
        new = {_key(miss): {"document": result.name, **miss} for miss in now}
        better += [miss for key, miss in old.items() if key not in new]
        worse += [miss for key, miss in new.items() if key not in old]
    return Against(tuple(better), tuple(worse))


def _misses_of_run(run: str, gold: Path) -> Mapping[str, Sequence[JsonObject]]:
    path = Path(run)
    if path.suffix != ".json":
        scored = score_folders([run], gold)
        return {result.name: misses_of(result.evaluation) for result in scored}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {name: each["misses"] for name, each in kept["documents"].items()}
    except OSError as error:
        raise InputError(f"{run}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{run}: not a run that `yosano evaluate --json` has written") from error


def _key(miss: JsonObject) -> tuple[str, ...]:
    """What a miss is about: gold's line and field, or the record that is one too many."""
    if miss.get("line"):
        return (str(miss["line"]), str(miss["type"]), str(miss["field"]))
    return ("", str(miss["type"]), str(miss["record"]), str(miss.get("page")))
