"""Supply chains that can be looked up, and how much evidence each has; filled from the library."""

from django.db import models


class Chain(models.Model):
    """A country and an industry or good: where a dossier is, and what a list needs to know of it.

    `words` are its names in all languages, folded and surrounded by spaces, for the search box.
    """

    place = models.CharField(max_length=3)
    slug = models.CharField(max_length=60)
    region = models.CharField(max_length=3, blank=True)  # UN M49 region; empty where it has none
    words = models.TextField()
    is_invented = models.BooleanField(default=False)
    has_trade = models.BooleanField(default=False)  # the country is in an input-output table
    listed_goods = models.PositiveSmallIntegerField(default=0)
    topics_known = models.PositiveSmallIntegerField(default=0)
    own_topics = models.PositiveSmallIntegerField(default=0)  # known of the chain, not the country

    class Meta:
        """One row for a country and a chain."""

        constraints = [
            models.UniqueConstraint(fields=["place", "slug"], name="one_chain_per_place_and_slug")
        ]
        ordering = ["slug", "place"]

    def __str__(self) -> str:
        return f"{self.place} {self.slug}"


class Evidence(models.Model):
    """How many figures a chain has on one topic, about the chain itself or about the country."""

    class Reach(models.TextChoices):
        """What the figures speak of; a figure of the country says nothing about one tier."""

        CHAIN = "chain"
        COUNTRY = "country"

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="evidence")
    topic = models.CharField(max_length=40)
    reach = models.CharField(max_length=7, choices=Reach)
    figures = models.PositiveIntegerField()

    class Meta:
        """At least one figure, counted once."""

        constraints = [
            models.UniqueConstraint(
                fields=["chain", "topic", "reach"], name="one_count_per_topic_and_reach"
            ),
            models.CheckConstraint(condition=models.Q(figures__gt=0), name="no_row_for_no_figure"),
        ]
        ordering = ["chain", "topic", "reach"]

    def __str__(self) -> str:
        return f"{self.chain}: {self.figures} on {self.topic} ({self.reach})"


class Index(models.Model):
    """What the chains were last filled from, so that a start without news fills nothing."""

    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.key
