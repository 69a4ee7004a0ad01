"""The rep scorecards: all owners beside each other, then a page for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop_pipeline.metrics.ahead.targets import Standing
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.people.owners import Owners
from desktop_pipeline.metrics.rates import Rate
from desktop_pipeline.metrics.telling.overview import BaseFigures, Overview
from desktop_pipeline.reports.closing.means import find_days, find_size
from desktop_pipeline.reports.closing.outcome_figures import won_figure
from desktop_pipeline.reports.closing.rate_charts import rate_chart
from desktop_pipeline.reports.content import (
    Note,
    Notes,
    PageOpening,
    ReportContent,
    Section,
    SectionName,
    Table,
)
from desktop_pipeline.reports.figures import Figure, FigureName, name_figures
from desktop_pipeline.reports.kinds.pipeline import frame_report, head_span
from desktop_pipeline.reports.kinds.story import say_closed
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.numbers_words import find_currencies, join_left_out, note_currencies, note_small_numbers
from desktop_pipeline.reports.people.owner_card import (
    Card,
    card_sections,
    gather_before,
    gather_card,
)
from desktop_pipeline.reports.people.people_words import (
    answer_owners,
    answer_profiles,
    how_owners,
    how_profiles,
    main_standing,
    rank_owners,
)
from desktop_pipeline.reports.people.response_words import how_response, say_hours
from desktop_pipeline.reports.said_values import DASH, say_average, say_rate
from desktop_pipeline.reports.spans import Span, describe_dates
from desktop_pipeline.reports.stages.stage_words import how_stops, share_cells
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words

_TEAM_STEPS = 2


@dataclass(frozen=True, eq=False, slots=True)
class Scorecards:
    """The team's figures, its owners, and what each of them has of their own, by the owner's id."""

    span: Span
    team: Overview
    before: BaseFigures | None
    owners: Owners
    cards: tuple[Card, ...]  # of everybody who has anything, also of nobody
    currencies: tuple[str, ...]

    @property
    def pages(self) -> tuple[Card, ...]:
        """Those of somebody, in order of name."""
        return tuple(card for card in self.cards if card.line.figures.name is not None)


def make_scorecards(making: Making) -> ReportContent:
    """The scorecards of everybody who has anything, or of the owner that is asked for."""
    found, words = gather_scorecards(making), making.words
    has_pages = SectionName.PEOPLE not in making.asked.left_out
    pages = found.pages if has_pages else ()
    return frame_report(
        head_span(words.translate("Report", "Rep scorecards"), found.span, words),
        printed=making.printed(),
        currency=found.team.currency,
        words=words,
        story=_tell(found, words),
        figures=_name_team(found, words),
        sections=[
            *_team_sections(found, words),
            *(
                section
                for card in pages
                for section in card_sections(card, found.team, found.owners, found.span, words)
            ),
            *_how(found, words, has_pages=bool(pages)),
        ],
    )


def gather_scorecards(making: Making) -> Scorecards:
    """Works it out on any thread, an owner at a time."""
    figures, span, selection = making.figures, making.span, making.asked.selection
    team = replace(selection, owner=None)
    overview = figures.overview(span.as_of, span.period, team)
    owners = figures.owners(span.as_of, span.period, team)
    wanted = rank_owners([line for line in owners.lines if selection.owner in (None, line.figures.key)])
    wanted.sort(key=lambda line: (line.figures.name is None, (line.figures.name or "").casefold()))
    total = _TEAM_STEPS + len(wanted)
    making.report(_TEAM_STEPS, total)
    cards = []
    for done, line in enumerate(wanted, _TEAM_STEPS + 1):
        cards.append(gather_card(making, line, owners))
        making.report(done, total)
    return Scorecards(
        span, overview, gather_before(making, team), owners, tuple(cards), find_currencies(figures.moment(span.as_of))
    )


def _tell(found: Scorecards, words: Words) -> tuple[str, ...]:
    """What the team closed, who brought most, and who loses where others do not."""
    team, lines = found.team, found.owners.lines
    return (
        say_closed(team, found.span, words),
        answer_owners(lines, team.currency, words) if team.won.deals else "",
        answer_profiles(found.owners.loss_profiles, words)
        if any(stage.stands_out for profile in found.owners.loss_profiles for stage in profile.stages)
        else "",
    )


def _name_team(found: Scorecards, words: Words) -> tuple[Figure, ...]:
    shown = {figure.name: figure for figure in name_figures(found.team, found.before, words)}
    return (
        won_figure(found.team, found.before, words),
        shown[FigureName.WIN_RATE],
        shown[FigureName.AVERAGE],
        shown[FigureName.CYCLE],
        replace(shown[FigureName.VALUE], note=words.deals(found.team.active.deals)),
        shown[FigureName.WEIGHTED],
    )


def _team_sections(found: Scorecards, words: Words) -> list[Section]:
    if not found.cards:
        return []
    chart = rate_chart(found.team, Breakdown.OWNER, words)
    ranked = {line.figures.key: place for place, line in enumerate(rank_owners(found.owners.lines))}
    cards = sorted(found.cards, key=lambda card: ranked[card.line.figures.key])
    return [
        _won_table(found, cards, words),
        *((chart,) if chart is not None else ()),
        _work_table(found, cards, words),
    ]


def _won_table(found: Scorecards, cards: Sequence[Card], words: Words) -> Table:
    translate, number, team = words.translate, words.formats.number, found.team
    teller, has_targets = Teller(words, team.currency), any(card.line.standings for card in cards)
    columns: tuple[Told[Card], ...] = (
        Told(translate("Report", "Owner"), lambda card: card.name(words)),
        teller.count(translate("Report", "Won"), lambda card: card.line.figures.won),
        teller.money(translate("Report", "Won value"), lambda card: card.line.figures.won_value),
        teller.count(translate("Report", "Lost"), lambda card: card.line.figures.lost),
        *teller.rate(lambda card: card.line.figures.win_rate),
        teller.average(translate("Report", "Average deal"), lambda card: find_size(card.line.figures)),
        teller.days(translate("Report", "Mean days"), lambda card: find_days(card.line.figures)),
    )
    if has_targets:
        reached, pace = translate("Report", "Of the target"), translate("Report", "Pace")
        columns = (
            *columns,
            teller.share(reached, lambda card: _find_standing(card, lambda one: one.attainment)),
            teller.share(pace, lambda card: _find_standing(card, lambda one: one.pace)),
        )
    mean = team.cycle.won.mean
    total = (
        translate("Report", "Everyone"),
        number(team.won.deals),
        teller.say_sum(team.won.value),
        number(team.lost_reasons.lost),
        *teller.say_rate(team.win_rate),
        say_average(team.deal_size.mean, team.currency, words),
        DASH if mean is None else number(round(mean)),
        *(("", "") if has_targets else ()),
    )
    caption = translate("Report", "{dates}; ordered by the lower end of the range").format(
        dates=describe_dates(found.span, words)
    )
    heading = Titled(SectionName.OWNERS, translate("Report", "What each owner won"), caption)
    return teller.table(heading, columns, cards, total=total)


def _find_standing(card: Card, tell: Callable[[Standing], float | None]) -> float | None:
    standing = main_standing(card.line)
    return None if standing is None else tell(standing)


def _work_table(found: Scorecards, cards: Sequence[Card], words: Words) -> Table:
    translate, teller, every = words.translate, Teller(words, found.team.currency), found.owners.lines

    def within(overview: Overview) -> Rate:
        return overview.leads.response.within_hour

    columns: tuple[Told[Card], ...] = (
        Told(translate("Report", "Owner"), lambda card: card.name(words)),
        teller.count(translate("Report", "Open"), lambda card: card.overview.active.deals),
        teller.money(translate("Report", "Value"), lambda card: card.overview.active.value),
        teller.rounded(translate("Report", "Weighted"), lambda card: card.overview.active.weighted),
        teller.count(translate("Report", "Created"), lambda card: card.line.created),
        teller.count(translate("Report", "Activities done"), lambda card: card.line.done),
        teller.count(translate("Report", "Overdue"), lambda card: card.line.overdue),
        Told(translate("Report", "First answer"), lambda card: _say_answer(card.overview, words), is_right=True),
        Told(
            translate("Report", "Within 1 h"),
            lambda card: share_cells(within(card.overview))[0],
            CellKind.SHARE,
            lambda card: say_rate(within(card.overview), words),
        ),
        teller.count(translate("Report", "To decide"), lambda card: card.look_at.every.deals),
    )
    number, active = words.formats.number, found.team.active
    is_whole = len(cards) == len(rank_owners(every))
    total = (
        translate("Report", "Everyone"),
        number(active.deals),
        teller.say_sum(active.value),
        teller.say_rounded(active.weighted),
        *(
            number(sum(counts))
            for counts in zip(*((line.created, line.done, line.overdue) for line in every), strict=True)
        ),
        _say_answer(found.team, words),
        say_rate(within(found.team), words),
        number(sum(card.look_at.every.deals for card in cards)) if is_whole else DASH,
    )
    heading = Titled(
        SectionName.ACTIVITIES,
        translate("Report", "What each owner has and does"),
        translate("Report", "open now; created, done and answered in the period"),
    )
    return teller.table(heading, columns, cards, total=total)


def _say_answer(overview: Overview, words: Words) -> str:
    return say_hours(overview.leads.response.median_hours, words)


def _how(found: Scorecards, words: Words, *, has_pages: bool) -> list[Section]:
    """After the pages of the owners on a page of its own, so that each of those can be handed out."""
    translate = words.translate
    notes = [Note(figure.label, f"{figure.definition} {figure.how}") for figure in _name_team(found, words)]
    notes += [
        Note(translate("Report", "Owners"), how_owners(words)),
        Note(translate("Report", "Pace"), translate("Report", "Share of the target reached ÷ working days gone.")),
        Note(translate("Report", "First answer"), how_response(words)),
        Note(translate("Report", "Where deals stop"), how_stops(words)),
        Note(translate("Report", "Who loses where"), how_profiles(words)),
        Note(
            translate("Report", "To decide"),
            translate(
                "Report",
                "Open deals that are late, slow, without a next step or a contact for long, pushed again and again,"
                " without a value, or otherwise not in order.",
            ),
        ),
    ]
    left_out = say_all_left_out(join_left_out(found.team.left_out, found.owners.left_out), words)
    if left_out:
        notes.append(Note(translate("Report", "Left out"), " ".join(left_out)))
    notes += [*note_currencies(found.currencies, words), note_small_numbers(words)]
    title = translate("Report", "How the numbers are made")
    if not has_pages:
        return [Notes(SectionName.HOW, title, tuple(notes))]
    return [PageOpening(SectionName.HOW, title, ""), Notes(SectionName.HOW, "", tuple(notes))]
