"""Forbids the network to the tests and to every Python that they start: this folder stands first on its path.

Sockets of the system itself (the desktop's bus, the screen) are no network. A test of e-mail asks for `local_network`.
"""

import os
import sys

ALLOWED = "DESKTOP_PIPELINE_LOOPBACK"
_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
# AF_INET everywhere, and AF_INET6 on Linux, Windows and macOS; socket is not imported for everybody to ask it
_NETWORK = frozenset((2, 10, 23, 30))


class ForbiddenNetworkError(RuntimeError):
    """Something reached for the network; no OSError, which programs take for a cable that is out."""


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Hears of every socket before it is made."""
    if not event.startswith("socket."):
        return
    if event == "socket.__new__":
        is_network, where = arguments[1] in _NETWORK, ""
    elif event in {"socket.connect", "socket.sendto", "socket.bind"}:
        address = arguments[1]
        is_network = isinstance(address, tuple)
        where = str(address[0]) if isinstance(address, tuple) else ""
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        is_network, where = True, str(arguments[0])
    else:
        return
    is_allowed = bool(os.environ.get(ALLOWED)) and (event == "socket.__new__" or where in _LOOPBACK)
    if is_network and not is_allowed:
        message = f"the network is forbidden to tests: {event} {where}"
        raise ForbiddenNetworkError(message)


sys.addaudithook(watch)
