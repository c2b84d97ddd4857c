"""What tests share: the real data when it is there, and data folders made from it."""

import os
from pathlib import Path

import pytest

from decentwork.sources.data_folder import DataFolder

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published data; a test that needs it is named when it is absent."""
    folder = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if (folder / "SHA256SUMS").is_file():
        return folder
    reason = f"no published data at {folder}: set SHARED_DATA to the folder that holds it"
    if os.environ.get("ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def data_folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder that holds the published data."""
    folder = DataFolder(tmp_path_factory.mktemp("published") / "data")
    folder.add(shared_data)
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder that holds the invented sample world and nothing else."""
    folder = DataFolder(tmp_path_factory.mktemp("invented") / "data")
    folder.add_sample_world()
    return folder
