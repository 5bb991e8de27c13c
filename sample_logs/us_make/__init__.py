"""Makes the American sample logs: ten weeks of an imaginary collection agency, the same bytes every time.

`python -m sample_logs.us_make` writes `sample_logs/us/`: a Five9 call log joined with the case file, messages and
letters, what else happened, and the list of what was planted. The routine traffic is clean by the pack `us.regf`; what
is not was planted, and is listed with its cause.
"""
