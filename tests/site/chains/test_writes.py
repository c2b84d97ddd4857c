import pytest
from django.db import IntegrityError, connection, transaction

from decentwork_site.chains import writes
from decentwork_site.chains.calculations import IndexedChain
from decentwork_site.chains.models import Chain, Evidence, Index


def row(place: str, evidence: dict[tuple[str, str], int]) -> IndexedChain:
    return IndexedChain(
        place=place,
        slug="garments",
        region="",
        words=" avonia garments ",
        is_invented=True,
        has_trade=False,
        listed_goods=0,
        evidence=evidence,
    )


def test_filling_the_index_again_replaces_it(db):
    writes.index_chains(key="first", rows=[row("XAA", {}), row("XAB", {})])
    assert writes.index_chains(key="second", rows=[row("XAC", {})]) == 1
    assert [chain.place for chain in Chain.objects.all()] == ["XAC"]
    assert [index.key for index in Index.objects.all()] == ["second"]


def test_topics_are_counted_once_and_those_of_the_chain_apart(db):
    evidence = {("earnings", "country"): 3, ("earnings", "chain"): 1, ("skills", "country"): 2}
    writes.index_chains(key="first", rows=[row("XAA", evidence)])
    chain = Chain.objects.get()
    assert (chain.topics_known, chain.own_topics) == (2, 1)


def test_a_failed_filling_leaves_the_index_as_it_was(db):
    writes.index_chains(key="first", rows=[row("XAA", {})])
    with pytest.raises(IntegrityError), transaction.atomic():
        writes.index_chains(key="second", rows=[row("XAB", {}), row("XAB", {})])
    assert [chain.place for chain in Chain.objects.all()] == ["XAA"]


def test_there_is_no_evidence_without_a_figure(db):
    writes.index_chains(key="first", rows=[row("XAA", {})])
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(
            chain=Chain.objects.get(), topic="earnings", reach="chain", figures=0
        )


def test_the_database_has_counted_the_rows_so_that_it_plans_for_them(db):
    counted = {
        "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'chains_evidence'",
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'chains_evidence'",
    }[connection.vendor]
    evidence = {("earnings", "country"): 3, ("skills", "country"): 2}
    writes.index_chains(key="first", rows=[row("XAA", evidence)])
    with connection.cursor() as cursor:
        cursor.execute(counted)
        [rows, *_] = str(cursor.fetchone()[0]).split()
    assert float(rows) == 2
