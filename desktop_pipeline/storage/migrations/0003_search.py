"""The third schema: the index to search by.

Its tables hold nothing of their own, so no step makes them: `storage.migrating` takes them away before the first
missing step and makes them again, as `storage.search` tells them, after the last.
"""

from peewee import Database
from playhouse.migrate import SchemaMigrator


def up(_migrator: SchemaMigrator, _db: Database) -> None:
    """Changes no table."""
