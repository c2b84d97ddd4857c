import json

from tests.sources import published_layouts as publish


def icio(path):
    of = publish.world(("AUS", "NZL", "ROW"), ("A01_02", "C13T15"), ("HFCE", "INVNT"))
    publish.write_icio(path, of)
    return path


def test_a_table_is_added_listed_checked_and_used(decentwork, tmp_path):
    added = decentwork("trade", "add", icio(tmp_path / "ICIO2023_2014.csv"))
    assert added.code == 0
    assert "oecd_icio2023_2014: OECD, 2014, added." in added.out
    assert "Money: million USD." in added.out
    assert "--table oecd_icio2023_2014" in added.out
    [listed] = json.loads(decentwork("trade", "list", "--json").out)
    assert (listed["name"], listed["years"]) == ("oecd_icio2023_2014", [2014])
    [checked] = json.loads(decentwork("trade", "check", "oecd_icio2023_2014", "--json").out)
    assert checked["rows_off"] == []
    rows = json.loads(
        decentwork("trade", "participation", "--table", "oecd_icio2023", "--year", "2014",
                   "--json").out
    )  # fmt: skip
    assert [row["place"] for row in rows] == ["AUS", "NZL", "ROW"]


def test_the_report_is_one_array_with_json(decentwork, tmp_path):
    path = icio(tmp_path / "mine.csv")
    [row] = json.loads(
        decentwork("trade", "add", path, "--year", "2014", "--name", "mine", "--json").out
    )
    assert (row["name"], row["publisher"], row["year"]) == ("mine", "OECD", 2014)
    assert row["outcome"] == "added"


def test_a_faulty_table_is_refused_with_every_problem_and_without_a_traceback(decentwork, tmp_path):
    path = icio(tmp_path / "ICIO2023_2014.csv")
    lines = [line.split(",") for line in path.read_text().splitlines()]
    lines[1][2], lines[2][2] = "..", "?"
    path.write_text("\n".join(",".join(line) for line in lines))
    ended = decentwork("trade", "add", path)
    assert ended.code == 2
    assert "row AUS_A01_02, column AUS_C13T15: '..' is not a number." in ended.err
    assert "row AUS_C13T15, column AUS_C13T15: '?' is not a number." in ended.err
    assert "Traceback" not in ended.err
    assert json.loads(decentwork("trade", "list", "--json").out) == []
