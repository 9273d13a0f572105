from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_addresses(apps, schema_editor):
    """The links that are open were mailed to the address that their person has now."""
    user = apps.get_model("people", "User").objects.filter(pk=OuterRef("user"))
    links = apps.get_model("policy", "PersonalLink").objects
    links.update(address=Subquery(user.values("email")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("policy", "0004_reading_reviews_and_annexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="personallink",
            name="address",
            field=models.EmailField(default="", max_length=254),
            preserve_default=False,
        ),
        migrations.RunPython(keep_addresses, migrations.RunPython.noop),
    ]
