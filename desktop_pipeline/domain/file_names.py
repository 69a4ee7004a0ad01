"""Names of attached files: no path, no trick, no name that a system refuses; and which files can do harm."""

import re

LONGEST_NAME = 180
# Linux takes 255, of which what is being written needs some; Windows and Macs count letters instead
_MOST_BYTES = 230
LARGEST_COPY = 25 * 1024 * 1024
# Also the characters that turn the direction of writing, with which “exe.pdf” is made of “fdp.exe”
_UNFIT = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]'
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
# Endings that a system runs, or opens with something that runs what is inside
_ENDINGS = """
    apk app appimage application appref-ms bat bin cmd com command cpl csh desktop dll dmg docm dotm exe gadget
    hta inf jar js jse ksh lnk mjs msc msh msi msix msp mst out pif pkg pl potm ppam ppsm pptm ps1 psm1 py pyc pyw
    rb reg rpm deb run scf scr sct settingcontent-ms sh shs so svg swf sys url vb vbe vbs webloc workflow ws wsc
    wsf wsh xlam xll xlsm xltm xht xhtml htm html
"""
_HARMFUL = frozenset(_ENDINGS.split())
_HARMFUL_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")


def clean_file_name(name: str) -> str:
    """The last part of a path as a name that every system takes; the ending stays."""
    last = re.split(r"[/\\]", name)[-1]
    cleaned = " ".join(_UNFIT.sub("", last).split()).strip(" .")
    if len(cleaned) > LONGEST_NAME or len(cleaned.encode()) > _MOST_BYTES:
        stem, dot, ending = cleaned.rpartition(".")
        if not dot or len(ending) > 20:  # noqa: PLR2004 - longer is no ending
            stem, dot, ending = cleaned, "", ""
        room = _MOST_BYTES - len(f"{dot}{ending}".encode())
        fitting = stem[: LONGEST_NAME - len(dot) - len(ending)].encode()[:room].decode(errors="ignore")
        cleaned = f"{fitting.rstrip(' .')}{dot}{ending}"
    if _RESERVED.fullmatch(cleaned):
        cleaned = f"_{cleaned}"
    return cleaned or "file"


def can_do_harm(name: str, beginning: bytes = b"") -> bool:
    """Whether opening the file could run something: by its ending, or by how its content begins."""
    endings = {part.strip().lower() for part in name.split(".")[-1:]} if "." in name else set()
    return bool(endings & _HARMFUL) or beginning.startswith(_HARMFUL_STARTS)


def is_network_path(path: str) -> bool:
    """Whether a path names another computer: to look at it would already ask that one, and tell it who asks."""
    return path.replace("\\", "/").startswith("//")
