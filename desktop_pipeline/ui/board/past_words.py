"""The words of the board as it stood: what became of a deal since, and what the history does not hold."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.queries.board_as_of import PastBoard, PastCard
from desktop_pipeline.queries.past_deals import Since
from desktop_pipeline.ui.board.card_words import begin_card, count_deals, count_stay
from desktop_pipeline.ui.formats import Formats


def word_since(card: PastCard, formats: Formats, today: date) -> str:
    """`Now in Proposal`, `Won Thu 11 Jun`, `Same stage, owner Ben`."""
    day = formats.day(card.changed_on, today) if card.changed_on is not None else _tr("on an unknown day")
    words = {
        Since.SAME: _tr("Same stage"),
        Since.FORWARD: _tr("Now in {place}").format(place=card.now_in),
        Since.BACK: _tr("Back in {place}").format(place=card.now_in),
        Since.ELSEWHERE: _tr("Now in {place}").format(place=card.now_in),
        Since.WON: _tr("Won {day}").format(day=day),
        Since.LOST: _tr("Lost {day}").format(day=day),
        Since.DELETED: _tr("Deleted since"),
    }[card.since]
    if not card.now_owned:
        return words
    owner = _tr("owner {name}").format(name=card.now_owner) if card.now_owner else _tr("no owner")
    return _tr("{change}, {owner}").format(change=words, owner=owner)


def word_value_now(card: PastCard, formats: Formats) -> str:
    """`now €15,000`, where the value is another one today; else nothing."""
    if not card.now_valued:
        return ""
    if card.now_value is None:
        return _tr("now unknown")
    return _tr("now {value}").format(value=formats.money(card.now_value))


def describe_past(card: PastCard, formats: Formats, today: date) -> str:
    """The card in one sentence, with what became of it."""
    parts = begin_card(card, formats)
    if card.days_in_stage is not None:
        parts.append(count_stay(card.days_in_stage))
    parts.append(_tr("since then: {change}").format(change=word_since(card, formats, today)))
    parts.append(word_value_now(card, formats))
    return ", ".join(part for part in parts if part)


def name_column(name: str) -> str:
    """The stage's name, or what stands over the deals whose stage is not known."""
    return name or _tr("Stage not known")


def word_board(board: PastBoard, formats: Formats, today: date) -> str:
    """`As of Tue 28 Apr. Since then 3 moved on, 1 was won; 2 of today’s open deals came after it.`."""
    day = _tr("As of {day}.").format(day=formats.day(board.day, today))
    return f"{day} {_word_changes(board)}"


def _word_changes(board: PastBoard) -> str:
    since = board.since
    counted = [
        _counted(since[Since.FORWARD], _tr("1 moved on"), "%Ln moved on"),
        _counted(since[Since.BACK], _tr("1 moved back"), "%Ln moved back"),
        _counted(since[Since.ELSEWHERE], _tr("1 changed pipeline"), "%Ln changed pipeline"),
        _counted(since[Since.WON], _tr("1 was won"), "%Ln were won"),
        _counted(since[Since.LOST], _tr("1 was lost"), "%Ln were lost"),
        _counted(since[Since.DELETED], _tr("1 was deleted"), "%Ln were deleted"),
        _counted(board.revalued, _tr("1 open deal has another value"), "%Ln open deals have another value"),
    ]
    changes = [words for words in counted if words]
    # Of what came and went again between the two days the board tells nothing.
    came = _counted(board.came, _tr("1 of today’s open deals came after it"), "%Ln of today’s open deals came after it")
    if not changes and not came:
        return _tr("Since then nothing on it has changed.")
    if not changes:
        return _tr("{came}.").format(came=came)
    told = ", ".join(changes)
    if not came:
        return _tr("Since then {changes}.").format(changes=told)
    return _tr("Since then {changes}; {came}.").format(changes=told, came=came)


def word_limits(board: PastBoard, formats: Formats, today: date) -> str:
    """What the history does not hold of that day, in sentences."""
    sentences: list[str] = []
    if board.begins_on is None or board.day < board.begins_on:
        begins = formats.day(board.begins_on, today) if board.begins_on is not None else None
        sentences.append(
            _tr("Nothing is on record yet.")
            if begins is None
            else _tr("The history begins on {day}.").format(day=begins)
        )
    if board.not_placed:
        sentences.append(
            _tr("The history does not tell the stage of {deals}: they stand apart.").format(
                deals=count_deals(board.not_placed)
            )
        )
    if board.of_unknown_age:
        sentences.append(
            _tr("No file tells when {deals} began: they count from the first of their import.").format(
                deals=count_deals(board.of_unknown_age)
            )
        )
    sentences.append(
        _tr(
            "Names, organisations, labels, sources, products and the stages themselves are today’s; next steps, "
            "criteria and the order by hand are not kept."
        )
    )
    return " ".join(sentences)


def word_column_changes(since: Mapping[Since, int]) -> str:
    """`3 moved on, 1 lost`: what became of a column's deals."""
    counts = {
        _tr("{count} moved on"): since[Since.FORWARD],
        _tr("{count} moved back"): since[Since.BACK],
        _tr("{count} won"): since[Since.WON],
        _tr("{count} lost"): since[Since.LOST],
        _tr("{count} deleted"): since[Since.DELETED],
        _tr("{count} elsewhere"): since[Since.ELSEWHERE],
    }
    return ", ".join(words.format(count=count) for words, count in counts.items() if count)


def _counted(count: int, one: str, several: str) -> str:
    if not count:
        return ""
    return one if count == 1 else QCoreApplication.translate("Board", several, None, count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Board", text)
