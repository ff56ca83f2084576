"""Benchmarks: measures side by side, as ratios, run by `make bench` and never timed in a test."""
