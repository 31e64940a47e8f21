"""What views that write share."""

from dataclasses import replace

from matchmaker.api.views.frame import Answer
from matchmaker.web.addresses import site_url


def created(answer: Answer, endpoint: str, **values: int) -> Answer:
    """Give an answer that says where what was created is read."""
    return replace(answer, headers={**answer.headers, "Location": site_url(endpoint, **values)})
