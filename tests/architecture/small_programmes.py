"""One of everything the pages of programmes show."""

from typing import Any

from factories.programmes import call

from matchmaker.programmes.enums import CallState


def programmes() -> dict[str, list[Any]]:
    """Add what the pages show and give the values for the parts of their addresses."""
    announced = call(summary_zh="征集5G矿山。")
    draft = call(state=CallState.DRAFT, published_at=None)
    return {"call_id": [announced.id, draft.id]}
