"""The Chinese sample logs: made again byte for byte, read with every row accounted for, and audited to what was planted."""

from __future__ import annotations

import csv
import json
import shlex
from collections import Counter
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from auditor.cli import main
from sample_logs.make.book import LOGS, PLANTED, keep_book, write_book
from sample_logs.make.exports import FILES
from sample_logs.make.journal import CALLS, RONGLIAN, STATUS, TIANRUN, Journal
from sample_logs.make.people import Account, accounts

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_logs"


@pytest.fixture(scope="module")
def journal() -> Journal:
    """The book, kept anew."""
    return keep_book()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the command of the README has written."""
    out = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        with pytest.raises(SystemExit) as left:
            main(_command(out))
    assert left.value.code == 1, "there are findings, and nothing worse"
    return out


@pytest.fixture(scope="module")
def findings(out: Path) -> dict[str, Any]:
    """What it found."""
    found: dict[str, Any] = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    return found


def _command(out: Path) -> list[str]:
    """The README's command, `*` expanded as a shell would, the workbook left out, the findings written to a folder."""
    lines = (SAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith("    auditor audit sample_logs/cn/")]
    words = shlex.split(line.replace("-o out/report.xlsx", "").replace("out/", f"{out}/"))
    logs = sorted(str(path) for path in (SAMPLES / LOGS).iterdir())
    return [word for given in words[1:] for word in (logs if given == "sample_logs/cn/*" else [given])]


def planted(verdict: str) -> dict[tuple[str, str], str]:
    """The planted verdicts of a kind: rule and event, and the cause."""
    with (SAMPLES / PLANTED).open(encoding="utf-8", newline="") as file:
        return {(row["rule"], row["event"]): row["cause"] for row in csv.DictReader(file) if row["verdict"] == verdict}


# --- how they are made --------------------------------------------------------------------------------------


def test_made_again_they_are_the_same(tmp_path: Path) -> None:
    """The generator writes what stands in the repository: text files byte for byte, the workbook part for part."""
    write_book(tmp_path)
    for name in (PLANTED, *(f"{LOGS}/{file}" for file in FILES)):
        made, kept = tmp_path / name, SAMPLES / name
        if made.suffix == ".xlsx":
            assert _parts(made) == _parts(kept), name
        else:
            assert made.read_bytes() == kept.read_bytes(), f"{name}: run `python -m sample_logs.make`"


def _parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_nothing_else_lies_among_the_logs() -> None:
    """`cn/*` names the log's files and nothing more."""
    assert sorted(path.name for path in (SAMPLES / LOGS).iterdir()) == sorted(FILES)


@pytest.mark.parametrize("book", ["june", "july"])
def test_the_funnel(book: str) -> None:
    """Of 1,000 accounts that are overdue on day 1 half pay within three days, 150 are left on day 30, 60 on day 90."""
    cohort = [account for account in accounts() if account.book == book]

    def left(day: int) -> int:
        return sum(account.alive(day) for account in cohort)

    assert left(1) == 1000
    assert 490 <= left(4) <= 510
    assert 145 <= left(30) <= 155
    assert 58 <= left(90) <= 62


def test_people_are_told_apart() -> None:
    """No two accounts share a debtor, a debt or a telephone number."""
    book = accounts()

    def numbers(account: Account) -> tuple[str, ...]:
        return (account.consumer, account.debt, account.number_called, account.contact, account.contact_number)

    found = [number for account in book for number in numbers(account)]
    assert len(set(found)) == len(found)


def test_one_call_in_four_connects(journal: Journal) -> None:
    """Of the calls that were really dialled about one in four is answered by somebody who talks."""
    calls = [e.values for e in journal.events if e.source in (CALLS, TIANRUN, RONGLIAN) and e.values["方向"] == "呼出"]
    placed = [values for values in calls if values.get("已发起") != "否"]
    talked = sum(values["结果"] == "接通对话" for values in placed)

    assert 0.22 <= talked / len(placed) <= 0.30


def test_robots_and_collectors_keep_their_hours(journal: Journal) -> None:
    """Apart from what was planted, robots dial from 9:00 to 20:00 and collectors from 8:30 to 21:00."""
    causes = {id(one.event) for one in journal.planted}
    for event in journal.events:
        if event.source not in (CALLS, TIANRUN, RONGLIAN) or event.values["方向"] == "呼入" or id(event) in causes:
            continue
        hour = event.at.hour + event.at.minute / 60
        first, last = (9, 20) if event.values["渠道"] == "语音机器人" else (8.5, 21)
        assert first <= hour < last, f"{event.id} at {event.at}"


def test_kinds_of_status(journal: Journal) -> None:
    """The case system tells of consents, disputes, agreements, refusals, complaints, transfers and more."""
    kinds = Counter(event.values["类型"] for event in journal.events if event.source == STATUS)
    wanted = {
        "同意", "撤回同意", "异议", "分期协议", "第三人拒绝", "投诉", "债权转让", "转让告知", "委外告知", "还款", "还款承诺", "还款日",
        "禁止接触令", "拒收营销",
    }  # fmt: skip
    assert wanted <= set(kinds)


# --- what the audit must find -------------------------------------------------------------------------------


def test_exactly_the_planted_violations_are_found(findings: dict[str, Any]) -> None:
    """Every planted violation is found, and nothing else is."""
    wanted = planted("violation")
    found = {(finding["rule"], finding["event"]) for finding in findings["findings"]}

    assert sorted(set(wanted) - found) == [], "planted and not found"
    assert sorted(found - set(wanted)) == [], "found and not planted"


def test_what_only_looks_so_passes(findings: dict[str, Any]) -> None:
    """No near-miss is a violation, or in doubt."""
    doubtful = {(one["rule"], one["event"]) for one in findings["inconclusive"]}
    found = {(finding["rule"], finding["event"]) for finding in findings["findings"]}

    assert sorted(set(planted("clean")) & (found | doubtful)) == []


def test_only_what_the_log_hides_is_inconclusive(findings: dict[str, Any]) -> None:
    """The verdicts left open are those about masked numbers."""
    doubtful = {(one["rule"], one["event"]) for one in findings["inconclusive"]}

    assert doubtful == set(planted("inconclusive"))
    assert doubtful


def test_every_rule_fires_or_is_disabled(findings: dict[str, Any]) -> None:
    """Every rule of the Chinese packs that is not disabled, with a reason, finds something."""
    silent = {rule["id"]: rule["not_run"] for rule in findings["rules"] if not rule["violations"]}

    assert len(findings["rules"]) > 180
    assert [id for id, reason in silent.items() if reason is None or not reason.startswith("disabled: ")] == []


def test_every_rule_has_a_near_miss(findings: dict[str, Any]) -> None:
    """Beside every violation of a rule stands something that only looks like one."""
    missed = {rule for rule, _ in planted("clean")}

    assert sorted({rule for rule, _ in planted("violation")} - missed) == []


def test_near_misses_are_events_of_the_log(journal: Journal) -> None:
    """What must not be found does stand in the log: no id is mistyped, and no rule is."""
    ids = {event.id for event in journal.events}
    rules = {rule for rule, _ in planted("violation")}

    assert {event for _, event in planted("clean")} <= ids
    assert {rule for rule, _ in planted("clean")} <= rules


def test_every_cause_is_told() -> None:
    """Each planted verdict says how it came about."""
    told = {**planted("violation"), **planted("clean"), **planted("inconclusive")}

    assert all(len(cause) >= 5 for cause in told.values())


# --- that every row is accounted for ------------------------------------------------------------------------


def test_rows_add_up(findings: dict[str, Any]) -> None:
    """Rows: read = used + merged legs + duplicates + rejected + out of scope, and all files were read to the end."""
    rows = findings["rows"]
    parts = ("used", "merged", "duplicate", "rejected", "out_of_scope")

    assert rows["read"] == sum(rows[part] for part in parts)
    assert all(rows[part] for part in parts)
    assert {file["file"] for file in findings["run"]["inputs"]} == set(FILES)


def test_bad_rows_are_rejected_and_no_others(out: Path) -> None:
    """Three damaged numbers, an impossible date, an id given twice, and a code that nobody documented."""
    with (out / "findings-rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["file"], row["column"], row["value"]) for row in csv.DictReader(file)]

    assert [(name, column) for name, column, _ in rows if column == "id"] == [("calls.csv", "id")]
    assert Counter(row for row in rows if row[1] != "id") == {
        ("calls.csv", "号码", "1.99E+10"): 2,
        ("calls.csv", "时间", "2026-07-32 10:00:00"): 1,
        ("messages.xlsx", "债务", "6.22202000000123E+17"): 1,
        ("ronglian.csv", "STATUS", "hangup"): 1,
    }


def test_rows_exported_twice_are_duplicates(findings: dict[str, Any]) -> None:
    """Three calls and a row where two pages of a query meet."""
    assert findings["rows"]["duplicate"] == 4


def test_every_event_is_used(findings: dict[str, Any], journal: Journal) -> None:
    """The timeline holds as many events as happened: transferred calls are one, bad copies are none."""
    assert findings["rows"]["used"] == len(journal.events)
