"""Core rules to layered relational queries: one pass of window terms per layer."""
