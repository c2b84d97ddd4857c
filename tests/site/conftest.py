"""A site on the invented sample world: its chains in the index, its files served unhashed."""

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def plain_files(settings):
    """Static files are named as they are; building and hashing them is tested elsewhere."""
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def in_english():
    """Each test begins in English: a page asked for leaves its language behind in the thread."""
    translation.activate("en")


@pytest.fixture(scope="session")
def compiled_languages():
    from decentwork_site.preparing import prepare_languages

    prepare_languages(lambda _: None)


@pytest.fixture
def sample_site(db, settings, sample_folder, compiled_languages) -> Client:
    """A reader of a site whose data folder holds the sample world."""
    # Not above: models can be imported only when Django is set up, after this file was.
    from decentwork_site.chains import calculations, writes

    settings.DATA = sample_folder
    writes.index_chains(key=calculations.index_key(), rows=list(calculations.indexed_chains()))
    return Client()


@pytest.fixture
def indexed(published_site) -> None:
    """The chains of the published data are in the index."""
    from decentwork_site.chains import calculations, writes

    writes.index_chains(key=calculations.index_key(), rows=list(calculations.indexed_chains()))


@pytest.fixture
def published_site(db, settings, data_folder, compiled_languages) -> Client:
    """A reader of a site whose data folder holds the published data; nothing is indexed."""
    settings.DATA = data_folder
    return Client()


@pytest.fixture
def member(db, compiled_languages):
    """Make a member: `member("ada", "statistician")`; roles of one study are "role:study"."""
    from decentwork_site.members.models import Member, Organisation, Role

    def make(name: str, *roles: str, kind: str = "office") -> Member:
        organisation, _ = Organisation.objects.get_or_create(name=f"The {kind}", kind=kind)
        made = Member.objects.create(
            name=name, display_name=name.title(), organisation=organisation
        )
        for role in roles:
            what, _, study = role.partition(":")
            Role.objects.create(member=made, kind=what, study=study)
        return made

    return make


@pytest.fixture
def visit():
    """A browser in which somebody is signed in, or nobody: `visit(member).get("/")`."""
    from decentwork_site.members.views import BACKEND

    def signed_in(member=None, **options) -> Client:
        client = Client(**options)
        if member:
            client.force_login(member, backend=BACKEND)
        return client

    return signed_in
