"""What `make bench` measures; docs/performance.md holds what it found."""
