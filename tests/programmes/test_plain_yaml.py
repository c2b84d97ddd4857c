import pytest
import yaml

from decentwork.programmes.plain_yaml import Aliased, plain_yaml


@pytest.mark.parametrize(
    "text",
    [
        "", "a: 1", "a: '1'", 'a: "x\\ny"', "- 2026-01-01\n- 2026\n- 1.5\n- 1e3\n- 0x1f",
        "a: yes\nb: no\nc: ~\nd:\ne: null\nf: on", "a: |\n  one\n  two\nb: >\n  three\n  four",
        "a: [1, {b: c}, []]\n{x}: 1".split("\n")[0], "a: one\n  and more", "a: !!str 1",
        "a: !!int '7'", "# only a remark", "a: 1\na: 2", "a: 12:30:45", "a: *b*".replace(
            "*b*", "'*b*'"), "2026: x\ntrue: y",
    ],
)  # fmt: skip
def test_a_text_means_what_it_means_to_others(text):
    assert plain_yaml(text) == yaml.safe_load(text)


def test_aliases_are_refused():
    with pytest.raises(Aliased):
        plain_yaml("a: &x [1]\nb: *x")


@pytest.mark.parametrize(
    "text",
    ["a: [", "a: 1\n--- \nb: 2", "a: !!python/name:os.system ''", "? [a]\n: b", "a: 2026-02-30"],
)
def test_what_is_no_plain_yaml_is_an_error_of_yaml(text):
    with pytest.raises(yaml.YAMLError):
        plain_yaml(text)
