"""Invented lists of enterprises, written row by row."""

from datetime import date

import pytest


@pytest.fixture(autouse=True)
def nothing_kept():
    """No number or count of another test is at hand."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def curator(member):
    """Somebody who keeps the lists."""
    return member("cleo", "curator")


@pytest.fixture
def listed(db, compiled_languages):
    """Name an enterprise in lists: `listed("Aster Mills", "Season list", city="Norton")`.

    A mention of an enterprise that is there is added by `enterprise=`.
    """
    from decentwork_site.enterprises import settling
    from decentwork_site.enterprises.calculations import identifier
    from decentwork_site.enterprises.models import Enterprise, EnterpriseList, Mention, Source

    def name(name, source="Season list", *, on=date(2026, 3, 1), enterprise=None, **given):
        about = {key: given.pop(key) for key in ("kind", "is_public") if key in given}
        whose, _ = Source.objects.get_or_create(
            name=source, defaults={"kind": "brand", "is_invented": True} | about
        )
        of, _ = EnterpriseList.objects.get_or_create(
            source=whose, listed_on=on, defaults={"digest": f"{source} {on}", "is_read": True}
        )
        ref = f"{source}/{on}/{of.mentions.count()}"
        if enterprise is None:
            enterprise = Enterprise.objects.create(
                identifier=identifier("XA", ref), country="XAA", is_invented=True
            )
        mention = Mention.objects.create(
            list=of,
            ref=ref,
            name=name,
            enterprise=enterprise,
            matched=enterprise.identifier,
            **{"country": "XAA"} | given,
        )
        settling.refresh_enterprise(enterprise)
        return mention

    return name


@pytest.fixture
def compared(listed):
    """Mentions by letter, each in an enterprise that settling finds: `compared(ab=0.5, cd=0.9)`.

    From 0.8 on two are the same, from 0.1 on a person is asked.
    """
    from decentwork_site.enterprises import settling
    from decentwork_site.enterprises.models import Matching, Mention, Pair

    def compare(**probabilities):
        letters = sorted({*"".join(probabilities)})
        at = {it: listed(f"Aster {it.upper()}", f"List {it}", city="Norton").pk for it in letters}
        Matching.objects.create(same=0.8, new=0.1)
        for (one, other), probability in probabilities.items():
            Pair.objects.create(one_id=at[one], other_id=at[other], probability=probability)
        mentions = Mention.objects.in_bulk(at.values())
        settling.settle(mentions.values())
        # As a matching leaves it: what it found is what each mention was given.
        for mention in Mention.objects.select_related("enterprise"):
            Mention.objects.filter(pk=mention.pk).update(matched=mention.enterprise.identifier)
        return {it: mentions[pk] for it, pk in at.items()}

    return compare


@pytest.fixture
def together():
    """Which mentions are one enterprise, by letter: `together(mentions)` is "ab c"."""

    def told(mentions):
        groups: dict[int, str] = {}
        for letter, mention in sorted(mentions.items()):
            mention.refresh_from_db()
            groups[mention.enterprise_id] = groups.get(mention.enterprise_id, "") + letter
        return " ".join(groups.values())

    return told
