from decentwork.reporting.field_pages import cases_shown, day_in_field


def case(id: str, disposition: str, member: str = "") -> dict[str, str]:
    return {"case_id": id, "disposition": disposition, "member": member}


CASES = [
    case("A", "interviewed", "bo"),
    case("B", "open", "bo"),
    case("C", "refused", "cy"),
    case("D", "open", "cy"),
    case("E", "open", "cy"),
    case("F", "closed"),
]
DAYS = {"days": [{"date": "2027-03-01", "interviews": 3}, {"date": "2027-03-04", "interviews": 2}]}


def test_a_day_begins_with_what_was_done_and_what_is_left():
    told = day_in_field(DAYS, CASES, today="2027-03-04")
    assert (told["today"], told["last_day"], told["last_interviews"]) == (2, "2027-03-04", 2)
    assert (told["issued"], told["open"], told["interviewed"], told["refused"]) == (6, 3, 1, 1)


def test_units_outside_the_chain_are_in_no_part_of_the_response_rate():
    assert day_in_field(DAYS, CASES, today="2027-03-05")["response_rate"] == 1 / 2
    assert day_in_field({"days": []}, [case("A", "open")], today="")["response_rate"] is None


def test_who_has_most_to_visit_comes_first():
    visitors = day_in_field(DAYS, CASES, today="2027-03-04")["visitors"]
    assert [(row["member"], row["given"], row["open"]) for row in visitors] == [
        ("cy", 3, 2),
        ("bo", 2, 1),
    ]


def test_cases_to_be_visited_come_first():
    assert [row["case_id"] for row in cases_shown(CASES)] == ["B", "D", "E", "A", "C", "F"]


def test_cases_are_found_by_outcome_and_visitor():
    shown = cases_shown(CASES, outcome="open", member="cy")
    assert [row["case_id"] for row in shown] == ["D", "E"]
