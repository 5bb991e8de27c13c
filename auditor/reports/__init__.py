"""Reports: one file a format, each a function of the report's data."""
