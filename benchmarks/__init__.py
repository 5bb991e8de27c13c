"""What is measured, and how: not timed tests, but `python -m benchmarks` on a quiet machine."""
