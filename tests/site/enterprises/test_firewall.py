"""What is not public of the lists, and what a study collects, is on no page of enterprises."""

import sys

import pytest

UNHEARD = "Zyxwood"


@pytest.fixture
def everything(listed, visit, db):
    """Every public answer of the app on a world in which only private lists name `UNHEARD`."""
    from decentwork_site.enterprises.models import Alias

    public = listed("Aster Mills", city="Norton").enterprise
    given = {"city": f"{UNHEARD} City", "given_id": f"{UNHEARD}-1", "address": f"{UNHEARD} Road"}
    private = listed(
        f"{UNHEARD} Works", f"{UNHEARD} list", is_public=False, enterprise=public, **given
    )
    told = {"told_by": f"{UNHEARD} office", "told_on": "2026-01-01"}
    Alias.objects.create(mention=private, scheme="other", value=f"{UNHEARD}-9", **told)
    alone = listed(f"{UNHEARD} Alone", f"{UNHEARD} list", is_public=False, country="XAB").enterprise
    alone.country = "XAB"
    alone.save()

    def answers(browser):
        pages = [
            "/enterprises/",
            f"/enterprises/?q={UNHEARD}",
            "/enterprises/?country=XAB",
            f"/enterprises/?after={alone.identifier}",
            f"/enterprises/?q={alone.identifier}",
            "/enterprises/enterprises.csv",
            f"/enterprises/enterprises.csv?q={UNHEARD}",
            f"/enterprises/{public.identifier}/",
            f"/enterprises/{public.identifier}/correction/",
            f"/enterprises/{public.identifier}/claim/",
            f"/enterprises/{alone.identifier}/",
            f"/enterprises/{alone.identifier}/correction/",
            "/api/enterprises",
            f"/api/enterprises?q={UNHEARD}",
            f"/api/enterprises/{public.identifier}",
            f"/api/enterprises/{alone.identifier}",
        ]
        for page in pages:
            answer = browser.get(page)
            yield page, answer.status_code, answer.getvalue().decode().replace(page, "")

    return answers


def asked_back(text: str) -> str:
    """Return a page without what the reader wrote into its search box."""
    return text.replace(f'value="{UNHEARD}"', "").replace(f"q={UNHEARD}", "")


@pytest.mark.parametrize("who", [None, "statistician", "administrator", "enterprise"])
def test_nobody_but_curators_learns_what_private_lists_say(everything, visit, member, who):
    reader = who and (
        member("olga", kind="enterprise") if who == "enterprise" else member("ada", who)
    )
    for page, _status, text in everything(visit(reader)):
        assert UNHEARD not in asked_back(text), page


def test_numbers_count_what_is_public_only(everything, visit):
    found = {page: (status, text) for page, status, text in everything(visit())}
    assert "<strong>1 enterprise</strong>" in found["/enterprises/"][1]
    assert "XAB" not in found["/enterprises/"][1]
    assert "<strong>0 enterprises</strong>" in asked_back(found[f"/enterprises/?q={UNHEARD}"][1])
    assert "Listed by 1 source since" in "".join(text for _status, text in found.values())


def test_the_search_box_has_no_word_of_a_private_list(everything):
    from decentwork_site.enterprises.models import Enterprise, SearchWord

    words = {bytes(word).decode() for word in SearchWord.objects.values_list("word", flat=True)}
    assert words == {"aster", "mills", "norton"}
    assert UNHEARD.lower() not in " ".join(Enterprise.objects.values_list("words", flat=True))


def test_a_list_that_turns_private_is_on_no_page(listed, visit):
    from decentwork_site.enterprises import settling
    from decentwork_site.enterprises.models import Source

    enterprise = listed(f"{UNHEARD} Works", "Season list").enterprise
    assert UNHEARD in visit().get(f"/enterprises/{enterprise.identifier}/").text
    Source.objects.update(is_public=False)
    settling.refresh_enterprise(enterprise)
    assert visit().get(f"/enterprises/{enterprise.identifier}/").status_code == 404
    assert UNHEARD not in visit().get("/enterprises/").text


def test_what_a_study_collects_is_on_no_page_of_enterprises(everything, visit, settings, tmp_path):
    from decentwork.sources.data_folder import DataFolder

    settings.DATA = DataFolder(tmp_path / "data")
    study = settings.DATA.root / "studies" / "circuits" / "submissions"
    study.mkdir(parents=True)
    (study / "suppliers.csv").write_text("name,supplier\nAster Mills,Quillfeather Works\n")
    for page, _status, text in everything(visit()):
        assert "Quillfeather" not in text, page
    assert "Quillfeather" not in visit().get("/enterprises/?q=quillf").text


def test_no_module_of_the_app_holds_what_reads_studies(db):
    import decentwork_site.enterprises as app
    from decentwork_site.enterprises import urls  # loads all others

    ours = [module for name, module in sys.modules.items() if name.startswith(app.__name__)]
    assert urls in ours
    for module in ours:
        for thing in vars(module).values():
            home = getattr(thing, "__module__", None) or getattr(thing, "__name__", "")
            assert "studies" not in str(home), (module, thing)
