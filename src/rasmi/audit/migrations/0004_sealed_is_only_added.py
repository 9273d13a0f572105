"""The database itself refuses to change or remove what is sealed, whoever asks."""

from django.db import migrations

# Each with what makes a row of it unique.
TABLES = {
    "audit_leaf": ("entry_id = NEW.entry_id", 'log_id = NEW.log_id AND "index" = NEW."index"'),
    "audit_checkpoint": ("id = NEW.id", "log_id = NEW.log_id AND size = NEW.size"),
}


def sqlite(table):
    for verb in ("UPDATE", "DELETE"):
        yield f"""
            CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
            BEGIN SELECT RAISE(ABORT, 'what is sealed is only added'); END
        """
    same = " OR ".join(f"({each})" for each in TABLES[table])
    # INSERT OR REPLACE removes the old row without asking the trigger of DELETE.
    yield f"""
        CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
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
