from decentwork.classifications.names import Named, NameIndex, folded

FRUIT = NameIndex.of(
    "fruit",
    [("Pomme", "apple"), ("Apple", "apple"), ("Pineapple", "pineapple")],
    {"apple": "Apple", "pineapple": "Pineapple"},
)


def test_accents_case_and_punctuation_are_forgiven():
    assert folded("  CÔTE d’Ivoire ") == folded("cote d'ivoire") == "cote d ivoire"
    assert folded("Trinidad & Tobago") == folded("Trinidad and Tobago")


def test_decomposed_accents_are_the_same_accents():
    assert folded("Açaí") == folded("Ac\u0327ai\u0301") == "acai"


def test_a_code_is_suggested_once_however_many_names_are_near():
    assert FRUIT.near("appel") == ("apple",)


def test_a_short_text_is_near_to_nothing():
    assert FRUIT.near("app") == ()


def test_a_language_with_underscore_is_read():
    assert Named(names={"en": "yes", "fr": "oui"}).name("fr_FR") == "oui"
