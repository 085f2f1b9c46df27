"""What a person sees of scores: tables on standard output."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.table import Table

from pipeline.score.calibration import reliability
from pipeline.score.evaluate import Evaluation, Score
from pipeline.score.folders import Scored
from pipeline.score.grids import together
from pipeline.score.mentions import MentionEvaluation
from pipeline.score.summary import Against, all_of, by_issuer
from pipeline.terminal import write_json
from pipeline.words.terminal import Terminal

_MISSES_SHOWN = 40
_HEADINGS = ("gold", "found", "paired", "fields", "precision", "recall", "F1")


def print_scores(results: Sequence[Scored], against: Against | None = None) -> None:
    """Scores by document and type, by issuer, money, kinds of error, calibration, and misses."""
    out = Terminal()
    for result in results:
        _print_document(out, result)
    total = all_of(results)
    if len(results) > 1:
        _print_together(out, results, total)
    _print_money(out, total)
    _print_kinds(out, total)
    _print_grids(out, results)
    _print_calibration(out, total)
    shown = 0
    for result in results:
        prefix = f"{result.name}: " if len(results) > 1 else ""
        for miss in result.evaluation.misses[: max(_MISSES_SHOWN - shown, 0)]:
            out.print(f"  {prefix}{_described(vars_of(miss))}", soft_wrap=True)
            shown += 1
    left = len(total.misses) - shown
    if left > 0:
        out.print(f"  … and {left} more misses; --json and --html list all")
    if against is not None:
        _print_against(out, against)


def vars_of(miss: object) -> dict[str, object]:
    """The miss's fields by name."""
    return asdict(miss)  # type: ignore[call-overload, no-any-return]


def _print_document(out: Terminal, result: Scored) -> None:
    table = Table(title=result.name, title_justify="left")
    table.add_column("type")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right")
    for type_name, score in result.evaluation.types.items():
        table.add_row(type_name, *_score_row(score))
    table.add_section()
    table.add_row("all", *_score_row(result.evaluation.total))
    out.print(table)


def _print_together(out: Terminal, results: Sequence[Scored], total: Evaluation) -> None:
    table = Table(title="together", title_justify="left")
    table.add_column("")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right")
    for type_name, score in sorted(total.types.items()):
        table.add_row(type_name, *_score_row(score))
    table.add_section()
    for issuer, score in by_issuer(results).items():
        table.add_row(issuer or "(issuer not known)", *_score_row(score))
    table.add_section()
    table.add_row("all", *_score_row(total.total))
    out.print(table)


def _print_money(out: Terminal, total: Evaluation) -> None:
    money, yen = total.money, total.yen
    if not (money.right + money.wrong + money.missing + money.extra):
        return
    out.print(
        f"amounts: {money.right:,} right, {money.wrong:,} wrong, {money.missing:,} missing, "
        f"{money.extra:,} too many; F1 {money.f1:.4f} by number, {yen.f1:.4f} by yen"
    )


def _print_kinds(out: Terminal, total: Evaluation) -> None:
    if total.kinds:
        listed = ", ".join(f"{kind} {count:,}" for kind, count in total.kinds.items())
        out.print(f"kinds of error: {listed}")


def _print_grids(out: Terminal, results: Sequence[Scored]) -> None:
    """Tables as wholes, where gold has any, and each that is not as gold has it."""
    scores = [(result.name, each) for result in results for each in result.grids]
    if not scores:
        return
    text = together(each.content for _, each in scores)
    lie = together(each.topology for _, each in scores)
    out.print(
        f"tables of gold: {sum(each.line > 0 for _, each in scores):,}; "
        f"GriTS {text.f1:.4f} by content, {lie.f1:.4f} by topology"
    )
    for name, each in scores:
        if min(each.content.f1, each.topology.f1) < 1:
            out.print(
                f"  {name} page {each.page} (gold line {each.line}): "
                f"{each.content.f1:.4f} by content, {each.topology.f1:.4f} by topology",
                soft_wrap=True,
            )


def _print_calibration(out: Terminal, total: Evaluation) -> None:
    table = reliability(total.judged)
    if table is None:
        return
    shown = Table(title="confidence", title_justify="left")
    shown.add_column("said")
    for heading in ("values", "said, mean", "right", "95 % interval"):
        shown.add_column(heading, justify="right")
    for band in table.bands:
        low, high = band.interval
        shown.add_row(
            f"{band.low:g} to {band.high:g}",
            f"{band.count:,}",
            f"{band.said:.3f}",
            f"{band.right:.3f}",
            f"{low:.3f} to {high:.3f}",
        )
    out.print(shown)
    out.print(f"said and right differ by {table.error:.3f} in the mean; Brier {table.brier:.4f}")


def _print_against(out: Terminal, against: Against) -> None:
    out.print(f"against the earlier run: {len(against.better)} better, {len(against.worse)} worse")
    for word, misses in (("better", against.better), ("worse", against.worse)):
        for miss in misses[:_MISSES_SHOWN]:
            line = f"  {word}: {miss['document']}: {_described(miss)}"
            out.print(line, soft_wrap=True)
        if len(misses) > _MISSES_SHOWN:
            out.print(f"  … and {len(misses) - _MISSES_SHOWN} more that are {word}")


def _described(miss: Mapping[str, object]) -> str:
    page = f" page {miss['page']}" if miss["page"] else ""
    field = f".{miss['field']}" if miss["field"] else ""
    line = f" (gold line {miss['line']})" if miss["line"] else ""
    return (
        f"{miss['kind']}: {miss['type']}{field}{page} [{miss['record']}]{line} "
        f"gold: {_shown(miss['gold'])}  found: {_shown(miss['found'])}"
    )


def print_mentions(results: Mapping[str, MentionEvaluation], *, as_json: bool) -> None:
    """Span scores by kind, strict and partial, and every mention that is not as gold has it."""
    if as_json:
        rows = {name: asdict(evaluation) for name, evaluation in results.items()}
        write_json(rows)
        return
    table = Table(title="mentions", title_justify="left")
    table.add_column("document")
    table.add_column("kind")
    for heading in ("gold", "found", "precision", "recall", "strict F1", "partial F1", "values"):
        table.add_column(heading, justify="right")
    for name, evaluation in results.items():
        for kind, score in evaluation.kinds.items():
            strict = score.strict
            table.add_row(
                name,
                kind,
                str(strict.possible),
                str(strict.actual),
                f"{strict.precision:.4f}",
                f"{strict.recall:.4f}",
                f"{strict.f1:.4f}",
                f"{score.partial.f1:.4f}",
                f"{score.values - score.wrong_values}/{score.values}",
            )
    out = Terminal()
    out.print(table)
    for name, evaluation in results.items():
        for word, places in (("missed", evaluation.missed), ("spurious", evaluation.spurious)):
            for each in places:
                shown = each.text.replace("\n", "⏎")
                out.print(f"  {name}: {word} {each.kind} {shown}", soft_wrap=True)


def _score_row(score: Score) -> tuple[str, ...]:
    return (
        str(score.gold_records),
        str(score.found_records),
        str(score.paired_records),
        str(score.right + score.wrong + score.missing),
        f"{score.precision:.4f}",
        f"{score.recall:.4f}",
        f"{score.f1:.4f}",
    )


def _shown(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
