from datetime import date

from tests.programmes.made import programme, row

from decentwork.dossiers.portfolio import Need, needs, of_needs, portfolio

ON = date(2026, 11, 23)
PAY = ("XAA", "earnings")
SHOWN = {PAY: Need(indicators=("hours_week",))}


def at(made, place, topic):
    return next(it for it in made.rows if (it.place, it.topic) == (place, topic))


def money(amount, record="course", kind="committed", currency="EUR"):
    return row("budgets", record=record, year=2026, amount=amount, currency=currency, kind=kind)


def part(**values):
    made = {"id": "part", "title": "Part", "kind": "advice", "area": "training"}
    return row("activities", **made | {"part_of": "course"} | values)


def of(*rows, shown=SHOWN, **activity):
    return of_needs(shown, [programme(*rows, activity=activity)], ON)


def test_a_need_without_activity_is_unanswered():
    assert at(of(), *PAY).standing == "unanswered"


def test_a_plan_does_not_answer_a_need():
    planned = of(places=["XAA"], topics=["earnings"], state="planned")
    assert at(planned, *PAY).standing == "planned"
    assert planned.by_topic()[0].unanswered == 1


def test_activity_where_no_need_is_shown_is_told_apart():
    assert at(of(places=["XAB"], topics=["skills"]), "XAB", "skills").standing == "need_not_shown"


def test_an_activity_on_two_topics_counts_once_for_its_country():
    made = of(money(100), places=["XAA"], topics=["earnings", "skills"])
    [total] = made.by_place()
    assert (total.activities, total.money) == (1, {"committed": {"EUR": 100}})


def test_a_part_is_not_counted_beside_its_whole():
    same = {"places": ["XAA"], "topics": ["earnings"]}
    made = of(part(**same), money(100), money(40, "part"), **same)
    assert at(made, *PAY).activities == ("avonia.course",)
    assert at(made, *PAY).money == {"committed": {"EUR": 100}}


def test_a_whole_without_budget_of_its_own_has_that_of_its_parts():
    same = {"places": ["XAA"], "topics": ["earnings"]}
    assert at(of(part(**same), money(40, "part"), **same), *PAY).money == {"committed": {"EUR": 40}}


def test_currencies_and_kinds_of_budget_stay_apart():
    rows = [money(1), money(2, currency="USD"), money(4, kind="needed")]
    made = of(*rows, places=["XAA"], topics=["earnings"])
    assert at(made, *PAY).money == {"committed": {"EUR": 1, "USD": 2}, "needed": {"EUR": 4}}


def test_needs_are_those_of_the_dossiers_and_kept(data_folder):
    found = needs(data_folder)
    assert "child_labour_economic_activity" in found["VNM", "child_labour"].indicators
    assert "garments" in found["TUR", "child_labour"].chains
    assert needs(data_folder) == found
    assert len(portfolio(data_folder, ON).rows) >= len(found)
