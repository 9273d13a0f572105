"""The database itself refuses to change or remove what is sealed, whoever asks."""

from django.db import migrations

TABLES = ("audit_leaf", "audit_checkpoint")


def sqlite(table):
    for verb in ("UPDATE", "DELETE"):
        yield f"""
            CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, 'what is sealed is only added'); END
        """
    key = "entry_id" if table == "audit_leaf" else "id"
    # INSERT OR REPLACE removes the old row without asking the trigger of DELETE.
    yield f"""
        CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
        BEGIN SELECT RAISE(ABORT, 'what is sealed is only added'); END
    """


def postgresql(table):
    yield f"""
        CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION audit_entry_only_added()
    """
    yield f"""
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_only_added()
    """


def guard(apps, schema_editor):
    of = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for table in TABLES:
        for statement in of(table):
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_ledger")]

    operations = [migrations.RunPython(guard)]
