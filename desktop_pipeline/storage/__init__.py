"""The workspace file: tables, journal, migrations, lock; the only importer of peewee and apsw."""
