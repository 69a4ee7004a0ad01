"""The tests themselves, and every program they start, are kept from the network."""

import socket
import subprocess
import sys

import pytest

from tests.no_network.sitecustomize import ForbiddenNetworkError

_REACH = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)"


def test_no_test_can_open_a_connection() -> None:
    with pytest.raises(ForbiddenNetworkError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with pytest.raises(ForbiddenNetworkError):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    with pytest.raises(ForbiddenNetworkError):
        socket.getaddrinfo("example.com", 25)


def test_nor_can_a_program_that_a_test_starts() -> None:
    run = subprocess.run([sys.executable, "-c", _REACH], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "ForbiddenNetworkError" in run.stderr


def test_a_socket_of_this_system_alone_is_no_network() -> None:
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b"words")
        assert there.recv(5) == b"words"


@pytest.mark.usefixtures("local_network")
def test_a_test_of_e_mail_may_talk_to_this_computer_and_to_no_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2], timeout=5).close()
    with pytest.raises(ForbiddenNetworkError), socket.socket() as reaching:
        reaching.connect(("192.0.2.1", 25))
    with pytest.raises(ForbiddenNetworkError):
        socket.getaddrinfo("example.com", 25)
