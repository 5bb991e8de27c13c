"""`python -m sample_logs.us_make [FOLDER]`: write the American sample logs, and the list of what was planted in them."""

from __future__ import annotations

import sys
from pathlib import Path

from sample_logs.us_make.book import write_book

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "us"
    for written in write_book(folder):
        print(written)
