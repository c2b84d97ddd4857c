"""Pairs know their country and how many wait behind them; an alias can be withdrawn."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0002_judgements_last"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AliasWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_withdrawn", models.BooleanField()),
                ("why", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="pair",
            name="behind",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="pair",
            name="country",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name="aliaswithdrawal",
            name="alias",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawals",
                to="enterprises.alias",
            ),
        ),
        migrations.AddField(
            model_name="aliaswithdrawal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="aliaswithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True),
                name="an_alias_is_withdrawn_for_a_reason",
            ),
        ),
    ]
