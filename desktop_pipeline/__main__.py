"""`python -m desktop_pipeline`: the window, or one of the commands without a window."""

import os
import sys
from contextlib import suppress

COMMANDS = frozenset(
    (
        *("new", "demo", "import", "export", "metrics", "report", "deal", "activity", "undo", "redo", "history"),
        *("backup", "restore", "check", "--version", "--help", "-h"),
    )
)
# As a shell tells of a program that Ctrl+C has ended
_INTERRUPTED = 130
_AGAIN_SECONDS = 0.01


def _names_command(arguments: list[str]) -> bool:
    """Whether the command stands first, or behind options of its own."""
    if not arguments or arguments[0] in COMMANDS:
        return bool(arguments)
    return arguments[0].startswith("--") and any(word in COMMANDS for word in arguments)


def _is_no_workspace(name: str) -> bool:
    return not name.startswith("-") and not name.endswith(".pipeline") and not os.path.exists(name)  # noqa: PTH110 - no pathlib on the way to the first paint


def _run_command(arguments: list[str]) -> int:
    _take_every_stop()
    try:
        from desktop_pipeline.cli.commands import run_command  # noqa: PLC0415

        return run_command(arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201 - the command line's own answer
        return _INTERRUPTED


def _take_every_stop() -> None:
    """Whatever asks a command to stop ends it as Ctrl+C does: nothing half-written stays, and it says one word."""
    import signal  # noqa: PLC0415 - the window has other ways

    for name in ("SIGTERM", "SIGHUP"):  # a service that ends, a terminal that is closed
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    sys.unraisablehook = _tell_unraisable


def _tell_unraisable(lost: "sys.UnraisableHookArgs") -> None:
    """Python drops a stop that comes while it calls back, from an import say: it is asked for once more."""
    if not isinstance(lost.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    import _thread  # noqa: PLC0415 - hardly ever
    import threading  # noqa: PLC0415 - likewise

    with suppress(RuntimeError):  # it ends already
        threading.Timer(_AGAIN_SECONDS, _thread.interrupt_main).start()


def main() -> int:
    """Dispatches to the command line or to the window, each importing only what it needs; returns the exit code."""
    if getattr(sys, "frozen", False):
        # A bundle starts its reader process through this same entry.
        import multiprocessing  # noqa: PLC0415

        multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if arguments[:1] == ["help"] and _is_no_workspace("help"):
        arguments = ["--help"]
    if _names_command(arguments):
        return _run_command(arguments)
    unknown = next((word for word in arguments if word.startswith("-") and word != "--self-test"), None)
    if unknown is not None:
        print(f"“{unknown}” is not understood. See desktop-pipeline --help.", file=sys.stderr)  # noqa: T201 - likewise
        return 2
    if arguments and _is_no_workspace(arguments[0]):
        names = ", ".join(sorted(name for name in COMMANDS if not name.startswith("-")))
        print(  # noqa: T201 - the command line's own answer
            f"“{arguments[0]}” is neither a file nor a command. The commands are {names}.", file=sys.stderr
        )
        return 2
    if "--self-test" not in arguments:
        from desktop_pipeline.display import say_what_display_lacks  # noqa: PLC0415 - no command needs it

        lacking = say_what_display_lacks(sys.platform, os.environ)
        if lacking is not None:
            print(lacking, file=sys.stderr)  # noqa: T201 - there is no window to say it in
            return 3
    from desktop_pipeline.ui.collecting import hold_collection  # noqa: PLC0415

    # Nothing that is made on the way to the first paint is garbage; looking for it there takes a tenth of the time.
    hold_collection()
    try:
        from desktop_pipeline.ui.plain_imports import import_plainly  # noqa: PLC0415

        import_plainly()
        from desktop_pipeline.app import run_window  # noqa: PLC0415
    except ImportError as error:
        if ".so" not in str(error):
            raise
        # A bare system without a display has none of the libraries that every desktop brings.
        print(  # noqa: T201 - there is no window to say it in
            f"Desktop Pipeline cannot open a window here: a system library is missing ({error.msg.split(':')[0]})."
            " On Debian and Ubuntu install libgl1, libegl1 and libfontconfig1.",
            file=sys.stderr,
        )
        return 3
    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
