"""No test reaches beyond this machine."""

import socket

import pytest


def test_an_address_elsewhere_is_refused_before_it_is_tried():
    with pytest.raises(UserWarning, match='tried to use .* with host "192.0.2.1"'):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_server_on_this_machine_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
