"""Mean ranks, the first at the left."""

import re

import pytest

from evallib.domain.vocabulary import Text
from evallib.present import palette

COLUMNS = [("label", "label"), ("value", "rank", 2)]
ROLES = {"label": "label", "value": "value"}


@pytest.fixture
def ranks(drawn):
    def drawing(*means):
        cells = [{"label": Text(fi="Ohjaus"), "value": mean} for mean in means]
        return drawn("rank_dots", COLUMNS, cells, ROLES)

    return drawing


def test_mean_ranks_are_written_with_their_decimals(ranks):
    figure = ranks(1.75, 2.4)

    assert {"1,75", "2,40", "1 = tärkein"} <= set(figure.texts)


def test_the_scale_ends_at_the_last_place_there_is(ranks):
    figure = ranks(1.75, 2.4, 1.9)

    assert figure.texts[:3] == ["1", "2", "3"]


def test_a_better_rank_stands_further_left(ranks):
    first, second = _dots(ranks(1.2, 2.8, 2.0))[:2]

    assert first < second


def test_a_missing_rank_has_no_dot(ranks):
    assert len(_dots(ranks(1.0, None))) == 1


def _dots(figure):
    """Where the path of each dot begins across the sheet, in points."""
    dot = rf'<path d="M ([\d.]+) [^"]*" style="fill: {palette.BLUE}'
    return [float(each) for each in re.findall(dot, figure)]
