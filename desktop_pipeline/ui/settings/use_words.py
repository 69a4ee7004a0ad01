"""What uses a name, as the lists say it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.lists import Use, User


def say_use(uses: Sequence[Use]) -> str:
    """What uses it most, in a narrow column: “12 deals and more”; “not used” where nothing does."""
    if not uses:
        return QCoreApplication.translate("Settings", "not used")
    live = [use for use in uses if use.user is not User.PAST_DEAL]
    first = (live or list(uses))[0]
    if len(live) < 2:  # noqa: PLR2004 - a second one
        return _count(first)
    return QCoreApplication.translate("Settings", "{use} and more").format(use=_count(first))


def say_all_uses(uses: Sequence[Use]) -> str:
    """Everything that uses it, for the tooltip."""
    return ", ".join(_count(use) for use in uses)


def say_deals(count: int) -> str:
    """`1 deal`, `12 deals`, `no deals`."""
    if not count:
        return QCoreApplication.translate("Settings", "no deals")
    return _count(Use(User.DEAL, count))


def say_values(count: int) -> str:
    """`1 value`, `12 values`, `empty`."""
    if not count:
        return QCoreApplication.translate("Settings", "empty")
    if count == 1:
        return QCoreApplication.translate("Settings", "1 value")
    return QCoreApplication.translate("Settings", "%Ln values", None, count)


def _count(use: Use) -> str:
    def words(text: str) -> str:
        return QCoreApplication.translate("Settings", text, None, use.count)

    one, several = {
        User.DEAL: (words("1 deal"), words("%Ln deals")),
        User.PAST_DEAL: (words("1 deal in the past"), words("%Ln deals in the past")),
        User.PRODUCT_LINE: (words("1 product line"), words("%Ln product lines")),
        User.ACTIVITY: (words("1 activity"), words("%Ln activities")),
        User.PLANNED_ACTIVITY: (words("1 planned activity"), words("%Ln planned activities")),
        User.CRITERION: (words("1 exit criterion"), words("%Ln exit criteria")),
        User.CHECKLIST: (words("1 line of a checklist"), words("%Ln lines of a checklist")),
        User.ORGANISATION: (words("1 organisation"), words("%Ln organisations")),
        User.PERSON: (words("1 person"), words("%Ln people")),
        User.TARGET: (words("1 target"), words("%Ln targets")),
        User.SCORE_RULE: (words("1 score rule"), words("%Ln score rules")),
        User.CADENCE: (words("1 cadence"), words("%Ln cadences")),
        User.STARTED_CADENCE: (words("1 started cadence"), words("%Ln started cadences")),
        User.REVIEW: (words("1 review"), words("%Ln reviews")),
        User.MESSAGE: (words("1 message"), words("%Ln messages")),
    }[use.user]
    return one if use.count == 1 else several
