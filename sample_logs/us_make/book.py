"""The whole book: routine first, then what was planted."""

from __future__ import annotations

from pathlib import Path

from sample_logs.us_make.journal import Journal
from sample_logs.us_make.people import People
from sample_logs.us_make.plants_calls import plant_calls
from sample_logs.us_make.plants_messages import plant_messages
from sample_logs.us_make.plants_papers import plant_papers
from sample_logs.us_make.plants_stops import plant_stops
from sample_logs.us_make.plants_words import plant_words
from sample_logs.us_make.routine import routine


def book() -> Journal:
    """Everything that happened."""
    people = People(Journal())
    routine(people)
    plant_calls(people)
    plant_stops(people)
    plant_messages(people)
    plant_papers(people)
    plant_words(people)
    return people.journal


def write_book(folder: Path) -> list[Path]:
    """Write the sample logs and what was planted into a folder; gives the files."""
    return book().write(folder)
