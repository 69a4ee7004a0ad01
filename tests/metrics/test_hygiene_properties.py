"""Whatever happened to a company, its hygiene, its mix and its movement keep to what was known by the day."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from desktop_pipeline.metrics.changing.hygiene import find_flagged, find_pushed, measure_hygiene, measure_pushes
from desktop_pipeline.metrics.changing.mix import measure_mix
from desktop_pipeline.metrics.changing.movement import find_moves, sum_up
from desktop_pipeline.metrics.moment import Moment, look
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.selection import Selection
from tests.lengths import MANY
from tests.metrics.histories import ANN, SAW, Doing, Rest, Story, at, history_of, period
from tests.metrics.told_companies import companies, dates

HALF_YEAR = period("2024-02-01", "2024-08-01")
SELECTIONS = (Selection(), Selection(owner=ANN), Selection(product=SAW))
RATES = (("CHF", "2024-02-20", "1.0713"), ("JPY", "2024-06-03", "0.00613"))


def _measure(moment: Moment) -> list[object]:
    """Everything that stands on the pages about it."""
    found: list[object] = []
    for selection in SELECTIONS:
        population = gather(moment, HALF_YEAR, selection)
        found += [
            measure_hygiene(find_flagged(moment, None), population),
            measure_mix(moment, population, HALF_YEAR, selection),
            sum_up(find_moves(moment.trail(HALF_YEAR), selection)),
            measure_pushes(find_pushed(moment.before(HALF_YEAR.start), moment, HALF_YEAR, selection)),
        ]
    return found


def _cut(story: Story, day: str) -> Story:
    """What was known of a deal at the end of the day."""
    known = tuple(doing for doing in story.doings if doing.created is None or doing.created <= day)
    return replace(
        story,
        events=tuple(event for event in story.events if event.on <= day),
        doings=tuple(_undo(doing, day) for doing in known),
        notes=tuple(note for note in story.notes if note <= day),
        replies=tuple(reply for reply in story.replies if reply <= day),
        snoozes=tuple(_wake(rest, day) for rest in story.snoozes if rest.on <= day),
    )


def _wake(rest: Rest, day: str) -> Rest:
    return replace(rest, ended=None) if rest.ended is not None and rest.ended > day else rest


def _undo(doing: Doing, day: str) -> Doing:
    return replace(doing, done=None) if doing.done is not None and doing.done > day else doing


@given(company=companies, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_figures_as_of_a_day_are_those_of_a_file_that_ends_there(company: tuple[Story, ...], day: str) -> None:
    cut = tuple(_cut(story, day) for story in company)
    whole, ended = (look(history_of(*told, rates=RATES), at(day)) for told in (company, cut))
    assert _measure(whole) == _measure(ended)


@given(company=companies, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_every_open_deal_is_sound_or_flagged_and_due_at_one_time(company: tuple[Story, ...], day: str) -> None:
    moment = look(history_of(*company, rates=RATES), at(day))
    for selection in SELECTIONS:
        population = gather(moment, HALF_YEAR, selection)
        hygiene = measure_hygiene(moment.flagged, population)
        flagged = population.active & moment.flagged.any(population.active.size)
        assert hygiene.sound_deals + np.count_nonzero(flagged) == hygiene.deals == np.count_nonzero(population.active)
        assert all(line.deals <= hygiene.deals for line in hygiene.lines)
        mix = measure_mix(moment, population, HALF_YEAR, selection)
        for lines in (mix.by_due, mix.loads):
            assert sum(line.deals for line in lines) == hygiene.deals
            assert sum(line.value or 0 for line in lines) == hygiene.value
        movement = sum_up(find_moves(moment.trail(HALF_YEAR), selection))
        assert mix.flows[-1].open_value == movement.closing.value
