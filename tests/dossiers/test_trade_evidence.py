import pytest

from decentwork.classifications.chains import chain
from decentwork.dossiers.trade_evidence import trade_figures
from decentwork.dossiers.trade_panel import compute_panels, kept_panel, place_rows
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.footprints.panel import PlacePanel
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.figure import Unknown
from decentwork.sources.data_folder import DataFolder


def of(figures, name, period=None):
    return [
        it for it in figures if it.indicator == name and period in (None, it.at.period)
    ]  # fmt: skip


def only(figures, name, period="2011"):
    [figure] = of(figures, name, period)
    return figure


@pytest.fixture(scope="module")
def turkish(data_folder):
    return trade_figures("TUR", chain("garments"), data_folder)


@pytest.fixture(scope="module")
def chinese(data_folder):
    return trade_figures("CHN", chain("electronics"), data_folder)


@pytest.fixture(scope="module")
def avonian(sample_folder):
    return trade_figures("XAA", chain("garments"), sample_folder.sample_world())


def test_jobs_of_all_industries_are_those_published(chinese):
    total = only(chinese, "jobs_foreign_demand_total_35").known
    share = only(chinese, "jobs_foreign_demand_total_share_35").known
    assert total.value / 1000 == pytest.approx(141.24, abs=0.05)
    assert 100 * share.value == pytest.approx(18.48, abs=0.05)


def test_the_observed_aggregate_comes_first_and_has_a_reason_for_no_interval(turkish):
    assert turkish[0].indicator == "jobs_foreign_demand_12"
    observed = only(turkish, "jobs_foreign_demand_12")
    assert observed.at.industry == "etd12:manufacturing"
    assert isinstance(observed.known.interval, NoInterval)
    assert "wide industry" in observed.notes[0]


def test_the_experimental_figure_has_an_interval_and_says_so(turkish):
    modelled = only(turkish, "jobs_foreign_demand_35")
    assert modelled.at.industry == "wiod35:c4"
    assert isinstance(modelled.known.interval, Interval)
    assert modelled.known.low < modelled.known.value < modelled.known.high
    assert modelled.notes[0].startswith("Experimental")


def test_there_is_a_figure_for_every_year_of_the_tables(turkish):
    years = [it.at.period for it in of(turkish, "jobs_foreign_demand_35")]
    assert years == [str(year) for year in range(1995, 2012)]


def test_markets_are_abroad_and_the_largest_comes_first(turkish):
    markets = of(turkish, "jobs_by_market_35")
    values = [it.known.value for it in markets]
    assert len(markets) == 10
    assert values == sorted(values, reverse=True)
    assert "TUR" not in {it.at.market for it in markets}


def test_rounds_add_to_direct_and_indirect_jobs_in_exports(turkish):
    rounds = of(turkish, "jobs_by_round")
    direct = only(turkish, "jobs_direct_in_exports").known.value
    indirect = only(turkish, "jobs_indirect_in_exports").known.value
    assert [it.subject for it in rounds][::6] == ["round 0", "round 6 and later"]
    assert rounds[0].known.value == pytest.approx(direct)
    assert sum(it.known.value for it in rounds) == pytest.approx(direct + indirect)


def test_children_are_told_by_definition_and_ages_with_both_years(turkish):
    linked = only(turkish, "working_children_in_exports", None)
    assert (linked.at.group, linked.at.tier) == ("age:6-14", "context")
    assert "published for 2014" in linked.known.provenance.steps[-1]
    assert "gross exports 2011" in linked.known.provenance.steps[-1]
    assert "only the split" in linked.known.interval.method
    [missing] = of(turkish, "hazardous_child_work_in_exports")
    assert missing.known.reason == "no_national_count_by_sector"


def test_children_linked_to_exports_are_fewer_than_those_counted(turkish):
    share = only(turkish, "working_children_export_share", None).known
    whole = only(turkish, "working_children_in_exports", None).known
    chain_only = only(turkish, "working_children_in_chain_exports", None).known
    assert whole.value / share.value == pytest.approx(320.254, abs=0.001)
    assert 0 < chain_only.value < whole.value


def test_a_country_without_observed_employment_says_so(data_folder):
    figures = trade_figures("DEU", chain("garments"), data_folder)
    assert only(figures, "jobs_foreign_demand_12", None).known.reason == "not_in_data"
    assert only(figures, "jobs_foreign_demand_35").known.value > 0


def test_a_country_outside_the_table_gets_one_unknown_for_each_question(data_folder):
    figures = trade_figures("VNM", chain("electronics"), data_folder)
    unknown = [it for it in figures if isinstance(it.known, Unknown)]
    assert {it.known.reason for it in unknown} == {"place_inside_rest_of_world"}
    assert {it.subject for it in unknown} == {"wiod2013"}
    assert [it.indicator for it in figures if it.value is not None] == ["women_share_employment"]


def test_an_empty_data_folder_gives_unknowns_and_no_error(tmp_path):
    figures = trade_figures("TUR", chain("garments"), DataFolder(tmp_path))
    assert {it.known.reason for it in figures} == {"no_source"}


def test_a_table_without_employment_still_gives_participation(data_folder, tmp_path):
    folder = DataFolder(tmp_path)
    folder.add(data_folder.file("wiod2013", "wiod2013_2011.npz"))
    figures = trade_figures("TUR", chain("garments"), folder)
    assert only(figures, "backward_participation").known.value == pytest.approx(0.221, abs=0.001)
    assert only(figures, "jobs_foreign_demand_35", None).known.reason == "not_in_data"


def test_the_invented_world_answers_like_the_real_one(avonian):
    assert only(avonian, "jobs_foreign_demand_12").known.value > 0
    assert only(avonian, "jobs_foreign_demand_35").known.low is not None
    assert of(avonian, "working_children_in_exports")


@pytest.mark.parametrize("figures", ["turkish", "chinese", "avonian"])
def test_every_figure_is_defined_in_the_catalogue_with_its_unit(figures, request):
    for figure in request.getfixturevalue(figures):
        defined = indicator(figure.indicator)
        assert defined.topic == figure.at.topic
        if not isinstance(figure.known, Unknown):
            assert figure.known.unit == defined.unit


def test_the_panel_is_kept_and_made_anew_when_the_data_change(sample_folder):
    folder = sample_folder.sample_world()
    first = kept_panel(folder, "35")
    assert first.is_file()
    assert kept_panel(folder, "35") == first
    assert folder.fingerprint(["wiod2013"]) in first.name


def test_a_folder_that_keeps_nothing_still_answers(sample_folder, monkeypatch):
    monkeypatch.setattr(DataFolder, "keep", lambda *_: False)
    monkeypatch.setattr(DataFolder, "kept", lambda folder, *_: folder.root / "nowhere.parquet")
    figures = trade_figures("XAA", chain("garments"), sample_folder.sample_world())
    assert only(figures, "jobs_foreign_demand_35").known.value > 0


def test_output_serves_its_markets_and_nobody_else(sample_folder):
    panels = compute_panels(sample_folder.sample_world())
    for frame in panels.values():
        panel = PlacePanel("XAB", place_rows(frame, "XAB"))
        assert panel.served.sum(axis=2) == pytest.approx(panel.output)


def test_only_one_industry_among_twelve_and_its_parts_serve_as_much(sample_folder):
    panels = compute_panels(sample_folder.sample_world())
    wide, fine = (PlacePanel("XAA", place_rows(panels[name], "XAA")) for name in ("12", "35"))
    assert wide.output.sum() == pytest.approx(fine.output.sum())
    assert wide.exports.sum() == pytest.approx(fine.exports.sum())


def test_jobs_exposed_by_month_add_to_the_same_jobs_in_every_month(turkish):
    exposed = of(turkish, "jobs_exposed_by_month")
    months = {it.at.period for it in exposed}
    sums = [sum(it.known.value for it in exposed if it.at.period == month) for month in months]
    assert "2020-04" in months
    assert sums == pytest.approx([sums[0]] * len(sums))


def test_most_of_the_exposed_jobs_were_so_in_april(turkish):
    deep = [
        it for it in of(turkish, "jobs_exposed_by_month") if "30 per cent or more" in it.subject
    ]
    assert max(deep, key=lambda it: it.known.value).at.period == "2020-04"
    assert any("Exposed, not lost" in note for note in deep[0].notes)


def test_exposure_is_a_stated_unknown_where_no_month_was_observed(avonian):
    [missing] = of(avonian, "jobs_exposed_by_month")
    assert isinstance(missing.known, Unknown)
    assert missing.known.reason == "no_source"
