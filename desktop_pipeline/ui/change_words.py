"""The words of a change once it is done: the journal keeps “Move …”, the toast says “Moved …”."""

from PySide6.QtCore import QCoreApplication


def say_done(label: str) -> str:
    """What was done, from the label of its change; an unknown label stays as it is."""
    for doing, done in _words().items():
        if label.startswith(doing):
            return done + label.removeprefix(doing)
    return label


def _words() -> dict[str, str]:
    def word(text: str) -> str:
        return QCoreApplication.translate("Changes", text)

    return {
        "Move ": word("Moved "),
        "Reorder ": word("Reordered "),
        "Win ": word("Won: "),
        "Lose ": word("Lost: "),
        "Reopen ": word("Reopened "),
        "Delete ": word("Deleted "),
        "Restore ": word("Restored "),
        "Edit ": word("Changed "),
        "New deal ": word("Added "),
        "Note on ": word("Noted on "),
        "Tick ": word("Ticked "),
        "Untick ": word("Unticked "),
        "Answer ": word("Answered "),
        "Plan ": word("Planned "),
        "Finish ": word("Done: "),
        "Add ": word("Added "),
        "Rename ": word("Renamed "),
        "Merge ": word("Merged "),
        "Archive ": word("Archived "),
        "Bring back ": word("Brought back "),
        "Attach ": word("Attached "),
        "Label ": word("Labelled "),
        "Take ": word("Took "),
        "Remove ": word("Removed "),
        "Change the ": word("Changed the "),
        "Keep ": word("Kept "),
        "Save ": word("Saved "),
        "Update ": word("Updated "),
        "Switch ": word("Switched "),
        "Make ": word("Made "),
        "Send ": word("Sent "),
        "Accept ": word("Accepted "),
        "Decline ": word("Declined "),
        "Withdraw ": word("Withdrew "),
        "Renew ": word("Renewed "),
        "Snooze ": word("Snoozed "),
        "Start ": word("Started "),
        "Stop ": word("Stopped "),
        "Wake ": word("Woke "),
        "Skip ": word("Skipped "),
        "End the ": word("Ended the "),
    }
