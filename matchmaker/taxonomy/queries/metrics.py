"""What the site calls its metrics, and which of them are offered."""

from collections.abc import Mapping
from itertools import islice

from flask import Flask, g
from sqlalchemy import inspect, select

from matchmaker.db import db
from matchmaker.taxonomy.enums import Metric
from matchmaker.taxonomy.models import MetricEntry
from matchmaker.taxonomy.words import OWN_WORDS


def metric_entries() -> Mapping[Metric, MetricEntry]:
    """Give the entries by metric; read once a request, and again after a commit or rollback."""
    rows: dict[Metric, MetricEntry] | None = g.get("metric_entries")
    if rows is None or any(map(_is_over, islice(rows.values(), 1))):  # all are over together
        with db.session.no_autoflush:  # words may be said while a row is still being made
            found = db.session.scalars(select(MetricEntry).order_by(MetricEntry.id))
            rows = g.metric_entries = {row.key: row for row in found}
    return rows


def _is_over(row: MetricEntry) -> bool:
    state = inspect(row)
    return bool(state.expired or state.detached)


def metrics_in_use(*also: Metric | str) -> list[Metric]:
    """List the metrics offered to choose from, and those of `also`, which stand already."""
    entries = metric_entries()
    retired = {key for key, row in entries.items() if row.retired_at is not None}
    return [metric for metric in Metric if metric not in retired or metric in also]


def install(app: Flask) -> None:
    """Let the words of metrics be those of the site."""
    app.extensions[OWN_WORDS] = metric_entries
