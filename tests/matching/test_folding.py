import pytest

from decentwork.matching.folding import fold, folded

EXAMPLES = {
    "Công ty TNHH Đại-Phúc": "cong ty tnhh dai phuc",
    "ŞIŞLİ IĞDIR ığdır": "sisli igdir igdir",
    "Straße & Söhne": "strasse and sohne",
    "恒盛服装(2厂)": "heng sheng fu zhuang 2 chang",
    "نور للملابس": "nwr llmlbs",
    "บริษัท สยาม": "brisath syam",
    "ＡＢＣ\u3000Ltd\u00a0№5": "abc ltd no5",
    "Cafe\u0301 \u200b S.A.": "cafe s a",
    " \t--- ": "",
    "": "",
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_text_of_any_script_becomes_plain_words(text):
    assert fold(text) == EXAMPLES[text]


def test_many_texts_become_what_each_becomes():
    assert folded([*EXAMPLES]).strings() == [*EXAMPLES.values()]


def test_a_missing_text_is_empty():
    assert folded(["a", None, "b"]).strings() == ["a", "", "b"]


def test_no_texts_are_no_texts():
    assert folded([]).strings() == []
