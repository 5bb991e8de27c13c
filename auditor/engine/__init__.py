"""Holds the timeline, runs programs over it, gives verdicts and evidence."""
