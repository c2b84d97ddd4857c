import pytest

from decentwork.matching.folding import fold
from decentwork.matching.names import FORMS, parse_name


@pytest.mark.parametrize(
    ("written", "core", "form", "unit"),
    [
        ("Công ty TNHH May Mặc Đại Phúc - Chi nhánh 2", "may mac dai phuc", "limited", 2),
        ("Dai Phuc Garment Co., Ltd Branch II", "dai phuc garment", "limited", 2),
        ("Dai Phuc II Garment Joint Stock Company", "dai phuc ii garment", "stock", 0),
        ("鑫盛纺织有限公司第2厂", "xin sheng fang zhi", "limited", 2),
        ("Xinsheng Textile No.3 Factory", "xinsheng textile", "", 3),
        ("Xinsheng 2nd Factory Ltd.", "xinsheng", "limited", 2),
        ("Maju Garmindo, PT", "maju garmindo", "stock", 0),
        ("Plant No. 3 Rado A.Ş.", "rado", "stock", 3),
        ("Rado (Pvt) Ltd. - IV", "rado", "limited", 4),
        ("Industrias Rado, S.A. de C.V.", "industrias rado", "stock", 0),
        ("Rado 2nd Factory", "rado", "", 2),
        ("Rado ll", "rado", "", 2),
        ("M/s. Rado Exports LLP", "rado exports", "partnership", 0),
        ("Cooperativa Rado", "rado", "cooperative", 0),
        ("บริษัท ทองชัย จำกัด", "thongchay", "limited", 0),
        ("Ltd.", "ltd", "", 0),
        ("", "", "", 0),
    ],
)
def test_a_name_is_told_from_its_form_and_the_number_of_its_site(written, core, form, unit):
    parsed = parse_name(fold(written))
    assert (" ".join(parsed.core), FORMS[parsed.form], parsed.unit) == (core, form, unit)


def test_a_long_number_is_part_of_the_name():
    assert parse_name("rado 1954").unit == 0
