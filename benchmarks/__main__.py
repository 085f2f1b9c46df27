"""Runs the benchmarks one after the other; each compares in one run and prints its table.

`python -m benchmarks reading extract` runs those named.
"""

import sys

from benchmarks import extract, injected, many, reading, recognition, stored, worn, years

BENCHMARKS = {
    "reading": lambda: reading.main([]),
    "recognition": recognition.main,
    "extract": lambda: extract.main([]),
    "many": lambda: many.main([]),
    "stored": lambda: stored.main([]),
    "years": years.main,
    "worn": worn.main,
    "injected": lambda: injected.main([]),
}


def main(names: list[str]) -> int:
    """Runs the named benchmarks, or all; 2 for a name there is not, else the first failure."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(f"no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}\n")
        return 2
    return next(
        (code for name in names or list(BENCHMARKS) if (code := BENCHMARKS[name]() or 0)), 0
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
