"""The rule language: what an author wrote, what it means, and the passes between."""
