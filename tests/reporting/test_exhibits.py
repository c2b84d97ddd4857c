from decentwork.reporting.exhibits import exhibit_rows, exhibit_title, year_of


def test_a_title_says_what_where_and_when(exhibit_of):
    exhibit, figures = exhibit_of("jobs_over_time")
    assert (
        exhibit_title(exhibit, figures) == "Jobs that serve final demand abroad, Avonia, 2000–2011"
    )


def test_a_table_has_a_row_for_each_figure_in_words(exhibit_of):
    exhibit, figures = exhibit_of("jobs_by_market")
    rows = exhibit_rows(exhibit, figures)
    assert len(rows) == 5
    assert rows[0] == {
        "Market": "Germany",
        "Period": "2011",
        "Value": "about 210,000 people",
        "Interval": "between 150,000 and 280,000 people",
    }


def test_an_unknown_stays_in_the_table(exhibit_of):
    exhibit, figures = exhibit_of("child_labour_definitions")
    assert exhibit_rows(exhibit, figures)[-1]["Value"] == "not known: not in the data at hand"


def test_columns_are_named_in_the_readers_language(exhibit_of):
    exhibit, figures = exhibit_of("jobs_by_market")
    french = {"Market": "Marché"}
    rows = exhibit_rows(exhibit, figures, lambda text: french.get(text, text), "fr")
    assert rows[0]["Marché"] == "Allemagne"


def test_a_range_of_years_counts_by_its_last():
    assert year_of("2010-2014") == 2014
    assert year_of(None) is None
