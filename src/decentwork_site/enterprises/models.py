"""Enterprises: who lists them and how, which mentions are one, what people judged and put right.

A mention stays as it was given, with who gave it and when. Which enterprise it is of follows from
the newest matching and from the judgements of people, and can be found anew at any time.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decentwork_site.lasting import Lasting

WHO, ORGANISATION = settings.AUTH_USER_MODEL, "members.Organisation"


class Source(models.Model):
    """A brand, register or other body that lists enterprises.

    `columns` maps a field of a mention to the headers that this source gives it, chosen once.
    What is not `is_public` helps to match and is shown to nobody else.
    """

    class Kind(models.TextChoices):
        """Who keeps the list."""

        REGISTER = "register", _("public register")
        BRAND = "brand", _("buyer or brand")
        OTHER = "other", _("other")

    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    is_public = models.BooleanField(default=True)
    is_invented = models.BooleanField(default=False)
    licence = models.CharField(max_length=200, blank=True)
    address = models.URLField(blank=True)  # where the list is published
    columns = models.JSONField(default=dict)
    created_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A source has a name."""

        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_source_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=("register", "brand", "other")),
                name="a_source_is_one_of_three",
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class EnterpriseList(models.Model):
    """One list of a source as of a day; the file is kept in the data folder under its digest.

    A list that was withdrawn is matched no longer, and none of it is shown.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="lists")
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sheet = models.CharField(max_length=60, blank=True)
    listed_on = models.DateField()
    columns = models.JSONField(default=dict)  # the mapping that it was read with
    notes = models.JSONField(default=list)  # what was noticed: each with where, what and hint
    mentions_count = models.PositiveIntegerField(default=0)
    is_read = models.BooleanField(default=False)
    added_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        """A file is added once to a source."""

        constraints = [
            models.UniqueConstraint(
                fields=["source", "digest", "sheet"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_list_is_added_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
                name="a_list_is_withdrawn_with_a_reason",
            ),
        ]
        ordering = ["-listed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.source}, {self.listed_on}"


class Enterprise(models.Model):
    """An enterprise by its identifier, and what pages and search need of its mentions.

    `name` is a variant that public lists or its owner give, "" while none does; `words` all public
    names, folded and surrounded by spaces, for the search box. One without mentions keeps its
    identifier, and `now` says where they went.
    """

    identifier = models.CharField(max_length=20, unique=True)
    country = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    is_invented = models.BooleanField(default=False)
    mentions_count = models.PositiveIntegerField(default=0)
    sources_count = models.PositiveIntegerField(default=0)
    now = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="earlier")
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Public ones by name, in an index of their own; who has mentions went nowhere else."""

        constraints = [
            models.CheckConstraint(
                condition=Q(now__isnull=True) | Q(mentions_count=0, is_public=False),
                name="an_enterprise_with_mentions_is_itself",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(name=""), name="a_public_enterprise_has_a_name"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], condition=Q(is_public=True), name="public_by_name"),
            models.Index(
                fields=["country", "name", "id"],
                condition=Q(is_public=True),
                name="public_by_country",
            ),
        ]
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.identifier


class SearchWord(models.Model):
    """A word of `Enterprise.words`, so that the search box finds rare words at once.

    In bytes, which every database puts in the same order, whatever its language.
    """

    word = models.BinaryField(max_length=40)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Found by how it begins."""

        indexes = [models.Index(fields=["word", "enterprise"], name="enterprises_by_word")]

    def __str__(self) -> str:
        return bytes(self.word).decode()


class Mention(models.Model):
    """One row of a list as it was given, and the enterprise that it is taken to be of.

    `ref` is its id in matching. `enterprise` holds what follows from the newest matching and the
    judgements since; `matched` the identifier that the newest matching gave it.
    """

    class Outcome(models.TextChoices):
        """What matching says of a mention."""

        SAME = "same", _("the same as another")
        ASK = "ask", _("to be judged")
        NEW = "new", _("not listed elsewhere")

    list = models.ForeignKey(EnterpriseList, on_delete=models.PROTECT, related_name="mentions")
    ref = models.CharField(max_length=200, unique=True)
    given_id = models.CharField(max_length=160, blank=True)
    name = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    city = models.CharField(max_length=160, blank=True)
    region = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=3, blank=True)
    phone = models.CharField(max_length=80, blank=True)
    website = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    located_in = models.CharField(max_length=3, blank=True)  # where the map contradicts `country`
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, null=True, related_name="mentions"
    )
    matched = models.CharField(max_length=20, blank=True)
    probability = models.FloatField(null=True)
    outcome = models.CharField(max_length=4, choices=Outcome, blank=True)
    hidden_at = models.DateTimeField(null=True)  # on request: shown no longer, still matched
    hidden_why = models.TextField(blank=True)

    class Meta:
        """In the order of the list."""

        indexes = [
            models.Index(fields=["matched"], name="mentions_by_matched"),
            models.Index(
                fields=["probability", "id"],
                condition=Q(outcome="same"),
                name="unions_least_sure_first",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True) | ~Q(hidden_why=""),
                name="a_mention_is_hidden_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="a_probability_is_one",
            ),
        ]
        ordering = ["list", "id"]

    def __str__(self) -> str:
        return self.ref


class Matching(models.Model):
    """One run of matching over all lists: with which thresholds, and what it counted."""

    same = models.FloatField()
    new = models.FloatField()
    asked_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    mentions_count = models.PositiveIntegerField(default=0)
    enterprises_count = models.PositiveIntegerField(default=0)
    judgements_count = models.PositiveIntegerField(default=0)  # that it rested on

    class Meta:
        """Between the thresholds a person is asked."""

        constraints = [
            models.CheckConstraint(
                condition=Q(new__gt=0, same__lt=1, same__gte=models.F("new")),
                name="thresholds_leave_room_to_ask",
            )
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"matching of {self.at:%Y-%m-%d %H:%M}"


class Pair(models.Model):
    """Two mentions that could be one, as the newest matching compared them.

    `reasons` are the codes and values that the page puts into words; `is_open` while a person is to
    be asked, `worth` how much an answer settles, `behind` how many more pairs of the same rows wait
    until some are judged; `later_at` when somebody put it off.
    """

    one = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    reasons = models.JSONField(default=list)
    is_open = models.BooleanField(default=False)
    worth = models.FloatField(default=0)
    behind = models.PositiveIntegerField(default=0)
    country = models.CharField(max_length=3, blank=True)  # of one of the two, which have no others
    later_at = models.DateTimeField(null=True)

    class Meta:
        """Open pairs stand in the order of what they settle."""

        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_is_compared_once"),
            models.CheckConstraint(
                condition=Q(one__lt=models.F("other")), name="a_pair_is_of_two_mentions"
            ),
        ]
        indexes = [
            models.Index(
                fields=["later_at", "-worth", "id"],
                condition=Q(is_open=True),
                name="pairs_to_be_judged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"


class Judgement(Lasting):
    """What a person judged of two mentions; `batch` is what was judged in one go.

    Of an undoing, `one` is empty and `undone` the batch that no longer holds.
    """

    class Judged(models.TextChoices):
        """As in the library."""

        SAME = "same", _("one enterprise")
        DIFFERENT = "different", _("two enterprises")
        UNDO = "undo", _("undone")

    batch = models.CharField(max_length=32, db_index=True)
    judged = models.CharField(max_length=9, choices=Judged)
    one = models.ForeignKey(Mention, on_delete=models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(Mention, on_delete=models.PROTECT, null=True, related_name="+")
    undone = models.CharField(max_length=32, blank=True, db_index=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.TextField(blank=True)

    class Meta:
        """The oldest first: a newer judgement goes before an older one."""

        constraints = [
            models.CheckConstraint(
                condition=Q(judged="undo", one__isnull=True, other__isnull=True) & ~Q(undone="")
                | Q(judged__in=("same", "different"), undone="")
                & Q(one__isnull=False, other__isnull=False)
                & ~Q(one=models.F("other")),
                name="a_judgement_is_of_two_mentions_or_undoes",
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.judged} {self.batch}"


class Alias(Lasting):
    """An identifier that somebody else gave an enterprise, known through one of its mentions."""

    class Scheme(models.TextChoices):
        """Who gives such identifiers."""

        OS_ID = "os_id", "OS ID"
        LEI = "lei", "LEI"
        NATIONAL = "national", _("national register")
        OTHER = "other", _("other")

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT, related_name="aliases")
    scheme = models.CharField(max_length=8, choices=Scheme)
    value = models.CharField(max_length=80)
    told_by = models.CharField(max_length=160)  # the source, in words
    told_on = models.DateField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Once of a mention."""

        constraints = [
            models.UniqueConstraint(fields=["mention", "scheme", "value"], name="an_alias_once"),
            models.CheckConstraint(
                condition=~Q(value="") & ~Q(told_by=""), name="an_alias_has_a_source"
            ),
        ]
        ordering = ["scheme", "value"]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class AliasWithdrawal(Lasting):
    """That an alias is wrong, or is right after all: of an alias, the newest holds."""

    alias = models.ForeignKey(Alias, on_delete=models.PROTECT, related_name="withdrawals")
    is_withdrawn = models.BooleanField()
    why = models.TextField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest last."""

        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="an_alias_is_withdrawn_for_a_reason")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.alias} {'withdrawn' if self.is_withdrawn else 'put back'}"


class Claim(models.Model):
    """That an organisation says it is this enterprise, and what came of it."""

    class State(models.TextChoices):
        """Asked, then answered."""

        ASKED = "asked", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="claims")
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """An enterprise has one owner; an answer has its author, date and reason."""

        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state="accepted"),
                name="an_enterprise_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "organisation"],
                condition=Q(state="asked"),
                name="a_claim_is_made_once",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="asked") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="an_answered_claim_has_its_author",
            ),
        ]
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.organisation} for {self.enterprise}"


class OwnEntry(Lasting):
    """What an owner says of its enterprise; the newest one is shown, the earlier ones stay."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="own_entries")
    organisation = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    address = models.TextField(blank=True)
    city = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    about = models.TextField(blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_entry_has_a_name")]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.enterprise} by {self.organisation}"


class Correction(models.Model):
    """That somebody asks for something on a page to be put right, and what came of it.

    Nobody needs an account to ask. `contact` is shown to who answers, and to nobody else.
    """

    class State(models.TextChoices):
        """Asked, then answered."""

        ASKED = "asked", _("waiting for an answer")
        MADE = "made", _("put right")
        REFUSED = "refused", _("refused")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="corrections")
    mention = models.ForeignKey(
        Mention, on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    what = models.TextField()
    contact = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """An answer has its author, date and words."""

        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_correction_says_something"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="asked")
                & ~Q(answer="")
                & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="an_answered_correction_says_why",
            ),
        ]
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.state}"
