"""What a person sees of the years: what an ingest did."""

from collections.abc import Sequence

from pipeline.batch import Outcome
from pipeline.ingest import Ingested
from pipeline.show import print_documents
from pipeline.terminal import write_json
from pipeline.words.terminal import Terminal


def print_ingested(outcomes: Sequence[Outcome[Ingested]], *, as_json: bool) -> None:
    """What was new, the same, superseded and failed, and the documents that came in."""
    done = [outcome.value for outcome in outcomes if outcome.value]
    new = [each for each in done if each.status == "new"]
    counts = {
        "new": len(new),
        "same": len(done) - len(new),
        "superseded": sum(len(each.superseded) for each in done),
        "failed": sum(outcome.error is not None for outcome in outcomes),
    }
    if as_json:
        inputs = [_ingested_as_json(outcome) for outcome in outcomes]
        write_json({**counts, "inputs": inputs})
        return
    if new:
        print_documents([each.document for each in new], as_json=False)
    Terminal().print(", ".join(f"{number} {what}" for what, number in counts.items()))


def _ingested_as_json(outcome: Outcome[Ingested]) -> dict[str, object]:
    found = outcome.value
    if found is None:
        return {"path": str(outcome.path), "status": "failed", "error": str(outcome.error)}
    return {
        "path": str(outcome.path),
        "status": found.status,
        "sha256": found.document.sha256,
        "supersedes": list(found.superseded),
    }
