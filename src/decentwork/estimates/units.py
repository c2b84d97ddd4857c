"""The closed list of units a figure may have."""

from enum import StrEnum


class Unit(StrEnum):
    """What one unit of a value is; the text is what JSON and tables print."""

    SHARE = "share"
    PERSONS = "persons"
    THOUSAND_PERSONS = "thousand persons"
    MILLION_PERSONS = "million persons"
    COUNT = "count"
    RATIO = "ratio"
    MILLION_USD = "million USD"
    MILLION_LOCAL_2015 = "million local currency of 2015"
    USD_PERSON_YEAR = "USD a person a year"
    LOCAL_2015_PERSON_YEAR = "local currency of 2015 a person a year"
    INDEX_BASE_100 = "index, base year 100"
    MILLION_EUR = "million EUR"
    MILLION_HOURS = "million hours"
    PPP_2021_MONTH = "2021 PPP USD a month"
    LOCAL_CURRENCY_MONTH = "local currency a month"
    LOCAL_CURRENCY_HOUR = "local currency an hour"
    USD_MONTH = "USD a month"
    PER_100_000_WORKERS = "per 100 000 workers"
    PER_1_000_PERSONS = "per 1 000 persons"
    HOURS_WEEK = "hours a week"
    YEARS = "years"
    INDEX_0_10 = "index 0–10"
    INDEX_0_5 = "index 0–5"
    FACT = "fact"
