import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def made_when_asked(apps, schema_editor):
    """What was handed over before took one person: it was made when it was asked for."""
    apps.get_model("records", "Release").objects.update(made_at=F("asked_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_governing"),
        ("records", "0004_governing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("release", "by", "asked_by"),
        migrations.RenameField("release", "at", "asked_at"),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by', models.CharField(max_length=200)),
                ('reference', models.CharField(max_length=120)),
                ('reason', models.CharField(max_length=300)),
                ('placed_at', models.DateTimeField()),
                ('looked_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lift_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='release',
            name='agreed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='release',
            name='checkpoint',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='release',
            name='decline_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='release',
            name='declined_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='release',
            name='declined_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='release',
            name='last_part',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.part'),
        ),
        migrations.AddField(
            model_name='release',
            name='made_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='release',
            name='digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_by', None), models.Q(('agreed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='release_agreed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('made_at', None), ('declined_at', None), _connector='OR'), name='release_made_or_declined'),
        ),
        migrations.AddField(
            model_name='hold',
            name='channel',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='record_holds', to='channels.channel'),
        ),
        migrations.AddField(
            model_name='hold',
            name='lifted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='placed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='record',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_holds', to='records.record'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_by', None), models.Q(('lifted_by', models.F('placed_by')), _negated=True), _connector='OR'), name='hold_lifted_by_another'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel__isnull', False), ('record', None)), models.Q(('channel', None), ('record__isnull', False)), _connector='OR'), name='hold_over_one_thing'),
        ),
        migrations.RunPython(made_when_asked, migrations.RunPython.noop),
    ]
