"""The database itself refuses to change or remove what was kept, whoever asks."""

from django.db import migrations

TABLES = ("records_record", "records_part")
SAME = {
    "records_record": "id = NEW.id OR"
    " (subject_type = NEW.subject_type AND subject_id = NEW.subject_id)",
    "records_part": "id = NEW.id",
}
SQLITE = [
    f"""
    CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, 'records are only added'); END
    """
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
] + [
    # INSERT OR REPLACE removes the old row without asking the trigger of DELETE.
    f"""
    CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {SAME[table]})
    BEGIN SELECT RAISE(ABORT, 'records are only added'); END
    """
    for table in TABLES
]
POSTGRESQL = [
    """
    CREATE FUNCTION records_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'records are only added'; END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_only_added
        BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION records_only_added()
        """
        for table in TABLES
    ),
    *(
        f"""
        CREATE TRIGGER {table}_no_truncate
        BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION records_only_added()
        """
        for table in TABLES
    ),
]


def guard(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [migrations.RunPython(guard)]
