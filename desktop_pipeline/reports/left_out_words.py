"""What a page of Insights leaves out, and why, in words that fit every figure on it (METRICS §0)."""

from collections.abc import Iterable

from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.reports.answers import say_reason
from desktop_pipeline.reports.words import Words


def say_all_left_out(reasons: Iterable[LeftOut], words: Words) -> tuple[str, ...]:
    """One sentence a reason."""
    return tuple(dict.fromkeys(say_left_out_here(reason, words) for reason in reasons))


def say_left_out_here(reason: LeftOut, words: Words) -> str:
    """`3 deals passed stages that are not on record and are left out.`."""
    own = _sentences(words).get(reason.why)
    return words.one_or_many(reason.deals, *own) if own is not None else say_reason(reason, words)


def _sentences(words: Words) -> dict[Why, tuple[str, str]]:
    translate = words.translate
    return {
        Why.CREATION_UNKNOWN: (
            translate("Report", "{count} deal has no creation date and is left out where days count."),
            translate("Report", "{count} deals have no creation date and are left out where days count."),
        ),
        Why.CLOSED_BEFORE_CREATED: (
            translate("Report", "{count} deal was closed before it was created and is left out where days count."),
            translate(
                "Report", "{count} deals were closed before they were created and are left out where days count."
            ),
        ),
        Why.STAGES_PASSED_UNKNOWN: (
            translate(
                "Report", "{count} deal passed stages that are not on record and is left out where stages count."
            ),
            translate(
                "Report", "{count} deals passed stages that are not on record and are left out where stages count."
            ),
        ),
        Why.REACHED_UNKNOWN: (
            translate("Report", "{count} deal reached a stage on a day that is not on record."),
            translate("Report", "{count} deals reached a stage on a day that is not on record."),
        ),
        Why.STAY_UNKNOWN: (
            translate("Report", "{count} deal was in a stage for a time that is not on record."),
            translate("Report", "{count} deals were in a stage for a time that is not on record."),
        ),
        Why.NO_OWNER: (
            translate("Report", "{count} lost deal has no owner and is in no profile."),
            translate("Report", "{count} lost deals have no owner and are in no profile."),
        ),
        Why.NO_ORGANISATION: (
            translate("Report", "{count} won deal has no organisation and is no customer’s."),
            translate("Report", "{count} won deals have no organisation and are no customer’s."),
        ),
    }
