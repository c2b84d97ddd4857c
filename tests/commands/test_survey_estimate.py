import json
from math import e, exp
from statistics import mean, variance

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t
from tests.estimators.recruited import TOY
from tests.estimators.toy_chain import FIRST, SECOND, surveyed

from decentwork.estimators.recruitment_variance import RECRUITMENT_VARIANCES
from decentwork.studies.estimate import estimate
from decentwork.surveys.sample import ChainSample

PEER_COLUMNS = ["variable", "category", "value", "low", "high", "standard_error", "weights",
                "variance", "n", "verdict"]  # fmt: skip
STRATA = {"n": (6, {"p": "ab", "q": "b", "r": "cd"}), "s": (5, {"v": "de", "w": "f"})}
SIZES = {"a": 10, "b": 4, "c": 7, "d": 1, "e": 20, "f": 3}


@pytest.fixture
def estimated(decentwork, tmp_path):
    """Estimate from tables given as text; whatever is wrong fails the test."""

    def run(units, links, *more):
        paths = tmp_path / "U.csv", tmp_path / "L.csv"
        for path, text in zip(paths, (units, links), strict=True):
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = decentwork("survey", "estimate", "--units", paths[0], "--links", paths[1],
                          "--json", *more)  # fmt: skip
        assert (done.code, done.err) == (0, "")
        return json.loads(done.out)

    return run


@pytest.fixture
def recruited(decentwork, tmp_path):
    def run(*more, people=None):
        path = tmp_path / "peers.csv"
        rows = TOY.replace("\n", "").split(";")
        path.write_text(people or "\n".join(["id,recruiter_id,degree,y,wage", *rows]))
        done = decentwork("survey", "estimate", "--recruitment", path, "--json", *more)
        assert (done.code, done.err) == (0, "")
        return json.loads(done.out)

    return run


def tables(sample):
    units = sample.units.rename_axis("id").reset_index()
    return units.to_csv(index=False), sample.links.to_csv(index=False)


def pick(rows, **wanted):
    [row] = [row for row in rows if all(row.get(name) == it for name, it in wanted.items())]
    return row


def stratified():
    """Return tables of seeds from two strata, the chance of each, and what each seed brings."""
    units = ["id,tier,seed_chance,buyers_in_scope,stratum,y"]
    links = ["buyer_id,supplier_id,listed,followed"]
    brings = {}
    buyers = [listed for _, seeds in STRATA.values() for listed in seeds.values()]
    for stratum, (frame, seeds) in STRATA.items():
        for seed, listed in seeds.items():
            units.append(f"{seed},0,{len(seeds) / frame!r},,{stratum},")
            links += [f"{seed},{each},{len(listed)},{len(listed)}" for each in listed]
            brings[seed] = sum(SIZES[each] / many(each, buyers) for each in listed)
    units += [f"{each},1,,{many(each, buyers)},,{SIZES[each]}" for each in SIZES]
    return "\n".join(units), "\n".join(links), brings


def many(supplier, buyers):
    return sum(supplier in listed for listed in buyers)


@pytest.mark.parametrize(
    ("weights", "noted"),
    [
        ("generalised_weight_share", [26, 69, 37, 53, 21, 64]),
        ("horvitz_thompson", [26.4, 66.4, 31.2, 54.4, 24, 67.6]),
    ],
)
def test_the_six_samples_of_the_toy_chain_give_the_noted_totals(weights, noted, estimated):
    found, counts = [], []
    for seeds in ("AB", "AC", "AD", "BC", "BD", "CD"):
        rows = estimated(*tables(surveyed(seeds)), "--variables", "y", "--weights", weights)
        total = pick(rows, variable="y", statistic="total", tier=1)
        count = pick(rows, variable="units", statistic="total", tier=1)
        average = pick(rows, variable="y", statistic="mean", tier=1)
        assert average["value"] == pytest.approx(total["value"] / count["value"])
        found.append(total["value"])
        counts.append(count["value"])
    assert found == pytest.approx(noted)
    assert (mean(found), mean(counts)) == pytest.approx((45, 6))


def test_the_second_tier_of_the_toy_chain_gives_the_noted_totals(estimated):
    for seeds, noted in (("AB", 15), ("CD", 37)):
        rows = estimated(*tables(surveyed(seeds, tiers=(FIRST, SECOND))), "--variables", "y")
        assert pick(rows, variable="y", statistic="total", tier=2)["value"] == pytest.approx(noted)


def test_the_method_is_the_default_one_and_rows_say_which(estimated):
    named = "--weights", "generalised_weight_share", "--variance", "seed_design"
    tables_ = tables(surveyed("AB"))
    rows = estimated(*tables_, "--variables", "y", *named)
    assert rows == estimated(*tables_)
    assert {(row["weights"], row["variance"]) for row in rows} == {(named[1], named[3])}
    assert {row["statistic"] for row in rows} == {"total", "mean"}
    assert {row["tier"] for row in rows} == {0, 1, None}
    assert rows[0].keys() >= {*PEER_COLUMNS, "statistic", "tier"}


def test_intervals_are_those_of_seeds_drawn_at_random_within_strata(estimated):
    units, links, brings = stratified()
    row = pick(estimated(units, links), variable="y", statistic="total", tier=1)
    total, parts = 0.0, []
    for frame, seeds in STRATA.values():
        values = [brings[seed] for seed in seeds]
        total += sum(values) * frame / len(values)
        squares = frame**2 * (1 - len(values) / frame) * variance(values) / len(values)
        parts.append((squares, len(values) - 1))
    error = sum(squares for squares, _ in parts) ** 0.5
    freedom = error**4 / sum(squares**2 / free for squares, free in parts)  # Satterthwaite
    reach = t.ppf(0.975, freedom) * error
    assert reach > total  # so that the upper end is on the tangent
    assert (row["value"], row["standard_error"]) == pytest.approx((total, error))
    seen = sum(SIZES.values())
    assert (row["low"], row["high"]) == pytest.approx(
        (max(seen, total * exp(-reach / total)), e * reach)
    )


def test_the_bootstrap_spreads_as_the_design_does(estimated):
    units, links, _ = stratified()
    errors = [
        pick(estimated(units, links, *how), variable="y", statistic="total", tier=1)[
            "standard_error"
        ]
        for how in ((), ("--variance", "rescaled_bootstrap", "--replicates", "4000"))
    ]
    assert errors[1] == pytest.approx(errors[0], rel=0.1)


def test_rows_in_another_order_give_the_same_numbers(estimated):
    units, links, _ = stratified()

    def shuffled(text, seed):
        header, *rows = text.splitlines()
        return "\n".join([header, *np.random.default_rng(seed).permutation(rows)])

    def numbers(rows):
        return [
            row[name] or 0 for row in rows for name in ("value", "low", "high", "standard_error")
        ]

    first = numbers(estimated(units, links))
    for seed in range(3):
        assert numbers(estimated(shuffled(units, seed), shuffled(links, seed))) == pytest.approx(
            first
        )


def test_lists_of_each_kind_count_apart(estimated):
    units = (
        "id,tier,seed_chance,buyers_in_scope,kind\nA,0,0.5,,formal\nB,0,0.5,,formal\n"
        "f,1,,1,formal\ng,1,,1,formal\nh,1,,1,home_worker\n"
    )
    links = (
        "buyer_id,supplier_id,kind,listed,followed\n"
        "A,f,formal,4,2\nA,g,formal,4,2\nA,h,home_worker,3,1\n"
    )
    rows = estimated(units, links, "--by", "kind")
    formal = pick(rows, variable="units", tier=1, group={"kind": "formal"})
    at_home = pick(rows, variable="units", tier=1, group={"kind": "home_worker"})
    assert (formal["value"], at_home["value"]) == (2 * 2 * 4 / 2, 2 * 1 * 3 / 1)


def test_ratios_have_rows_of_their_own(estimated):
    units, links = tables(surveyed("AC"))
    header, *rows = units.splitlines()
    units = "\n".join([f"{header},one", *(f"{row},1" for row in rows)])
    found = estimated(units, links, "--ratios", "y/one,y/y")
    ratio, mean = pick(found, variable="y/one", tier=1), estimated(units, links)
    assert (ratio["statistic"], ratio["value"]) == ("ratio", pytest.approx(69 / 7))
    told = pick(mean, variable="y", statistic="mean", tier=1)["standard_error"]
    assert ratio["standard_error"] == pytest.approx(told)
    # Without --variables only ratios are estimated, and how many units there are.
    assert {row["variable"] for row in found} == {"units", "y/one", "y/y"}


def test_workers_come_in_a_third_table(estimated, tmp_path):
    sample = surveyed("AC")
    workers = "id,unit_id,listed,interviewed,sex,pay\n" + "\n".join(
        [*("1,a,10,2,female,40", "2,a,10,2,male,50"), *("3,e,10,2,female,60", "4,e,10,2,male,80")]
    )
    (tmp_path / "W.csv").write_text(workers)
    how = "--workers", tmp_path / "W.csv", "--by", "sex"
    rows = estimated(*tables(sample), *how)
    asked = pd.read_csv(tmp_path / "W.csv", dtype={"id": str}).set_index("id")
    whole = ChainSample(
        units=sample.units, links=sample.links, workers=asked, provenance=sample.provenance
    )
    expected = estimate(whole, ("y", "sex", "pay"), by=("sex",))
    assert rows == [row.to_dict() for row in expected]


def test_ids_that_look_like_numbers_stay_text(estimated):
    units, links = tables(surveyed("AB"))
    names = {"A": "007", "B": "7", "a": "1e3", "b": "1000", "c": "0x1", "d": "NA"}
    coded = [
        "\n".join(",".join(names.get(cell, cell) for cell in line.split(","))
                  for line in text.splitlines())
        for text in (units, links)
    ]  # fmt: skip
    assert estimated(*coded) == estimated(units, links)


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: f"{text}\n\n,,,\n".encode(),
        lambda text: text.replace(",", " , ").encode(),
    ],
    ids=["windows", "old mac", "byte order mark", "semicolons", "tabs", "blank rows", "blanks"],
)
def test_tables_may_come_as_a_spreadsheet_saves_them(saved, estimated):
    units, links = tables(surveyed("AB"))
    assert estimated(saved(units), saved(links)) == estimated(units, links)


@pytest.mark.parametrize(
    ("how", "share"),
    [
        (("--weights", "volz_heckathorn"), 0.1928978518),
        (("--weights", "salganik_heckathorn"), 0.1729559748),
    ],
)
def test_the_toy_of_peers_gives_the_noted_shares(how, share, recruited):
    rows = recruited("--variables", "y", *how, "--variance", "tree")
    assert pick(rows, variable="y", category="1")["value"] == pytest.approx(share, abs=5e-11)


def test_the_toy_of_peers_without_its_seeds(recruited):
    how = "--weights", "salganik_heckathorn", "--seeds", "exclude"
    [_, row] = recruited("--variables", "y", *how)
    assert row["value"] == pytest.approx(0.17203, abs=5e-6)


def test_the_toy_of_peers_gives_the_noted_mean(recruited):
    [row] = recruited("--variables", "wage", "--weights", "volz_heckathorn", "--variance", "tree")
    assert (row["value"], row["category"]) == (pytest.approx(155.3022797, abs=5e-8), None)


@pytest.mark.parametrize(("population", "share"), [(80, 0.2163), (40, 0.2544)])
def test_the_toy_of_peers_by_successive_sampling(population, share, recruited):
    rows = recruited("--variables", "y", "--weights", "successive_sampling", "--population",
                     population, "--variance", "gile", "--replicates", "50")  # fmt: skip
    assert pick(rows, category="1")["value"] == pytest.approx(share, abs=0.001)


@pytest.mark.parametrize(
    ("weights", "variance"),
    [(each, it.name) for it in RECRUITMENT_VARIANCES.values() for each in sorted(it.weights)],
)
def test_every_variance_of_peers_has_its_rows(weights, variance, recruited):
    rows = recruited("--variables", "y", "--weights", weights, "--variance", variance,
                     "--population", "80", "--replicates", "50")  # fmt: skip
    assert [row["category"] for row in rows] == ["0", "1"]
    for row in rows:
        assert row.keys() >= {*PEER_COLUMNS}
        assert row["low"] <= row["value"] <= row["high"]
        assert (row["weights"], row["variance"], row["n"]) == (weights, variance, 30)


@pytest.mark.parametrize(
    ("weights", "share", "tolerance"),
    [
        ("volz_heckathorn", 0.310334112778454, 1e-12),
        ("salganik_heckathorn", 0.3109, 5e-5),
        ("successive_sampling", 0.308679, 1e-3),
    ],
)
def test_a_published_sample_gives_the_published_shares(
    weights, share, tolerance, recruited, shared_data
):
    people = (shared_data / "samples" / "rds" / "faux_sample.csv").read_text()
    rows = recruited("--variables", "X", "--weights", weights, "--population", "1000",
                     "--replicates", "20", people=people)  # fmt: skip
    row = pick(rows, category="blue")
    assert (row["value"], row["n"]) == (pytest.approx(share, abs=tolerance), 389)


def test_the_same_seed_gives_the_same_rows(recruited):
    assert recruited("--seed", "5") == recruited("--seed", "5") != recruited("--seed", "6")


def test_several_sizes_of_the_population_give_rows_each(recruited):
    rows = recruited("--variables", "y", "--weights", "successive_sampling", "--variance", "gile",
                     "--population", "40,80", "--replicates", "20")  # fmt: skip
    told = [(row["group"]["population"], row["category"], row["note"]) for row in rows]
    assert [it[:2] for it in told] == [("40", "0"), ("40", "1"), ("80", "0"), ("80", "1")]
    assert [it[2].split(";")[0] for it in told] == ["population 40"] * 2 + ["population 80"] * 2
    assert [row["value"] for row in rows[1::2]] == pytest.approx([0.2544, 0.2163], abs=0.001)


def test_several_seeds_are_welcome_and_one_is_enough(recruited):
    one = "id,recruiter_id,degree,y\na,,2,1\nb,a,3,0\nc,a,1,1\n"
    assert recruited("--variables", "y", people=one)[1]["seeds"] == 1
    assert recruited("--variables", "y")[1]["seeds"] == 3


def test_without_json_it_is_a_table_with_its_method(decentwork, tmp_path):
    (tmp_path / "peers.csv").write_text("id,recruiter_id,degree,y\na,,2,1\nb,a,3,0\nc,a,1,1\n")
    shown = decentwork("survey", "estimate", "--recruitment", tmp_path / "peers.csv").out
    assert "95 % interval" in shown
    assert "Weights: volz_heckathorn. Interval: tree." in shown
