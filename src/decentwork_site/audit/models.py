"""What happened: events that are added and never changed, so that anyone can be asked why."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decentwork_site.lasting import Lasting


class What(models.TextChoices):
    """Everything that is recorded; a name once used is never given another meaning."""

    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_REFUSED = "sign_in_refused", _("was refused: too many wrong passwords")
    LINK_MADE = "link_made", _("made a one-use link")
    MEMBER_JOINED = "member_joined", _("joined")
    PASSWORD_CHANGED = "password_changed", _("changed a password")  # noqa: S105 - what was done
    ROLE_GIVEN = "role_given", _("gave a role")
    ROLE_TAKEN = "role_taken", _("took a role away")
    MEMBER_STOPPED = "member_stopped", _("closed an account")
    MEMBER_RESUMED = "member_resumed", _("opened an account again")
    ORGANISATION_ADDED = "organisation_added", _("added an organisation")
    STUDY_CREATED = "study_created", _("created a study")
    DESIGN_CHANGED = "design_changed", _("changed a design")
    FRAME_ADDED = "frame_added", _("added the list that seeds are drawn from")
    CASES_DRAWN = "cases_drawn", _("drew whom to visit")
    CASES_ASSIGNED = "cases_assigned", _("assigned cases")
    SUBMISSIONS_IMPORTED = "submissions_imported", _("imported submissions")
    SUBMISSIONS_EXPORTED = "submissions_exported", _("downloaded all submissions")
    DECISION_TAKEN = "decision_taken", _("took a decision on a study")
    VIEW_GIVEN = "view_given", _("gave a view in a consultation")
    VIEW_ANSWERED = "view_answered", _("answered a view")
    ESTIMATED = "estimated", _("had estimates computed")
    RELEASED = "released", _("released figures")
    COMMENT_PUBLISHED = "comment_published", _("published a comment")
    SOURCE_ADDED = "source_added", _("added a source of lists")
    COLUMNS_CHOSEN = "columns_chosen", _("chose the columns of a source")
    LIST_ADDED = "list_added", _("added a list of enterprises")
    LIST_WITHDRAWN = "list_withdrawn", _("withdrew a list of enterprises")
    MATCHED = "matched", _("had enterprises matched")
    JUDGED = "judged", _("judged mentions of enterprises")
    ENTERPRISE_CLAIMED = "enterprise_claimed", _("claimed an enterprise")
    CLAIM_ANSWERED = "claim_answered", _("answered a claim")
    ENTRY_MADE = "entry_made", _("wrote an entry on an enterprise")
    ALIAS_ADDED = "alias_added", _("added an identifier of an enterprise")
    ALIAS_WITHDRAWN = "alias_withdrawn", _("withdrew an identifier of an enterprise")
    ALIAS_PUT_BACK = "alias_put_back", _("put an identifier of an enterprise back")
    CORRECTION_ASKED = "correction_asked", _("asked for a correction")
    CORRECTION_ANSWERED = "correction_answered", _("answered a request for correction")
    MENTION_SHOWN = "mention_shown", _("showed a withheld row of a list again")
    PROGRAMME_CREATED = "programme_created", _("created a programme")
    PROGRAMME_CHANGED = "programme_changed", _("changed a record of a programme")
    PROGRAMME_PUBLISHED = "programme_published", _("published a programme")
    PROGRAMME_WITHDRAWN = "programme_withdrawn", _("withdrew a published programme")
    PROGRAMME_MERGED = "programme_merged", _("took a changed file into a programme")
    PARAGRAPH_REWRITTEN = "paragraph_rewritten", _("rewrote a paragraph of a report")
    PARAGRAPH_GIVEN_BACK = "paragraph_given_back", _("took the records' text back in a report")
    UPDATE_WRITTEN = "update_written", _("wrote an update")
    UPDATE_SUBMITTED = "update_submitted", _("submitted an update")
    UPDATE_RETURNED = "update_returned", _("returned an update")
    UPDATE_APPROVED = "update_approved", _("approved an update")
    DEPARTMENT_NAMED = "department_named", _("said whom members report for")


KINDS = {
    "members.member": _("member"),
    "members.oneuselink": _("one-use link"),
    "members.organisation": _("organisation"),
    "studies.study": _("study"),
    "enterprises.source": _("source of lists"),
    "enterprises.enterpriselist": _("list of enterprises"),
    "enterprises.enterprise": _("enterprise"),
    "enterprises.matching": _("matching"),
    "programmes.programme": _("programme"),
    "programmes.update": _("update of an indicator"),
}
"""What events are about, by the label of the model."""


class Event(Lasting):
    """Who did what to what and when; `by` is empty when the installation did it itself.

    `facts` hold plain values about the act and never anything that a respondent said or is.
    """

    what = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    target_kind = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        """The newest event first; those of one target are found at once."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["target_kind", "target_id"], name="events_of_a_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what} {self.target_kind} {self.target_id}"

    @property
    def words(self) -> str:
        """Return what was done, in the reader's language."""
        return str(What(self.what).label) if self.what in What else self.what
