"""Audits debt-collection logs against limits written in a language that lawyers can read."""

__version__ = "0.1.0"
