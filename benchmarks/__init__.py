"""Measurements of speed, each a script that prints a Markdown table; see docs/benchmarks.md."""
