"""Whether there is a display that a window can be opened on, asked before Qt ends the program over it."""

import ctypes
from collections.abc import Mapping

NO_DISPLAY = "There is no display to open a window on: DISPLAY and WAYLAND_DISPLAY are not set."


def say_what_display_lacks(platform: str, environment: Mapping[str, str]) -> str | None:
    """Why no window can be opened, in a sentence; None where one can, or only Qt can tell."""
    named = environment.get("QT_QPA_PLATFORM", "")
    screens = [name.partition(":")[0] for name in named.split(";")] if named else ["wayland", "xcb"]
    is_on_display = all(screen == "xcb" or screen.startswith("wayland") for screen in screens)
    # A socket that is handed over can be used once only.
    if not platform.startswith("linux") or not is_on_display or environment.get("WAYLAND_SOCKET"):
        return None
    wayland, x = (environment.get(name, "") for name in ("WAYLAND_DISPLAY", "DISPLAY"))
    if not wayland and not x:
        return NO_DISPLAY
    if (wayland and _reaches_wayland(wayland)) or (x and _reaches_x(x)):
        return None
    told = {"WAYLAND_DISPLAY": wayland, "DISPLAY": x}
    which = " and ".join(f"{name} “{value}”" for name, value in told.items() if value)
    return f"There is no display to open a window on: {which} cannot be reached."


def _reaches_x(name: str) -> bool:
    """Asks as Qt does, so that the many forms of a name and the right to use it are judged alike."""
    try:
        library = ctypes.CDLL("libxcb.so.1")
    except OSError:  # Qt says which library is missing
        return True
    library.xcb_connect.restype = ctypes.c_void_p
    for function in (library.xcb_connection_has_error, library.xcb_disconnect):
        function.argtypes = [ctypes.c_void_p]
    connection = library.xcb_connect(name.encode(), None)
    is_broken = library.xcb_connection_has_error(connection)
    library.xcb_disconnect(connection)
    return not is_broken


def _reaches_wayland(name: str) -> bool:
    try:
        library = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return True
    library.wl_display_connect.restype = ctypes.c_void_p
    library.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    connection = library.wl_display_connect(name.encode())
    if not connection:
        return False
    library.wl_display_disconnect(connection)
    return True
