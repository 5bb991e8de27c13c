"""Makes the Chinese sample logs: a quarter of an imaginary lender's collections, the same bytes every time.

`python -m sample_logs.make` writes `sample_logs/cn/` and `sample_logs/planted.csv`. The routine traffic is clean by
every shipped Chinese pack; what is not was planted, and is listed with its cause.
"""
