from pathlib import Path

import pytest
from lxml import etree
from tests.conftest import lacking


@pytest.fixture(scope="session")
def iati_standard(project: Path) -> Path:
    """The folder of the official schema and code lists of IATI 2.03, set beside the environment."""
    folder = project / "build/iati/iati/resources/standard/2-03"
    if not folder.is_dir():
        lacking("the schema of IATI 2.03", "run `make iati`")
    return folder


@pytest.fixture(scope="session")
def iati_schema(iati_standard: Path) -> etree.XMLSchema:
    """The official schema of IATI 2.03 activities."""
    return etree.XMLSchema(etree.parse(iati_standard / "schemas" / "iati-activities-schema.xsd"))
