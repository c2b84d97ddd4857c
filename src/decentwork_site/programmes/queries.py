"""Every read of the programmes app, and who may do what in one.

Everybody reads what was published. Who has a role in a programme reads the records that are worked
on; a reporter writes updates of what their department leads, and nobody approves their own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from rules.permissions import add_perm
from rules.predicates import predicate

from decentwork_site.audit.models import Event, What
from decentwork_site.audit.queries import events_of
from decentwork_site.members.models import Member, Organisation, Role
from decentwork_site.members.queries import (
    Visitor,
    has_role,
    organisations,
    programmes_with_role,
)
from decentwork_site.programmes.models import (
    Department,
    Programme,
    Record,
    Reference,
    Update,
)

Page = Callable[..., HttpResponse]
Plain = dict[str, Any]
REPORTING_ROLES = ("lead", "accountable")
MOST_ASKED = 10_000


def creates(visitor: Visitor) -> bool:
    """Tell whether a visitor may begin programmes: an officer of all of them."""
    return has_role(visitor, Role.Kind.OFFICER)


def edits(visitor: Visitor, programme: Programme | None) -> bool:
    """Tell whether a visitor may change the records of a programme."""
    return (
        programme is not None
        and not programme.is_published
        and has_role(visitor, Role.Kind.OFFICER, programme.slug)
    )


def reports(visitor: Visitor, programme: Programme | None) -> bool:
    """Tell whether a visitor may write updates: all of them, or of what their department leads."""
    return edits(visitor, programme) or (
        programme is not None
        and not programme.is_published
        and has_role(visitor, Role.Kind.REPORTER, programme.slug)
    )


def approves(visitor: Visitor, programme: Programme | None) -> bool:
    """Tell whether a visitor may return and approve updates of others."""
    return (
        programme is not None
        and not programme.is_published
        and has_role(visitor, Role.Kind.APPROVER, programme.slug)
    )


def takes_part_in(visitor: Visitor, programme: Programme | None) -> bool:
    """Tell whether a visitor has any role in a programme, and so sees what is worked on."""
    return any(may(visitor, programme) for may in (edits, reports, approves))


def reads(visitor: Visitor, programme: Programme | None) -> bool:
    """Tell whether a visitor may read the records of a programme."""
    return programme is not None and (programme.is_published or takes_part_in(visitor, programme))


add_perm("programmes.create", predicate(creates))
add_perm("programmes.edit", predicate(edits))
add_perm("programmes.report", predicate(reports))
add_perm("programmes.approve", predicate(approves))
add_perm("programmes.part", predicate(takes_part_in))
add_perm("programmes.read", predicate(reads))


def for_who_may(act: str) -> Callable[[Page], Page]:
    """Show a page of one programme only to those who may `act` in it; others are told so."""

    def kept(page: Page) -> Page:
        @never_cache
        @wraps(page)
        def shown(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:  # noqa: ANN401 - parts of an address
            found = programme_for(request.user, slug, as_published="published" in request.GET)
            if found is None:
                raise Http404(gettext("There is no such programme."))
            if not request.user.has_perm(f"programmes.{act}", found):
                if request.user.is_authenticated:
                    raise PermissionDenied
                return redirect_to_login(request.get_full_path())
            return page(request, found, **parts)

        return shown

    return kept


def signed_in(request: HttpRequest) -> Member:
    """Return who is signed in; called where somebody must be."""
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user


def programmes_of(visitor: Visitor) -> list[Programme]:
    """Return the programmes that a visitor reads: what they work on, else what was published."""
    own = programmes_with_role(visitor)
    is_own = Q(is_published=False) if "" in own else Q(is_published=False, slug__in=own)
    found: dict[str, Programme] = {}
    for each in Programme.objects.filter(is_own | Q(is_published=True)).order_by("-is_published"):
        found[each.slug] = each
    return sorted(found.values(), key=lambda it: it.header["starts"], reverse=True)


def programme_for(visitor: Visitor, slug: str, *, as_published: bool = False) -> Programme | None:
    """Return a programme as a visitor reads it: what is worked on for who takes part in it."""
    found = {it.is_published: it for it in Programme.objects.filter(slug=slug)}
    if False in found and not as_published and takes_part_in(visitor, found[False]):
        return found[False]
    return found.get(True) or found.get(False)


def publication(programme: Programme) -> Programme | None:
    """Return what everybody reads of a programme, None before it was published."""
    return Programme.objects.filter(slug=programme.slug, is_published=True).first()


def may_work_on(visitor: Visitor, programme: Programme) -> bool:
    """Tell whether a visitor may begin to work on a programme that is only published."""
    worked_on = Programme.objects.filter(slug=programme.slug, is_published=False)
    return programme.is_published and creates(visitor) and not worked_on.exists()


def records(programme: Programme, *sections: str) -> QuerySet[Record]:
    """Return the records of some sections, in their order; all of them where none is named."""
    found = Record.objects.filter(programme=programme, deleted_at__isnull=True)
    return found.filter(section__in=sections) if sections else found


def visible(visitor: Visitor, programme: Programme, *sections: str) -> QuerySet[Record]:
    """Return the records that a visitor may read: not what only the parties to it may know."""
    found = records(programme, *sections)
    closed = records(programme, "dialogues").filter(content__confidentiality="parties")
    # By their numbers: a query for a field that is left out would leave the record out too.
    return found if edits(visitor, programme) else found.exclude(pk__in=closed.values("pk"))


def record_of(visitor: Visitor, programme: Programme, key: str) -> Record:
    """Return a record by its key; Http404 where a visitor finds none."""
    found = visible(visitor, programme).filter(key=key).select_related("changed_by").first()
    if found is None:
        raise Http404(gettext("There is no such record."))
    return found


def filtered(
    found: QuerySet[Record], words: Iterable[str], filters: Mapping[str, str]
) -> QuerySet[Record]:
    """Return the records whose titles have all words, and whose fields have values.

    Words are folded; a filter is a field with one of its choices, or with what a reference names.
    """
    for word in words:
        found = found.filter(words__contains=word)
    for field, value in filters.items():
        if field in ("kind", "state"):
            found = found.filter(**{f"content__{field}": value})
        else:
            named = Reference.objects.filter(field=field, named=value)
            found = found.filter(pk__in=named.values("record"))
    return found


def titles(programme: Programme, keys: Iterable[str]) -> dict[str, Record]:
    """Return records by their keys, to name and link them."""
    return {it.key: it for it in records(programme).filter(key__in=set(keys))}


def choices(programme: Programme, sections: Iterable[str], most: int) -> list[Record] | None:
    """Return the records that a field may name; None where they are more than a list can show."""
    found = list(records(programme, *sections).order_by("section", "position", "id")[: most + 1])
    return found if len(found) <= most else None


def named_by(visitor: Visitor, record: Record) -> dict[str, list[Record]]:
    """Return the records that name a record, by their section."""
    pks = Reference.objects.filter(programme=record.programme, named=record.key).values("record")
    found: dict[str, list[Record]] = defaultdict(list)
    for each in visible(visitor, record.programme).filter(pk__in=pks):
        found[each.section].append(each)
    return found


def deleted(programme: Programme, section: str) -> QuerySet[Record]:
    """Return the deleted records of a section, the last first."""
    gone = Record.objects.filter(
        programme=programme, section=section, deleted_at__isnull=False, versions__isnull=False
    )
    return gone.distinct().select_related("changed_by").order_by("-deleted_at")


def counts(visitor: Visitor, programme: Programme) -> dict[str, int]:
    """Return how many records there are of each section."""
    rows = visible(visitor, programme).order_by().values("section").annotate(count=Count("pk"))
    return {row["section"]: row["count"] for row in rows}


def updates(programme: Programme) -> QuerySet[Update]:
    """Return the updates of a programme."""
    return Update.objects.filter(programme=programme).select_related("author", "decided_by")


def own_indicators(visitor: Visitor, programme: Programme) -> QuerySet[Record]:
    """Return the indicators that a visitor reports on: all for an officer, else their department's.

    A department's are those of the activities, deliverables and areas that it leads or accounts
    for. An indicator that sums others takes no updates.
    """
    sums = Reference.objects.filter(programme=programme, field="adds_to").values("named")
    found = records(programme, "indicators").exclude(key__in=sums)
    if edits(visitor, programme):
        return found
    return found.filter(under__in=led_by(department_of(visitor, programme), programme))


def led_by(department: str, programme: Programme) -> list[str]:
    """Return the keys of what an organisation leads or accounts for."""
    if not department:
        return []
    pks = Reference.objects.filter(programme=programme, field="organisation", named=department)
    roles = records(programme, "roles").filter(pk__in=pks.values("record"))
    return [it.content["record"] for it in roles if it.content["role"] in REPORTING_ROLES]


def department_of(visitor: Visitor, programme: Programme) -> str:
    """Return the organisation of a programme that a visitor reports for, "" for none."""
    if not isinstance(visitor, Member) or visitor.organisation_id is None:
        return ""
    found = Department.objects.filter(
        programme=programme, organisation_id=visitor.organisation_id
    ).first()
    return found.key if found else ""


def departments(programme: Programme) -> list[tuple[Organisation, str]]:
    """Return every organisation of the site with the one of the programme it reports for."""
    held = dict(
        Department.objects.filter(programme=programme).values_list("organisation_id", "key")
    )
    return [(each, held.get(each.pk, "")) for each in organisations()]


def may_write(visitor: Visitor, update: Update) -> bool:
    """Tell whether a visitor may change and submit an update: who wrote it, or an officer."""
    if update.state not in Update.OPEN or not reports(visitor, update.programme):
        return False
    own = own_indicators(visitor, update.programme).filter(key=update.indicator)
    return own.exists() and (wrote(visitor, update) or edits(visitor, update.programme))


def may_decide(visitor: Visitor, update: Update) -> bool:
    """Tell whether a visitor may approve or return an update: an approver who wrote none of it."""
    return approves(visitor, update.programme) and not wrote(visitor, update)


def wrote(visitor: Visitor, update: Update) -> bool:
    """Tell whether a visitor wrote an update or changed it."""
    if not isinstance(visitor, Member):
        return False
    written = events_of(update).filter(what=What.UPDATE_WRITTEN, by=visitor)
    return update.author_id == visitor.pk or written.exists()


def history(update: Update) -> QuerySet[Event]:
    """Return what happened to an update, the newest first."""
    return events_of(update)


def beneath(programme: Programme, keys: Iterable[str]) -> dict[str, Plain]:
    """Return indicators and all that are summed into them, by their keys."""
    found: dict[str, Plain] = {}
    ahead = list(keys)
    while ahead:
        held: dict[str, Plain] = {}
        below: set[str] = set()
        for some in batched(ahead):
            rows = records(programme, "indicators").filter(key__in=some)
            held |= dict(rows.values_list("key", "content"))
            summed = Reference.objects.filter(programme=programme, field="adds_to", named__in=some)
            pks = summed.values("record")
            under = records(programme, "indicators").filter(pk__in=pks)
            below |= set(under.values_list("key", flat=True))
        found |= held
        ahead = sorted(below - set(found))
    return found


def measured(programme: Programme, keys: Iterable[str]) -> dict[str, Any]:
    """Return indicators, all that are summed into them, their approved updates and targets."""
    indicators = beneath(programme, keys)
    return {
        "indicators": indicators,
        "updates": approved(programme, indicators),
        "targets": targets(programme, indicators),
    }


def approved(programme: Programme, indicators: Iterable[str]) -> list[Plain]:
    """Return the approved updates of indicators as plain fields; `by` holds the number of each."""
    found = Update.objects.filter(programme=programme, state=Update.State.APPROVED)
    fields = ("pk", "indicator", "starts", "ends", "content")
    return [
        content
        | {"indicator": indicator, "starts": starts, "ends": ends, "state": "approved", "by": pk}
        for some in batched(indicators)
        for pk, indicator, starts, ends, content in found.filter(indicator__in=some).values_list(
            *fields
        )
    ]


def targets(programme: Programme, indicators: Iterable[str]) -> list[Plain]:
    """Return the targets of indicators as plain fields."""
    named = Reference.objects.filter(programme=programme, field="indicator")
    found = records(programme, "targets")
    return [
        content
        for some in batched(indicators)
        for content in found.filter(
            pk__in=named.filter(named__in=some).values("record")
        ).values_list("content", flat=True)
    ]


def batched(keys: Iterable[str]) -> Iterator[list[str]]:
    """Yield keys in lots that a database takes in one question."""
    held = list(keys)
    for first in range(0, len(held), MOST_ASKED):
        yield held[first : first + MOST_ASKED]


def standings(programme: Programme) -> dict[str, Counter[str]]:
    """Return how many indicators stand how, by what their results belong to."""
    rows = (
        records(programme, "indicators")
        .order_by()
        .values_list("under", "standing")
        .annotate(count=Count("pk"))
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for under, verdict, count in rows:
        found[under][verdict] += count
    return found


def held(programme: Programme, *, is_public: bool = False) -> dict[str, list[Plain]]:
    """Return all records of a programme as plain fields by section; of updates all, or approved.

    What is public holds no draft, and no dialogue that not everybody may know.
    """
    found: dict[str, list[Plain]] = defaultdict(list)
    closed = set()
    for section, key, content in records(programme).values_list("section", "key", "content"):
        if is_public and content.get("confidentiality", "public") != "public":
            closed.add(key)
        else:
            found[section].append(content)
    found["roles"] = [row for row in found["roles"] if row["record"] not in closed]
    rows = Update.objects.filter(programme=programme)
    rows = rows.filter(state=Update.State.APPROVED) if is_public else rows
    found["updates"] = [update.fields() for update in rows.iterator()]
    return found


def coordinated(
    visitor: Visitor, programme: Programme, sections: Iterable[str]
) -> dict[str, list[Plain]]:
    """Return the records of some sections that a visitor may read, as plain fields by section.

    Rows that tell of a record left out are left out too.
    """
    found: dict[str, list[Plain]] = defaultdict(list)
    rows = visible(visitor, programme, *sections).values_list("section", "key", "content")
    held = list(rows)
    keys = {key for _section, key, _content in held}
    for section, _key, content in held:
        if content.get("record", "") in keys or "record" not in content:
            found[section].append(content)
    return found


def edited_by(visitor: Visitor) -> list[Programme]:
    """Return the programmes whose records a visitor may change."""
    if not isinstance(visitor, Member):
        return []
    found = Programme.objects.filter(is_published=False).order_by("slug")
    return [each for each in found if edits(visitor, each)]


def planned_for(visitor: Visitor, gaps: str) -> dict[str, list[tuple[Programme, Record]]]:
    """Return the activities that answer gaps whose key begins so, of what a visitor works on."""
    found: dict[str, list[tuple[Programme, Record]]] = defaultdict(list)
    for programme in edited_by(visitor):
        rows = records(programme, "activities").filter(content__answers__icontains=gaps)
        for each in rows:
            for key in each.content["answers"]:
                found[key].append((programme, each))
    return found


def published_titles(ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the titles of published records by ids that begin with their programme's."""
    asked: dict[str, set[str]] = defaultdict(set)
    for id in ids:
        slug, _, key = id.partition(".")
        asked[slug].add(key)
    return {
        f"{programme.slug}.{each.key}": each.title
        for programme in Programme.objects.filter(slug__in=asked, is_published=True)
        for each in records(programme).filter(key__in=asked[programme.slug])
    }


def published_activities() -> Iterator[list[Plain]]:
    """Yield the activities of each published programme as plain fields."""
    for programme in Programme.objects.filter(is_published=True):
        yield list(records(programme, "activities").values_list("content", flat=True))


def published_on(programme: Programme) -> str:
    """Return when the document that the records are from was published, "" where there is none."""
    named = [programme.header.get("report", "")]
    return "".join(it.content.get("published", "") for it in titles(programme, named).values())


def adopted(visitor: Visitor, record: Record) -> Record | None:
    """Return the good practice of another programme that an activity adopts, if it can be read."""
    slug, _, key = record.content.get("adopts_from", "").partition("/")
    practice = Record.objects.filter(
        programme__slug=slug, key=key, section="lessons", deleted_at=None
    ).select_related("programme")
    return next((it for it in practice if reads(visitor, it.programme)), None)


def adopted_by(visitor: Visitor, record: Record) -> list[Record]:
    """Return the activities of other programmes that adopt a good practice, if they can be read."""
    if record.section != "lessons":
        return []
    named = f"{record.programme.slug}/{record.key}"
    found = Record.objects.filter(
        section="activities", content__adopts_from=named, deleted_at=None
    ).select_related("programme")
    return list(
        {it.programme.slug + it.key: it for it in found if reads(visitor, it.programme)}.values()
    )


def adopting(visitor: Visitor, record: Record) -> list[Programme]:
    """Return the other programmes into which a visitor may take a good practice."""
    return [
        it
        for it in programmes_of(visitor)
        if it.slug != record.programme.slug and not it.is_published and edits(visitor, it)
    ]
