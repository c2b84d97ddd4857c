import re

import pytest
from tests.questionnaires.small_form import SMALL, small

from decentwork.classifications.countries import countries
from decentwork.classifications.names import LANGUAGES
from decentwork.classifications.topics import topics
from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.estimates.units import Unit
from decentwork.indicators.catalogue import indicator, indicators
from decentwork.questionnaires.catalogue import load, questionnaire, questionnaires
from decentwork.questionnaires.checks import RESERVED, SUPPLIER_QUESTIONS, SUPPLIER_ROSTERS
from decentwork.questionnaires.conditions import comparisons
from decentwork.surveys.kinds import Disposition, Kind

FORMS = ("economic_unit", "worker")
CHAIN_WIDE = {"surveyed_units", "surveyed_days_worked"}  # counted from weights, not from an answer

ABOVE = '"hours", above = 0 }\nen'
IS = '"rest", is = "yes" }\nen'
REMARKS = 'id = "remarks"\ntype = "text"'


def problems(text, filename="small.toml"):
    with pytest.raises(InvalidInput) as caught:
        load({filename: text})
    return [str(problem) for problem in caught.value.problems]


def test_three_questionnaires_ship():
    assert [each.id for each in questionnaires()] == [
        "economic_unit",
        "worker",
        "monitoring_interview",
    ]


def test_an_unknown_questionnaire_is_told_with_those_that_ship():
    with pytest.raises(UnknownCode, match="economic_unit"):
        questionnaire("household")


@pytest.mark.parametrize(("form", "ids"), RESERVED.items())
def test_what_other_parts_read_by_name_is_in_both_versions(form, ids):
    assert {each.id for each in questionnaire(form).asked("short")} >= set(ids)


def test_there_is_one_roster_a_kind_of_supplier():
    rosters = questionnaire("economic_unit").rosters
    assert tuple(each.id for each in rosters) == SUPPLIER_ROSTERS
    assert [each.kind for each in rosters] == list(Kind)
    for each in rosters:
        assert {asked.id for asked in each.questions} == set(SUPPLIER_QUESTIONS)


def test_the_choices_are_those_that_the_survey_knows():
    unit = questionnaire("economic_unit")
    assert {each.value for each in unit.question("unit_kind").choices} == set(Kind)
    assert {each.value for each in unit.question("outcome").choices} == set(Disposition)
    for form in questionnaires():
        assert {each.value for each in form.question("outcome").choices} <= set(Disposition)


def test_a_list_of_countries_is_that_of_the_classification():
    land = next(each for each in small().rosters[0].questions if each.id == "land")
    assert [each.value for each in land.choices] == [each.iso3 for each in countries()]


@pytest.mark.parametrize("topic", [each.id for each in topics()])
def test_every_topic_is_asked_about_also_in_the_short_versions(topic):
    asked = [it for form in FORMS for it in questionnaire(form).asked("short")]
    assert topic in {each.topic for each in asked}


@pytest.mark.parametrize("topic", [each.id for each in topics()])
@pytest.mark.parametrize("kind", ["deficit", "opportunity"])
def test_every_topic_has_deficits_and_opportunities_that_the_short_versions_score(topic, kind):
    found = [
        rule.id
        for form in map(questionnaire, FORMS)
        for rule in form.indicators
        if (rule.topic, rule.kind) == (topic, kind)
        and {it.question for it in comparisons(rule.numerator)}
        <= {each.id for each in form.asked("short")}
    ]
    assert found


def test_each_rule_has_a_definition_and_each_definition_a_rule():
    scored = {rule.indicator for form in questionnaires() for rule in form.indicators}
    defined = {each.id for each in indicators() if each.sources == ("survey",)}
    assert scored == defined - CHAIN_WIDE


def test_rules_and_definitions_agree_on_topic_and_unit():
    for form in questionnaires():
        for rule in form.indicators:
            described = indicator(rule.indicator)
            assert described.topic == rule.topic, rule.id
            assert (described.unit is Unit.SHARE) == (rule.kind != "quantity"), rule.id


def test_a_definition_says_which_questions_it_is_scored_from():
    for form in questionnaires():
        for rule in form.indicators:
            told = indicator(rule.indicator).reference
            asked = {rule.question} - {""}
            if rule.numerator is not None:
                asked = {compared.question for compared in comparisons(rule.numerator)}
            if f"Questionnaire {form.id}," in told:
                assert asked <= set(re.findall(r"\w+", told)), rule.id


def test_every_deficit_names_a_norm_and_no_opportunity_claims_one():
    for form in questionnaires():
        for rule in form.indicators:
            named = indicator(rule.indicator).norm != "none"
            if rule.kind != "quantity":
                assert named == (rule.kind == "deficit"), rule.id


def test_one_name_means_one_rule_in_every_questionnaire():
    found = {}
    for form in questionnaires():
        for rule in form.indicators:
            assert found.setdefault(rule.id, rule) == rule


def test_a_sensitive_choice_can_always_be_left_unsaid():
    for form in questionnaires():
        for each in form.questions:
            values = {choice.value for choice in each.choices}
            if each.topic and each.type.startswith("select") and not each.domain:
                assert values & {"dont_know", "refused"}, (form.id, each.id)


def test_languages_say_the_same_placeholders():
    placeholder = re.compile(r"\{\w+\}")
    for form in questionnaires():
        for each in form.questions:
            for texts in (each.texts, each.hints):
                said = {frozenset(placeholder.findall(texts.get(lang, ""))) for lang in LANGUAGES}
                assert len(said) == 1, (form.id, each.id)


def test_a_borrowed_module_is_the_lenders():
    worker, monitored = questionnaire("worker"), questionnaire("monitoring_interview")
    assert monitored.in_module("free_choice") == worker.in_module("free_choice")
    assert monitored.module("remedy") == worker.module("remedy")


def test_the_monitored_season_is_the_shortest():
    counts = [len(each.asked("full")) for each in questionnaires()]
    assert counts.index(min(counts)) == 2


def test_defaults_follow_from_the_type():
    form = small()
    assert form.question("rest").required
    assert not form.question("hours").required
    assert form.question("hours").messages["fr"] == "Saisissez un nombre compris entre 0 et 168."
    assert form.question("hours").topic == "working_time"
    assert form.question("dangers").topic == "safety_and_health"


def test_an_unknown_part_is_told():
    for ask in (small().question, small().roster, small().module):
        with pytest.raises(UnknownCode):
            ask("sleep")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('es = "¿Un día de descanso?"\n', "", "question rest: the text in 'es' is missing."),
        ('fr = "Travail"\n', "", "module work: the text in 'fr' is missing."),
        ('noise = { en = "Noise",', "noise = {", "choices dangers, noise: the text in 'en'"),
        ('topic = "working_time"\nwhen', 'topic = "rest"\nwhen', "module work: topic = 'rest'"),
        ('"remarks"', '"rest"', "questions, modules and rosters: the id 'rest' is there 2 times."),
        ('"remarks"', '"My remarks"', "question My remarks: the id is not a plain word"),
        (ABOVE, ABOVE.replace("hours", "sleep"), "question night_hours: the condition names"),
        (ABOVE, ABOVE.replace("above = 0", 'is = "yes"'), "question night_hours: 'hours' cannot"),
        (ABOVE, ABOVE.replace("above", "over"), "question night_hours: a condition is a question"),
        (IS, IS.replace("yes", "perhaps"), "roster suppliers: 'perhaps' is no choice of 'rest'."),
        (REMARKS, REMARKS + "\nwrong = 1", "question remarks: key 'wrong' is not known."),
        (REMARKS, REMARKS.replace("text", "essay"), "question remarks: type = 'essay' is none of"),
        (REMARKS, REMARKS + "\nidentifying = true", "question remarks: identifying questions"),
        (REMARKS, REMARKS + "\ndomain = true", "question remarks: a domain is one choice"),
        (REMARKS, REMARKS + '\nchoices = "answer"', "question remarks: a question with choices"),
        (REMARKS, REMARKS + "\nmessage = 1", "question remarks: a message without a range"),
        (REMARKS, REMARKS + '\nat_most = "hours"', "question remarks: a part of something has"),
        (
            'choices = "dangers"',
            'choices = "risks"',
            "question dangers: the list of choices 'risks'",
        ),
        ("[0, 168]\nshort", "[168, 0]\nshort", "question hours: a range has a lowest"),
        ("[0, 30, 49]", "[30, 0]", "question hours: bands are rising numbers"),
        ('asks = "supplier"', 'asks = "buyer"', "roster suppliers: asks = 'buyer' is no list"),
        ('kind = "formal"\n', "", "roster suppliers: the kind is missing."),
        ('question = "hours"\n', 'question = "rest"\n', "indicator hours: 'rest' is no question"),
        ('kind = "quantity"', 'kind = "deficit"', "indicator hours: a quantity names its question"),
        ('kind = "opportunity"', 'kind = "chance"', "indicator rest: kind = 'chance' is none of"),
        (
            'at_most = "hours"',
            'at_most = "rest"',
            "question night_hours: 'rest' cannot be compared",
        ),
        ('"night_hours"', '"night_hours"\nshort = 1', "question night_hours: 'short' is true or"),
        ('version = "1.0"', "version = 1.0", "head: the version is missing"),
        ('id = "small"', 'id = "large"', "head: id = 'large' is not the file's name."),
        ("heat = {", "HEAT = {", "choices dangers: 'HEAT' is not a plain word"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(old, new, told):
    assert old in SMALL
    found = problems(SMALL.replace(old, new, 1))
    assert any(each.startswith(f"small.toml, {told}") for each in found), found


def test_a_short_question_cannot_hang_on_one_that_only_the_full_version_asks():
    condition = 'when = { question = "night_hours", above = 1 }\n'
    text = SMALL.replace("domain = true\nshort", f"{condition}short")
    assert problems(text) == [
        "small.toml, question rest: is short, but hangs on 'night_hours', which is not."
    ]


def test_problems_are_told_all_at_once():
    text = SMALL.replace('es = "Trabajo"\n', "").replace(REMARKS, REMARKS + "\nwrong = 1")
    assert len(problems(text)) == 2


def test_what_is_not_toml_is_told():
    assert problems("id = ")[0].startswith("small.toml: is not TOML")


def test_a_reserved_question_that_is_missing_is_told():
    text = SMALL.replace('id = "small"', 'id = "worker"')
    found = problems(text, "worker.toml")
    assert "worker.toml, reserved: question 'age' is missing from the short version." in found


def test_a_roster_without_its_reserved_questions_is_told():
    text = SMALL.replace('id = "small"', 'id = "economic_unit"')
    found = problems(text, "economic_unit.toml")
    lacking = "economic_unit.toml, reserved: roster 'agencies' lacks 'since' in the short version."
    assert lacking in found


def test_a_module_borrowed_from_where_it_is_not_is_told():
    text = SMALL + '\n[[modules]]\nfrom = "worker"\nid = "sleep"\n'
    assert problems(text) == ["small.toml: modules 'sleep' is not in 'worker'."]
