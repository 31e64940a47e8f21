"""Alembic's environment: the connection comes from the caller, the models from the app."""

from alembic import context

import matchmaker.app  # noqa: F401 - registers every model
from matchmaker.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="types.",
)
context.run_migrations()
