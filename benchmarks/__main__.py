"""Runs the benchmarks one after the other."""

import sys

from benchmarks import reading, years

sys.exit(reading.main() or years.main())
