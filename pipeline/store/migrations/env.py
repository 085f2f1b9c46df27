"""Runs migrations on the connection that `pipeline.store.schema` hands over, in its transaction."""

from alembic import context

from pipeline.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=False,  # the caller's transaction holds all of it
)
context.run_migrations()
