"""The eight rules of `eight.rules` by hand, in DuckDB SQL, polars and pandas, with the same three verdicts.

A missing cell is unknown, a window that reaches before the log has no upper bound, events of one instant are in the order of
their rows: each gives what the audit gives, and `python -m benchmarks` holds one against the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

RULES = (
    "hours", "talks-a-day", "attempts-a-week", "attempts-a-number", "texts-apart", "after-promise", "after-cease", "answer",
)  # fmt: skip
DAY = 86_400_000_000
OFFSET = 8 * 3_600_000_000


@dataclass(frozen=True)
class Answer:
    """What a rule says: rows (from 1) of violations and of inconclusive verdicts, and how many are compliant."""

    violations: Any
    inconclusive: Any
    compliant: int

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Answer)
            and self.compliant == other.compliant
            and np.array_equal(self.violations, other.violations)
            and np.array_equal(self.inconclusive, other.inconclusive)
        )


# --- DuckDB ---------------------------------------------------------------------------------------------

_SQL = f"""
CREATE TEMP TABLE judged AS
WITH read AS (
    SELECT file_row_number + 1 AS seq, epoch_us("at") - {OFFSET} AS us, (epoch_us("at") // {DAY})::INTEGER AS d,
           epoch_us("at") % {DAY} AS t, consumer, agency, number, kind, channel, outcome,
           kind = 'contact' AND direction = 'outbound' AS contact
    FROM read_parquet(?, file_row_number = true)
), events AS (
    SELECT *, contact AND channel IN ('call', 'voicebot') AS attempt,
           contact AND channel IN ('call', 'voicebot') AND outcome = 'conversation' AS talk,
           contact AND channel IN ('sms', 'app', 'im') AS message,
           min(us) OVER () AS first_us, min(d) OVER () AS first_d, max(d) OVER () AS last_d
    FROM read
), counted AS (
    SELECT *,
        count(*) FILTER (talk) OVER of_day AS talks_low,
        count(*) FILTER (talk IS NOT FALSE) OVER of_day AS talks_high,
        count(*) FILTER (attempt) OVER of_agency - count(*) FILTER (attempt) OVER week_ago AS week_low,
        count(*) FILTER (attempt IS NOT FALSE) OVER of_agency - count(*) FILTER (attempt IS NOT FALSE) OVER week_ago AS week_high,
        count(*) FILTER (attempt) OVER of_number - count(*) FILTER (attempt) OVER day_ago AS number_low,
        count(*) FILTER (attempt IS NOT FALSE) OVER of_number - count(*) FILTER (attempt IS NOT FALSE) OVER day_ago AS number_high,
        max(us) FILTER (message) OVER earlier AS message_sure,
        max(us) FILTER (message IS NOT FALSE) OVER earlier AS message_maybe,
        max(d) FILTER (kind = 'promise') OVER earlier AS promise_d,
        max(us::HUGEINT * 1099511627776 + seq) FILTER (kind = 'cease-request') OVER earlier AS cease,
        max(us::HUGEINT * 1099511627776 + seq) FILTER (kind = 'consent') OVER earlier AS consent,
        min(d) FILTER (kind = 'verification-sent') OVER later AS answer_d
    FROM events
    WINDOW of_day AS (PARTITION BY consumer, d ORDER BY us, seq ROWS UNBOUNDED PRECEDING),
        of_agency AS (PARTITION BY consumer, agency ORDER BY us, seq ROWS UNBOUNDED PRECEDING),
        week_ago AS (PARTITION BY consumer, agency ORDER BY d RANGE BETWEEN UNBOUNDED PRECEDING AND 7 PRECEDING),
        of_number AS (PARTITION BY consumer, number ORDER BY us, seq ROWS UNBOUNDED PRECEDING),
        day_ago AS (PARTITION BY consumer, number ORDER BY us RANGE BETWEEN UNBOUNDED PRECEDING AND {DAY} PRECEDING),
        earlier AS (PARTITION BY consumer ORDER BY us, seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        later AS (PARTITION BY consumer ORDER BY us, seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
), held AS (
    SELECT *,
        CASE WHEN consumer IS NULL THEN NULL WHEN talks_low > 3 THEN true WHEN talks_high <= 3 THEN false END AS many_talks,
        CASE WHEN consumer IS NULL OR agency IS NULL THEN NULL WHEN week_low > 7 THEN true
             WHEN d - 6 < first_d THEN NULL WHEN week_high <= 7 THEN false END AS many_attempts,
        CASE WHEN consumer IS NULL OR number IS NULL THEN NULL WHEN number_low > 3 THEN true
             WHEN us - {DAY} < first_us THEN NULL WHEN number_high <= 3 THEN false END AS many_on_number,
        CASE WHEN consumer IS NULL THEN NULL WHEN message_sure > us - 1800000000 THEN true
             WHEN coalesce(message_maybe > us - 1800000000, false) OR us - 1800000000 < first_us THEN NULL ELSE false END AS near,
        CASE WHEN consumer IS NULL THEN NULL WHEN promise_d >= d - 2 THEN true WHEN d - 2 < first_d THEN NULL ELSE false END AS promised,
        CASE WHEN consumer IS NULL THEN NULL ELSE coalesce(cease > coalesce(consent, -1), false) END AS ceased,
        CASE WHEN consumer IS NULL THEN NULL WHEN answer_d <= d + 15 THEN true WHEN d + 15 > last_d THEN NULL ELSE false END AS answered
    FROM counted
)
SELECT seq,
    CASE WHEN NOT contact THEN NULL WHEN t >= {8 * DAY // 24} AND t < {22 * DAY // 24} THEN 0 ELSE 2 END AS r0,
    {{verdicts}}
FROM held
"""
_TESTED = (
    ("talk", "many_talks"), ("attempt", "many_attempts"), ("attempt", "many_on_number"), ("message", "near"),
    ("attempt", "promised"), ("contact", "ceased"), ("kind = 'dispute'", "NOT answered"),
)  # fmt: skip


def in_duckdb(path: str, memory: str = "4GB", temp: str | None = None) -> dict[str, Answer]:
    """One SELECT with named windows, the verdicts kept in a table."""
    import duckdb

    verdicts = ", ".join(
        f"CASE WHEN coalesce({s}, true) THEN CASE WHEN ({s}) AND ({c}) THEN 2 WHEN (({s}) AND ({c})) IS NULL THEN 1 ELSE 0 END END AS r{i}"
        for i, (s, c) in enumerate(_TESTED, start=1)
    )
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = ?", [memory])
        if temp is not None:
            connection.execute("SET temp_directory = ?", [temp])
        connection.execute(_SQL.format(verdicts=verdicts), [path])
        found = {}
        for number, rule in enumerate(RULES):
            rows = [
                connection.execute(f"SELECT seq FROM judged WHERE r{number} = {code} ORDER BY seq").fetchnumpy()["seq"]
                for code in (2, 1)
            ]
            ((compliant,),) = connection.execute(f"SELECT count(*) FROM judged WHERE r{number} = 0").fetchall()
            found[rule] = Answer(rows[0], rows[1], compliant)
        return found


# --- polars ---------------------------------------------------------------------------------------------


def in_polars(path: str) -> dict[str, Answer]:
    """Running sums over sorted keys; what lies before a window by as-of joins."""
    import polars as pl

    columns = ["at", "kind", "direction", "channel", "outcome", "consumer", "agency", "number"]
    read = pl.scan_parquet(path, row_index_name="row").select("row", *columns)
    local, calls, texts = pl.col("at").dt.epoch("us"), ["call", "voicebot"], ["sms", "app", "im"]
    e = (
        read.with_columns(
            seq=pl.col("row").cast(pl.Int64) + 1, us=local - OFFSET, d=local // DAY, t=local % DAY,
            contact=(pl.col("kind") == "contact") & (pl.col("direction") == "outbound").fill_null(False),
        )
        .with_columns(attempt=pl.col("contact") & pl.col("channel").is_in(calls), message=pl.col("contact") & pl.col("channel").is_in(texts))
        .with_columns(talk=pl.col("attempt") & (pl.col("outcome") == "conversation"))
        .drop("at", "direction", "channel", "outcome", "row")
        .sort("us", "seq")
        .with_columns(
            *(pl.col(name).fill_null(False).cast(pl.Int32).alias(f"{name}_low") for name in ("attempt", "talk")),
            *(pl.col(name).fill_null(True).cast(pl.Int32).alias(f"{name}_high") for name in ("attempt", "talk")),
        )
        .collect()
    )  # fmt: skip
    first_us, first_d, last_d = e["us"].min(), e["d"].min(), e["d"].max()

    def running(name: str, *keys: str) -> Any:
        return pl.col(name).cum_sum().over(*keys)

    def before(frame: Any, keys: list[str], by: str, back: int, names: list[str]) -> Any:
        """What the running sums were at the last event at least so much earlier."""
        right = frame.select(
            *keys, pl.col(by).alias("then"), *(pl.col(n).alias(f"{n}_then") for n in names)
        ).drop_nulls(keys)
        left = frame.with_columns(start=pl.col(by) - back)
        return left.join_asof(
            right, left_on="start", right_on="then", by=keys, strategy="backward", check_sortedness=False
        )

    def last(value: Any) -> Any:
        return value.forward_fill().shift(1).over("consumer")

    order = pl.int_range(pl.len(), dtype=pl.Int64)
    e = e.with_columns(
        talks_low=running("talk_low", "consumer", "d"), talks_high=running("talk_high", "consumer", "d"),
        a_low=running("attempt_low", "consumer", "agency"), a_high=running("attempt_high", "consumer", "agency"),
        n_low=running("attempt_low", "consumer", "number"), n_high=running("attempt_high", "consumer", "number"),
        message_sure=last(pl.when(pl.col("message")).then("us")),
        message_maybe=last(pl.when(pl.col("message").fill_null(True)).then("us")),
        promise_d=last(pl.when(pl.col("kind") == "promise").then("d")),
        cease=last(pl.when(pl.col("kind") == "cease-request").then(order)),
        consent=last(pl.when(pl.col("kind") == "consent").then(order)),
        answer_d=pl.when(pl.col("kind") == "verification-sent").then("d").backward_fill().shift(-1).over("consumer"),
    )  # fmt: skip
    e = before(e, ["consumer", "agency"], "d", 7, ["a_low", "a_high"])
    e = before(e.drop("then"), ["consumer", "number"], "us", DAY, ["n_low", "n_high"])
    us, d = pl.col("us"), pl.col("d")
    week_low, week_high = (pl.col(f"a_{x}") - pl.col(f"a_{x}_then").fill_null(0) for x in ("low", "high"))
    number_low, number_high = (pl.col(f"n_{x}") - pl.col(f"n_{x}_then").fill_null(0) for x in ("low", "high"))
    near = us - 1_800_000_000

    def kleene(*keys: str, yes: Any, unknown: Any) -> Any:
        missing = pl.any_horizontal(pl.col(key).is_null() for key in keys)
        return pl.when(missing).then(None).when(yes).then(True).when(unknown).then(None).otherwise(False)

    tests = {
        "hours": (pl.col("contact"), (pl.col("t") < DAY // 3) | (pl.col("t") >= 22 * DAY // 24)),
        "talks-a-day": (pl.col("talk"), kleene("consumer", yes=pl.col("talks_low") > 3, unknown=pl.col("talks_high") > 3)),
        "attempts-a-week": (pl.col("attempt"), kleene("consumer", "agency", yes=week_low > 7, unknown=(d - 6 < first_d) | (week_high > 7))),
        "attempts-a-number": (pl.col("attempt"), kleene("consumer", "number", yes=number_low > 3, unknown=(us - DAY < first_us) | (number_high > 3))),
        "texts-apart": (
            pl.col("message"),
            kleene("consumer", yes=pl.col("message_sure") > near, unknown=(pl.col("message_maybe") > near).fill_null(False) | (near < first_us)),
        ),
        "after-promise": (pl.col("attempt"), kleene("consumer", yes=pl.col("promise_d") >= d - 2, unknown=d - 2 < first_d)),
        "after-cease": (
            pl.col("contact"),
            kleene("consumer", yes=(pl.col("cease") > pl.col("consent").fill_null(-1)).fill_null(False), unknown=pl.lit(False)),
        ),
        "answer": (pl.col("kind") == "dispute", ~kleene("consumer", yes=pl.col("answer_d") <= d + 15, unknown=d + 15 > last_d)),
    }  # fmt: skip
    e = e.select(
        "seq",
        *((s & c).alias(name) for name, (s, c) in tests.items()),
        *(s.alias(f"{name}?") for name, (s, _) in tests.items()),
    )
    found = {}
    for name in tests:
        applies = e.filter(pl.col(f"{name}?").fill_null(True))
        rows = [
            applies.filter(test)["seq"].sort().to_numpy()
            for test in (pl.col(name).fill_null(False), pl.col(name).is_null())
        ]
        found[name] = Answer(rows[0], rows[1], len(applies) - len(rows[0]) - len(rows[1]))
    return found


# --- pandas ---------------------------------------------------------------------------------------------


def in_pandas(path: str) -> dict[str, Answer]:
    """The same as grouped running sums and as-of merges of data frames."""
    import pandas as pd

    columns = ["at", "kind", "direction", "channel", "outcome", "consumer", "agency", "number"]
    e = pd.read_parquet(path, columns=columns)
    local = e.pop("at").astype("datetime64[us]").astype("int64")
    e["seq"], e["us"], e["d"], e["t"] = np.arange(1, len(e) + 1), local - OFFSET, local // DAY, local % DAY
    e["contact"] = ((e["kind"] == "contact") & (e["direction"] == "outbound")).astype("boolean")

    def known(column: str, values: list[str]) -> Any:
        return e[column].isin(values).astype("boolean").mask(e[column].isna())

    e["attempt"] = e["contact"] & known("channel", ["call", "voicebot"])
    e["message"] = e["contact"] & known("channel", ["sms", "app", "im"])
    e["talk"] = e["attempt"] & known("outcome", ["conversation"])
    e = e.sort_values(["us", "seq"], ignore_index=True)
    first_us, first_d, last_d = e["us"].min(), e["d"].min(), e["d"].max()
    for name in ("attempt", "talk"):
        e[f"{name}_low"] = e[name].fillna(False).astype("int64")
        e[f"{name}_high"] = e[name].fillna(True).astype("int64")

    def running(name: str, *keys: str) -> Any:
        return e.groupby(list(keys), dropna=False, sort=False)[name].cumsum()

    def since(names: list[str], keys: list[str], by: str, back: int) -> list[Any]:
        """The running sums less what they were at the last event at least so much earlier."""
        sums = pd.DataFrame({name: running(name, *keys) for name in names})
        right = pd.concat([e[[*keys, by]], sums], axis=1).dropna(subset=keys).sort_values(by, kind="stable")
        left = pd.DataFrame({**{k: e[k] for k in keys}, by: e[by] - back, "place": np.arange(len(e))}).sort_values(
            by, kind="stable"
        )
        then = (
            pd.merge_asof(left.dropna(subset=keys), right, on=by, by=keys).set_index("place").reindex(np.arange(len(e)))
        )
        return [sums[name] - then[name].fillna(0) for name in names]

    def last(value: Any) -> Any:
        return value.groupby(e["consumer"], sort=False).ffill().groupby(e["consumer"], sort=False).shift(1)

    week_low, week_high = since(["attempt_low", "attempt_high"], ["consumer", "agency"], "d", 7)
    number_low, number_high = since(["attempt_low", "attempt_high"], ["consumer", "number"], "us", DAY)
    talks_low, talks_high = running("talk_low", "consumer", "d"), running("talk_high", "consumer", "d")
    order = pd.Series(np.arange(len(e)))
    sure, maybe = last(e["us"].where(e["message"].fillna(False))), last(e["us"].where(e["message"].fillna(True)))
    promise = last(e["d"].where(e["kind"] == "promise"))
    cease, consent = last(order.where(e["kind"] == "cease-request")), last(order.where(e["kind"] == "consent"))
    answer = e["d"].where(e["kind"] == "verification-sent").groupby(e["consumer"], sort=False).bfill()
    answer = answer.groupby(e["consumer"], sort=False).shift(-1)
    near = e["us"] - 1_800_000_000

    def kleene(keys: list[str], yes: Any, unknown: Any) -> Any:
        value = pd.Series(yes.to_numpy(bool), dtype="boolean")
        return value.mask((~value & unknown.to_numpy(bool)) | e[keys].isna().any(axis=1).to_numpy())

    never = pd.Series(np.zeros(len(e), bool))
    tests = {
        "hours": (e["contact"], ((e["t"] < DAY // 3) | (e["t"] >= 22 * DAY // 24)).astype("boolean")),
        "talks-a-day": (e["talk"], kleene(["consumer"], talks_low > 3, talks_high > 3)),
        "attempts-a-week": (e["attempt"], kleene(["consumer", "agency"], week_low > 7, (e["d"] - 6 < first_d) | (week_high > 7))),
        "attempts-a-number": (e["attempt"], kleene(["consumer", "number"], number_low > 3, (e["us"] - DAY < first_us) | (number_high > 3))),
        "texts-apart": (e["message"], kleene(["consumer"], sure > near, (maybe > near) | (near < first_us))),
        "after-promise": (e["attempt"], kleene(["consumer"], promise >= e["d"] - 2, e["d"] - 2 < first_d)),
        "after-cease": (e["contact"], kleene(["consumer"], cease > consent.fillna(-1), never)),
        "answer": ((e["kind"] == "dispute").astype("boolean"), ~kleene(["consumer"], answer <= e["d"] + 15, e["d"] + 15 > last_d)),
    }  # fmt: skip
    found = {}
    for name, (subject, condition) in tests.items():
        whole, applies = subject & condition, subject.fillna(True)
        rows = [np.sort(e["seq"][applies & test].to_numpy()) for test in (whole.fillna(False), whole.isna())]
        found[name] = Answer(rows[0], rows[1], int(applies.sum()) - len(rows[0]) - len(rows[1]))
    return found
