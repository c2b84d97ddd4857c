import os
import socket

import pytest

from decentwork.estimates.errors import DataFolderError
from decentwork_site.serving import DatabaseInUse, PortInUse, bound, held


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_port_in_use_is_named_with_another_to_try():
    port = free_port()
    with bound(port) as first:
        first.listen()
        with pytest.raises(PortInUse, match=f"Port {port} .* make run PORT={port + 1}") as error:
            bound(port)
    assert error.value.exit_code == 2


def test_a_number_that_is_no_port_is_refused():
    with pytest.raises(PortInUse, match="not a port number"):
        bound(70_000)


def test_a_second_server_on_the_same_database_is_refused_and_told_of_the_first(tmp_path):
    first = held(tmp_path, 8000)
    try:
        with pytest.raises(DatabaseInUse, match=r"http://127\.0\.0\.1:8000/") as error:
            held(tmp_path, 8001)
        assert error.value.exit_code == 2
    finally:
        os.close(first)


def test_the_database_is_free_again_when_the_server_has_ended(tmp_path):
    os.close(held(tmp_path, 8000))
    os.close(held(tmp_path, 8001))


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DataFolderError, match="cannot be written"):
        held(tmp_path / "file" / "data", 8000)
