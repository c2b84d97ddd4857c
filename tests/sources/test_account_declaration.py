import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.footprints.toy import account, table

from decentwork.accounts.account_builder import build_account
from decentwork.accounts.account_plan import KINDS
from decentwork.estimates.errors import DamagedFile, InvalidInput, UnknownCode, UnknownFile
from decentwork.estimates.units import Unit
from decentwork.footprints.uncertainty import account_error
from decentwork.sources.account_declaration import read_account_plan
from decentwork.sources.account_files import write_account
from decentwork.sources.tidy_folder import write_new_folder
from decentwork.sources.tidy_table import read_tidy_table

ORIGIN = """
title = "Invented survey"
publisher = "Nobody"
licence = "Apache-2.0"
citation = "invented"
"""
WORKERS = f"""
kind = "workers"
unit = "thousand persons"
year = 2011
{ORIGIN}
[totals]
file = "totals.csv"
[[keys]]
of = "employment"
"""


@pytest.fixture
def declared(tmp_path):
    def read(text, **files):
        (tmp_path / "account.toml").write_text(text, "utf-8")
        for name, rows in files.items():
            (tmp_path / f"{name}.csv").write_text(rows, "utf-8")
        return read_account_plan(tmp_path / "account.toml", table(), known)

    return read


def known(name):
    if name != "employment":
        raise UnknownCode(name, "the accounts of toy", ["employment"])
    return account()


def refusal(declared, text, **files):
    with pytest.raises(InvalidInput) as refused:
        declared(text, **files)
    return str(refused.value)


def test_totals_and_an_account_of_the_table_make_an_account(declared):
    plan = declared(WORKERS, totals="place,value\nA,7\n")
    assert build_account(plan, table()).cells["value"].tolist() == pytest.approx([4, 3])
    assert plan.provenance.origins[0].title == "Invented survey"


def test_every_part_of_a_declaration_is_read(declared):
    plan = declared(
        f"""
        kind = "workers"
        name = "garment workers"
        unit = "persons"
        year = 2011
        groups = ["women", "men"]
        hold = false
        rounding = 0.5
        key_concentration = 40
        {ORIGIN}
        [totals]
        file = "totals.csv"
        [shares]
        file = "shares.csv"
        concentration = 90
        [sectors]
        file = "sectors.csv"
        [[keys]]
        of = "output"
        weight = 2
        [[keys]]
        of = "hours.csv"
        [[sums]]
        name = "regions"
        file = "sums.csv"
        [observed]
        file = "observed.csv"
        [regions]
        file = "regions.csv"
        borrow = true
        size = "population.csv"
        """,
        totals="place,group,value,low,high\nA,women,7,6,8\nA,men,9,8,10\n",
        shares="place,sector,value\nA,farms,60\nA,rest,40\n",
        sectors="industry,sector\nS1,farms\nS2,rest\n",
        hours="place,industry,value\nA,S1,1\nA,S2,2\n",
        sums="region,group,value\nnorth,women,20\n",
        observed="place,group,industry,value\nA,men,S1,5\n",
        regions="place,region\nA,north\nB,north\n",
        population="place,value\nA,100\nB,50\n",
    )
    assert (plan.name, plan.unit, plan.groups) == (
        "garment workers",
        Unit.PERSONS,
        ("women", "men"),
    )
    assert (plan.hold, plan.borrow, plan.sizes) == (False, True, {"A": 100, "B": 50})
    assert (plan.share_concentration, plan.key_concentration) == (90, 40)
    assert [(key.name, key.weight) for key in plan.keys] == [("output", 2), ("hours", 1)]
    assert plan.rounding == 0.5
    assert plan.keys[0].frame["value"].tolist() == table().output.tolist()
    assert plan.sums[0].frame.loc[0, "region"] == "north"
    assert len(build_account(plan, table()).cells) == 8


def test_an_empty_cell_is_not_known_and_zero_is_zero(declared):
    plan = declared(WORKERS, totals="place,value\nA,0\nB,\n")
    assert plan.totals["place"].tolist() == ["A"]
    assert plan.totals["value"].tolist() == [0]


def test_a_zero_that_means_not_known_is_missing_where_the_declaration_says_so(declared):
    text = WORKERS.replace('file = "totals.csv"', 'file = "totals.csv"\nzero_means = "not_known"')
    plan = declared(text, totals="place,value\nA,0\nB,4\n")
    assert plan.totals["place"].tolist() == ["B"]
    assert "1 zeros mean not known" in str(plan.notes[0])


def test_childrens_work_is_named_by_definition_and_ages(declared):
    text = WORKERS.replace('"workers"', '"hazardous_child_work"\nages = "5-17"')
    plan = declared(text, totals="place,value\nA,7\n")
    assert plan.name == "hazardous_child_work_5-17"
    told = refusal(declared, text.replace('ages = "5-17"', 'name = "child labour"'))
    assert "the ages are missing" in told
    assert "named by its definition" in told


def test_rates_count_the_injured_of_an_account(declared):
    plan = declared(
        f"""
        kind = "fatal_injuries"
        unit = "count"
        year = 2011
        {ORIGIN}
        [rates]
        file = "rates.csv"
        unit = "per 100 000 workers"
        workers = "employment"
        """,
        rates="place,industry,value\nA,,5\nB,S1,10\n",
    )
    assert build_account(plan, table()).cells["value"].tolist() == pytest.approx([2, 1.5, 6])


def test_years_that_mix_are_told(declared):
    plan = declared(WORKERS.replace("2011", "2014"), totals="place,value\nA,7\n")
    assert "of 2014, shared out over the industries of 2011" in str(plan.notes[0])


def test_every_problem_is_told_at_once(declared):
    told = refusal(
        declared,
        """
        kind = "slaves"
        year = "last"
        title = "Invented survey"
        groups = "women"
        speed = 3
        sums = 4
        key_concentration = -1
        [totals]
        file = "totals.csv"
        zero_means = "nothing"
        [shares]
        file = "absent.csv"
        [[keys]]
        of = "wages"
        weight = 0
        [rates]
        unit = "share of pay"
        """,
        totals="place,value\nA,many\nB,1,2\n",
    )
    for part in ("'slaves' is not known", "year is not a whole number", "publisher is missing",
                 "groups is not a list", "'speed' is not known", "sums: is not written as a table",
                 "key_concentration -1", "zero_means is 'nothing'", "absent.csv: there is no such",
                 "'wages' is not in the accounts", "weight 0", "is no rate per worker",
                 "line 3: has 3 cells"):  # fmt: skip
        assert part in told, part


def test_a_cell_that_is_no_number_is_told_with_its_line(declared):
    told = refusal(declared, WORKERS, totals="place,value,low,high\nA,many,inf,nan\n")
    assert "totals.csv, line 2: value 'many' is not a number." in told
    assert "low 'inf'" in told
    assert "high 'nan'" in told


@pytest.mark.parametrize("text", ["kind = ", "\xff"])
def test_a_declaration_that_is_no_toml_is_refused(declared, tmp_path, text):
    (tmp_path / "account.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(InvalidInput, match="not TOML"):
        read_account_plan(tmp_path / "account.toml", table(), known)


def test_a_declaration_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnknownFile):
        read_account_plan(tmp_path / "account.toml", table(), known)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_an_account_is_added_to_those_that_are_there(declared, tmp_path, suffix):
    import pandas as pd

    there = pd.DataFrame({"region": ["A"], "industry": ["S2"], "hours [hours a week]": ["40.50"]})
    path = tmp_path / f"accounts.{suffix}"
    there.to_csv(path, index=False) if suffix == "csv" else there.to_parquet(path, index=False)
    built = build_account(declared(WORKERS, totals="place,value\nA,7\n"), table())
    for _ in range(2):  # writing it again replaces it
        written, cells = write_account(tmp_path, table(), built)
    assert written == path
    found = pd.read_csv(path, dtype=str) if suffix == "csv" else pd.read_parquet(path)
    assert list(found) == ["region", "industry", "hours [hours a week]",
                           "workers [thousand persons]", "workers how"]  # fmt: skip
    assert found["hours [hours a week]"].tolist()[1] == "40.50"
    assert found["workers [thousand persons]"].isna().tolist() == [False] * 2 + [True] * 4
    assert cells.read_text("utf-8").startswith("place,industry,group,value,low,high,how,control\n")


@pytest.mark.parametrize(
    ("kind", "unit"),
    [(kind, unit) for kind, it in KINDS.items() if not it.aged for unit in it.units],
)
def test_a_kind_is_built_written_and_read_again_in_each_of_its_units(
    declared, tmp_path, kind, unit
):
    write_new_folder(tmp_path / "toy", table(), {}, obtained="invented")
    text = WORKERS.replace('"workers"', f'"{kind}"').replace("thousand persons", unit)
    plan = declared(
        f"key_concentration = 50\n{text}", totals="place,value,low,high\nA,7,6,8\nB,9,,\n"
    )
    built = build_account(plan, table())
    write_account(tmp_path / "toy", table(), built)
    found = read_tidy_table(tmp_path / "toy").accounts[kind]
    assert (found.unit, set(found.frame["how"])) == (unit, {"modelled"})
    error, told = (account_error(it, table()) for it in (found, built.series()))
    every = csr_array(np.eye(6))
    assert error.variance(every) == pytest.approx(told.variance(every))
    assert error.variance(every).max() > 0


def test_accounts_that_are_no_table_are_not_overwritten(declared, tmp_path):
    (tmp_path / "accounts.csv").write_text("notes on accounts\n")
    built = build_account(declared(WORKERS, totals="place,value\nA,7\n"), table())
    with pytest.raises(DamagedFile, match="no table of accounts"):
        write_account(tmp_path, table(), built)
    assert (tmp_path / "accounts.csv").read_text() == "notes on accounts\n"
