"""Benchmarks: `make bench`, or `python -m bench P1 P3`. See docs/performance.md."""
