"""Every write of the chains app: the index is filled anew from the library, as a whole."""

from collections.abc import Sequence

from django.db import transaction

from decentwork_site.chains.calculations import IndexedChain
from decentwork_site.chains.models import Chain, Evidence, Index
from decentwork_site.counting import count_anew


@transaction.atomic
def index_chains(*, key: str, rows: Sequence[IndexedChain]) -> int:
    """Replace the index by `rows`, made from the data that `key` identifies; return their count."""
    Evidence.objects.all().delete()  # first, or deleting the chains would load it all
    Chain.objects.all().delete()
    chains = Chain.objects.bulk_create(_chain(row) for row in rows)
    Evidence.objects.bulk_create(
        Evidence(chain=chain, topic=topic, reach=reach, figures=figures)
        for chain, row in zip(chains, rows, strict=True)
        for (topic, reach), figures in sorted(row.evidence.items())
    )
    Index.objects.all().delete()
    Index.objects.create(key=key)
    count_anew(Chain, Evidence)
    return len(chains)


def _chain(row: IndexedChain) -> Chain:
    return Chain(
        place=row.place,
        slug=row.slug,
        region=row.region,
        words=row.words,
        is_invented=row.is_invented,
        has_trade=row.has_trade,
        listed_goods=row.listed_goods,
        topics_known=len({topic for topic, _ in row.evidence}),
        own_topics=sum(reach == Evidence.Reach.CHAIN for _, reach in row.evidence),
    )
