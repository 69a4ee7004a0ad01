"""Where settings, logs and resources live: source tree, installed wheel or frozen bundle."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Path of a shipped file, wherever this copy of the program runs from."""
    if getattr(sys, "frozen", False):
        root = Path(sys._MEIPASS) / "resources"  # type: ignore[attr-defined]  # noqa: SLF001 - PyInstaller's own name
    elif (_PACKAGE / "resources").is_dir():
        root = _PACKAGE / "resources"
    else:
        root = _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def settings_folder() -> Path:
    """Folder of this user's preferences; `DESKTOP_PIPELINE_HOME` overrides it."""
    override = os.environ.get("DESKTOP_PIPELINE_HOME")
    if override:
        return Path(override)
    if sys.platform == "win32":
        base = os.environ.get("APPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Roaming") / "Desktop Pipeline"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Desktop Pipeline"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "desktop-pipeline"
