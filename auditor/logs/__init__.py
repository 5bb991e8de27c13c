"""Logs: from an export to the columns of the timeline; time zones."""
