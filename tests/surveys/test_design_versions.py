from dataclasses import replace

from decentwork.studies.templates import started
from decentwork.surveys.design_file import parse_design, text
from decentwork.surveys.design_versions import compared, version

ABOUT = {"study": "shoes", "place": "XAA", "office": "Office", "period": "2027"}
DESIGN = started("electronics", **ABOUT, draw_seed=1)


def test_a_version_is_of_the_content_and_not_of_how_it_was_written():
    rewritten = parse_design("# a note of somebody\n" + text(DESIGN))
    assert version(rewritten) == version(DESIGN)
    assert version(replace(DESIGN, deepest_tier=2)) != version(DESIGN)


def test_designs_are_compared_key_by_key_and_strata_by_their_names():
    large = replace(DESIGN.strata[1], seeds=20)
    strata = (DESIGN.strata[0], large, *DESIGN.strata[2:])
    rows = compared(replace(DESIGN, strata=strata), DESIGN)
    assert [(it.key, it.one, it.other) for it in rows if it.differs] == [
        ("strata.large.seeds", "20", "24")
    ]
    assert "costs.unit.formal" in [it.key for it in rows]


def test_what_only_one_design_has_is_empty_in_the_other():
    follow = tuple(replace(it, at_most=None) for it in DESIGN.follow)
    rows = {it.key: it for it in compared(replace(DESIGN, follow=follow), DESIGN)}
    assert (rows["follow.formal.at_most"].one, rows["follow.formal.at_most"].other) == ("", "3")
