"""Checking rule files: their examples run, the changes that none would notice, the parts that none reaches."""
