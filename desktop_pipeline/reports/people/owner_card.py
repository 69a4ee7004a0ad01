"""The scorecard of one owner: figures, the team beside them, what is ahead, where deals stop and why they are lost."""

from dataclasses import dataclass, replace
from datetime import timedelta

from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.closing.lost_reasons import ReasonLine
from desktop_pipeline.metrics.people.loss_profiles import LossProfile
from desktop_pipeline.metrics.people.owners import OwnerLine, Owners
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.stages.open_stages import sum_open_stages
from desktop_pipeline.metrics.telling.overview import BaseFigures, Overview
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings, gather_forecast
from desktop_pipeline.reports.ahead.forecast_sections import periods_table
from desktop_pipeline.reports.changing.deals_to_look_at import DealsToLookAt, find_deals_to_look_at, look_at_table
from desktop_pipeline.reports.closing.means import find_size
from desktop_pipeline.reports.closing.outcome_figures import won_figure
from desktop_pipeline.reports.closing.reason_words import name_reason, say_share
from desktop_pipeline.reports.content import Column, Line, PageOpening, Section, SectionName, Table
from desktop_pipeline.reports.figures import Figure, FigureName, name_figures
from desktop_pipeline.reports.kinds.pipeline import say_as_of
from desktop_pipeline.reports.kinds.story import say_closed, say_target
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.people.people_words import main_standing, name_owner, say_standing, say_stands_out
from desktop_pipeline.reports.people.response_words import say_hours
from desktop_pipeline.reports.said_values import FEWEST, say_average, say_rate
from desktop_pipeline.reports.spans import Span, describe_briefly, describe_dates
from desktop_pipeline.reports.stages.stage_sections import PipelineStages, split_by_pipeline, stop_chart
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words

_MOST_REASONS = 4
# So many fit the page on Letter too.
_MOST_LOOK_AT = 3


@dataclass(frozen=True, eq=False, slots=True)
class Card:
    """What is known of one owner in a span; `stages` are those of the 12 months up to its day, the busiest first."""

    line: OwnerLine
    overview: Overview
    before: BaseFigures | None
    stages: tuple[PipelineStages, ...]
    bottleneck: Bottleneck
    ahead: ForecastFindings
    profiles: tuple[LossProfile, ...]
    look_at: DealsToLookAt

    def name(self, words: Words) -> str:
        """Whose card it is."""
        return name_owner(self.line.figures.name, words)


def gather_card(making: Making, line: OwnerLine, owners: Owners) -> Card:
    """Works it out on any thread."""
    figures, span, workspace = making.figures, making.span, making.workspace
    selection = replace(making.asked.selection, owner=line.figures.key)
    overview = figures.overview(span.as_of, span.period, selection)
    asked = figures.ask(span.as_of, trailing_year(span.as_of), selection)
    year = overview if asked.period == span.period else figures.overview(span.as_of, asked.period, selection)
    with workspace.reading() as view:
        pipelines = [(row.row_id, row.name) for row in read_pipelines(view) if selection.pipeline in (None, row.row_id)]
    return Card(
        line=line,
        overview=overview,
        before=gather_before(making, selection),
        stages=split_by_pipeline(pipelines, sum_open_stages(asked), year),
        bottleneck=year.bottleneck,
        ahead=gather_forecast(figures, workspace, span.as_of, selection),
        profiles=tuple(profile for profile in owners.loss_profiles if profile.owner == line.figures.key),
        look_at=find_deals_to_look_at(workspace, asked, _MOST_LOOK_AT),
    )


def gather_before(making: Making, selection: Selection) -> BaseFigures | None:
    """The comparison period's figures as they were known at its end; None where nothing lies before."""
    before = making.span.before
    return None if before is None else making.figures.base_figures(before.end - timedelta(days=1), before, selection)


def card_sections(card: Card, team: Overview, owners: Owners, span: Span, words: Words) -> list[Section]:
    """The page of one owner."""
    sections: list[Section] = [_opening(card, span, words), _team_table(card, team, owners, words)]
    sections.append(_forecast_table(card, words))
    busiest = next((found for found in card.stages if found.reached), None)
    if busiest is not None:
        pipeline = busiest.pipeline if len(card.stages) > 1 else ""
        chart = stop_chart(busiest, card.bottleneck, card.overview.currency, words, pipeline)
        # Where no step stands out a page has no room to say why.
        silent = card.bottleneck.conversion is None
        sections.append(replace(chart, lead="", remark="") if silent else chart)
    if any(line.name is not None for line in card.overview.lost_reasons.reasons):
        sections.append(_reason_table(card, span, words, is_half=busiest is not None))
    if card.look_at.every.deals:
        sections.append(look_at_table(card.look_at, card.overview.currency, words, is_whole=False))
    return sections


def _opening(card: Card, span: Span, words: Words) -> PageOpening:
    return PageOpening(
        SectionName.PEOPLE,
        card.name(words),
        words.translate("Report", "Scorecard, {span}, {as_of}").format(
            span=describe_briefly(span, words), as_of=say_as_of(span.as_of, words)
        ),
        tuple(sentence for sentence in _tell(card, span, words) if sentence),
        _name_figures(card, words),
    )


def _tell(card: Card, span: Span, words: Words) -> tuple[str, ...]:
    """How deals went, how the target stands, and where they are lost as others do not."""
    stands_out = [
        say_stands_out(profile, stage, words)
        for profile in card.profiles
        for stage in profile.stages
        if stage.stands_out
    ]
    return (say_closed(card.overview, span, words), say_target(card.ahead, words), " ".join(stands_out))


def _name_figures(card: Card, words: Words) -> tuple[Figure, ...]:
    shown = {figure.name: figure for figure in name_figures(card.overview, card.before, words)}
    return (
        won_figure(card.overview, card.before, words),
        shown[FigureName.WIN_RATE],
        shown[FigureName.AVERAGE],
        shown[FigureName.CYCLE],
        replace(shown[FigureName.VALUE], note=words.deals(card.overview.active.deals)),
        shown[FigureName.WEIGHTED],
    )


def _team_table(card: Card, team: Overview, owners: Owners, words: Words) -> Table:
    translate, number, currency = words.translate, words.formats.number, team.currency
    own, lines = card.line, owners.lines
    response, of_team = card.overview.leads.response, team.leads.response
    rows = (
        (
            translate("Report", "Win rate"),
            say_rate(own.figures.win_rate, words),
            say_rate(team.win_rate, words),
        ),
        (
            translate("Report", "Average deal"),
            say_average(find_size(own.figures), currency, words),
            say_average(team.deal_size.mean if team.won.deals >= FEWEST else None, currency, words),
        ),
        (
            translate("Report", "Deals created"),
            number(own.created),
            number(sum(line.created for line in lines)),
        ),
        (translate("Report", "Activities done"), number(own.done), number(sum(line.done for line in lines))),
        (translate("Report", "Overdue"), number(own.overdue), number(sum(line.overdue for line in lines))),
        (
            translate("Report", "First answer (median)"),
            say_hours(response.median_hours, words),
            say_hours(of_team.median_hours, words),
        ),
        (
            translate("Report", "Answered within 1 h"),
            say_rate(response.within_hour, words),
            say_rate(of_team.within_hour, words),
        ),
    )
    return Table(
        SectionName.TEAM,
        translate("Report", "Beside the team"),
        translate("Report", "in the period; everyone is the owner included"),
        (
            Column(translate("Report", "Figure"), is_number=False),
            Column(translate("Report", "Own")),
            Column(translate("Report", "Everyone")),
        ),
        tuple(Line(row) for row in rows),
        is_half=True,
    )


def _forecast_table(card: Card, words: Words) -> Table:
    table = periods_table(card.ahead, words)
    standing = main_standing(card.line)
    if standing is None:
        return table
    said = say_standing(standing, card.name(words), card.ahead.currency, words)
    if standing.pace is not None:
        said += ", " + words.translate("Report", "pace {share}").format(share=words.formats.percent(standing.pace))
    return replace(table, caption=said)


def _reason_table(card: Card, span: Span, words: Words, *, is_half: bool) -> Table:
    translate, reasons = words.translate, card.overview.lost_reasons
    teller = Teller(words, card.overview.currency)
    counted = [line for line in reasons.reasons if line.share is not None]

    def share(line: ReasonLine) -> float | None:
        return None if line.share is None or reasons.lost < FEWEST else line.share.value

    columns: tuple[Told[ReasonLine], ...] = (
        Told(translate("Report", "Reason"), lambda line: name_reason(line, words)),
        teller.count(translate("Report", "Deals"), lambda line: line.deals),
        Told(translate("Report", "Share"), share, CellKind.SHARE, lambda line: say_share(line, reasons, words)),
        teller.money(translate("Report", "Value"), lambda line: line.value),
    )
    caption = describe_dates(span, words)
    if len(counted) > _MOST_REASONS:
        most = words.formats.number(_MOST_REASONS)
        caption += "; " + translate("Report", "the {count} most frequent").format(count=most)
    return teller.table(
        Titled(SectionName.REASONS, translate("Report", "Why deals were lost"), caption),
        columns,
        counted[:_MOST_REASONS],
        total=(translate("Report", "All"), words.formats.number(reasons.lost), "", teller.say_sum(reasons.value)),
        is_half=is_half,
    )
