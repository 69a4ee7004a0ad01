"""The words of a change once it is done: the journal keeps “Move …”, the toast says “Moved …”."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_DONE = {
    "Move ": QT_TRANSLATE_NOOP("Changes", "Moved "),
    "Reorder ": QT_TRANSLATE_NOOP("Changes", "Reordered "),
    "Win ": QT_TRANSLATE_NOOP("Changes", "Won: "),
    "Lose ": QT_TRANSLATE_NOOP("Changes", "Lost: "),
    "Reopen ": QT_TRANSLATE_NOOP("Changes", "Reopened "),
    "Delete ": QT_TRANSLATE_NOOP("Changes", "Deleted "),
    "Restore ": QT_TRANSLATE_NOOP("Changes", "Restored "),
    "Edit ": QT_TRANSLATE_NOOP("Changes", "Changed "),
    "New deal ": QT_TRANSLATE_NOOP("Changes", "Added "),
    "Note on ": QT_TRANSLATE_NOOP("Changes", "Noted on "),
    "Tick ": QT_TRANSLATE_NOOP("Changes", "Ticked "),
    "Untick ": QT_TRANSLATE_NOOP("Changes", "Unticked "),
    "Answer ": QT_TRANSLATE_NOOP("Changes", "Answered "),
    "Plan ": QT_TRANSLATE_NOOP("Changes", "Planned "),
    "Finish ": QT_TRANSLATE_NOOP("Changes", "Done: "),
    "Add ": QT_TRANSLATE_NOOP("Changes", "Added "),
    "Rename ": QT_TRANSLATE_NOOP("Changes", "Renamed "),
    "Merge ": QT_TRANSLATE_NOOP("Changes", "Merged "),
    "Archive ": QT_TRANSLATE_NOOP("Changes", "Archived "),
    "Bring back ": QT_TRANSLATE_NOOP("Changes", "Brought back "),
    "Attach ": QT_TRANSLATE_NOOP("Changes", "Attached "),
    "Label ": QT_TRANSLATE_NOOP("Changes", "Labelled "),
    "Take ": QT_TRANSLATE_NOOP("Changes", "Took "),
    "Remove ": QT_TRANSLATE_NOOP("Changes", "Removed "),
    "Change the ": QT_TRANSLATE_NOOP("Changes", "Changed the "),
    "Keep ": QT_TRANSLATE_NOOP("Changes", "Kept "),
    "Save ": QT_TRANSLATE_NOOP("Changes", "Saved "),
    "Update ": QT_TRANSLATE_NOOP("Changes", "Updated "),
    "Switch ": QT_TRANSLATE_NOOP("Changes", "Switched "),
    "Make ": QT_TRANSLATE_NOOP("Changes", "Made "),
    "Send ": QT_TRANSLATE_NOOP("Changes", "Sent "),
    "Accept ": QT_TRANSLATE_NOOP("Changes", "Accepted "),
    "Decline ": QT_TRANSLATE_NOOP("Changes", "Declined "),
    "Withdraw ": QT_TRANSLATE_NOOP("Changes", "Withdrew "),
    "Renew ": QT_TRANSLATE_NOOP("Changes", "Renewed "),
    "Snooze ": QT_TRANSLATE_NOOP("Changes", "Snoozed "),
    "Start ": QT_TRANSLATE_NOOP("Changes", "Started "),
    "Stop ": QT_TRANSLATE_NOOP("Changes", "Stopped "),
    "Wake ": QT_TRANSLATE_NOOP("Changes", "Woke "),
    "Skip ": QT_TRANSLATE_NOOP("Changes", "Skipped "),
    "End the ": QT_TRANSLATE_NOOP("Changes", "Ended the "),
}


def say_done(label: str) -> str:
    """What was done, from the label of its change; an unknown label stays as it is."""
    for doing, done in _DONE.items():
        if label.startswith(doing):
            # PySide says of a marked text only that it is an object.
            return QCoreApplication.translate("Changes", str(done)) + label.removeprefix(doing)
    return label
