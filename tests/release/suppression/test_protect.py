"""Hidden counts stay uncertain, at the smallest cost, and nothing is ever printed."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from evallib.release.suppression import protect as protecting
from evallib.release.suppression import solver
from evallib.release.suppression.attack import Reach, reach
from evallib.release.suppression.protect import protect
from evallib.release.suppression.system import Count, System
from tests.release.suppression.drawn import (
    attack,
    attack_all,
    every_table,
    linked,
    table,
    with_margins,
)

SECONDS = 20
TIE = 1e-3  # weights of two equally good sets differ by the tie-break only
SHAPES = [(2, 2), (3, 2), (4, 3), (5, 2), (2, 2, 3)]


def reaches(system, hidden):
    return {at: reach(system, hidden, at, seconds=SECONDS) for at in sorted(hidden)}


@pytest.mark.parametrize(
    ("cells", "k", "ranges"),
    [
        (
            [[8, 6], [2, 1], [6, 5]],
            3,
            {3: Reach(0, 3), 4: Reach(0, 3), 6: Reach(5, 8), 7: Reach(3, 6)},
        ),
        (
            [[8, 6], [2, 1], [6, 5]],
            5,
            {
                3: Reach(0, 8),
                4: Reach(0, 6),
                5: Reach(0, 14),
                6: Reach(0, 8),
                7: Reach(0, 6),
                8: Reach(0, 14),
            },
        ),
        (
            [[7, 1], [6, 9]],
            3,
            {0: Reach(0, 8), 1: Reach(0, 8), 3: Reach(5, 13), 4: Reach(2, 10)},
        ),
    ],
)
def test_the_worked_examples_of_the_specification(cells, k, ranges):
    system = table(cells, k=k)

    done = protect(system, seconds=SECONDS)

    assert reaches(system, done.hidden) == ranges


@pytest.mark.parametrize("k", [3, 5])
def test_of_a_row_with_a_total_two_are_hidden(k):
    counts = (*(Count(v, primary=v == 2, least=k) for v in (9, 2, 9)), known(20))
    row = System(counts, ({0: 1, 1: 1, 2: 1, 3: -1},))

    done = protect(row, seconds=SECONDS)

    assert reaches(row, done.hidden)[1] == Reach(0, 11)
    assert len(done.hidden) == 2


def known(value: int) -> Count:
    return Count(value, fixed="open")


def test_hiding_the_small_counts_only_would_tell_them_exactly():
    system = table([[8, 6], [2, 1], [6, 5]], k=3)

    assert attack(system, {3, 4}, 3) == (2, 2)


def test_a_count_that_a_published_figure_gives_away_cannot_be_protected():
    counts = (Count(2, primary=True), known(9), known(11))
    row = System(counts, ({0: 1, 1: 1, 2: -1},))

    done = protect(row, seconds=SECONDS)

    assert done.failed == (frozenset({0}),)
    assert done.hidden == {0}


def test_an_unsafe_count_that_everybody_knows_is_reported():
    done = protect(System((Count(2, primary=True, fixed="open"),), ()), seconds=SECONDS)

    assert done.failed == (frozenset({0}),)


@pytest.mark.parametrize("answer", ["time", "fault"])
def test_without_a_proof_everything_around_is_hidden(monkeypatch, answer):
    def refuse(*_arguments, **_options):
        if answer == "fault":
            raise RuntimeError("out of memory")
        return

    name = (solver, "milp") if answer == "fault" else (protecting, "solve")
    monkeypatch.setattr(*name, refuse)
    monkeypatch.setattr(solver, "_proven", {})

    done = protect(table([[8, 6], [2, 1]], k=3), seconds=SECONDS)

    assert done.failed
    assert done.hidden == set(range(8))


def test_what_was_proved_is_not_solved_again_and_what_was_refused_is(monkeypatch):
    answers = iter([RuntimeError("out of memory"), None, None])
    asked = []

    def milp(*arguments, **options):
        asked.append(arguments)
        if (error := next(answers)) is not None:
            raise error
        return theirs(*arguments, **options)

    theirs = solver.milp
    monkeypatch.setattr(solver, "milp", milp)
    monkeypatch.setattr(solver, "_proven", {})
    programme = solver.Programme()
    programme.variable(2, 5, cost=1.0)

    found = [solver.solve(programme, seconds=SECONDS) for _ in range(3)]
    programme.cost[0] = -1.0
    found.append(solver.solve(programme, seconds=SECONDS))

    assert found == [None, [2.0], [2.0], [5.0]]
    assert len(asked) == 3


def test_no_time_left_hides_everything_around():
    done = protect(table([[8, 6], [2, 1]], k=3), seconds=0)

    assert done.hidden == set(range(8))


def test_counts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="counts do not add up"):
        System((known(2), known(2), known(5)), ({0: 1, 1: 1, 2: -1},))


def test_the_solver_writes_nothing(capfd):
    protect(table([[8, 6], [2, 1], [6, 5]], k=5), seconds=SECONDS)
    with solver.silent():
        solver.os.write(1, b"Running HiGHS\n")
        solver.os.write(2, b"Copyright\n")

    assert capfd.readouterr() == ("", "")


def drawn_tables(number: int, seed: int):
    """Tables of the sizes of pilots, by chance; some linked with a second one."""
    chance = np.random.default_rng(seed)
    for at in range(number):
        k = int(chance.choice([3, 5]))
        shape = SHAPES[at % len(SHAPES)]
        persons = int(chance.integers(12, 90))
        weights = chance.dirichlet(np.ones(int(np.prod(shape))))
        cells = chance.multinomial(persons, weights).reshape(shape)
        system = table(cells, k=k)
        if at % 7 == 0 and len(shape) == 2:
            rows = cells.sum(axis=1)
            second = np.array([chance.multinomial(n, [0.4, 0.6]) for n in rows])
            other = table(second, k=k)
            width, narrow = shape[1] + 1, 3
            ends = [(i * width + shape[1], i * narrow + 2) for i in range(shape[0] + 1)]
            system = linked(system, other, dict(ends))
        yield system


def require_safe(system: System) -> None:
    done = protect(system, seconds=SECONDS)
    failed = {at for each in done.failed for at in each}
    unsafe = system.primaries(range(len(system.counts)))
    kept = [at for at in unsafe if at not in failed]
    for at, (low, high) in (
        attack_all(system, done.hidden, kept).items() if kept else ()
    ):
        least = system.counts[at].least
        assert high - low >= least
        assert high >= least


@pytest.mark.parametrize("seed", range(10))
def test_no_attack_on_a_hundred_tables_succeeds(seed):
    for system in drawn_tables(100, seed):
        require_safe(system)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 120))
def test_no_attack_on_a_thousand_tables_succeeds(seed):
    for system in drawn_tables(1000, seed):
        require_safe(system)


@pytest.mark.parametrize("seed", range(5))
def test_ranges_equal_those_of_trying_every_table(seed):
    chance = np.random.default_rng(seed)
    for _ in range(100):
        shape = [(2, 2), (2, 3), (1, 3), (3, 2)][int(chance.integers(4))]
        persons = int(chance.integers(3, 11))
        cells = chance.multinomial(persons, [1 / np.prod(shape)] * int(np.prod(shape)))
        cells = cells.reshape(shape)
        system = table(cells, k=3)
        size = len(system.counts)
        hidden = {at for at in range(size - 1) if chance.random() < 0.6}
        tried = np.array([with_margins(each) for each in every_table(cells)])
        shown = [at for at in range(size) if at not in hidden]
        fitting = tried[(tried[:, shown] == with_margins(cells)[shown]).all(axis=1)]

        for at in hidden:
            found = reach(system, hidden, at, seconds=SECONDS)
            assert found == Reach(int(fitting[:, at].min()), int(fitting[:, at].max()))


def test_of_all_hidden_sets_that_protect_the_cheapest_is_chosen():
    chance = np.random.default_rng(7)
    for _ in range(6):
        system = table(chance.multinomial(24, [0.1, 0.3, 0.3, 0.3]).reshape(2, 2), k=3)
        free = [at for at, each in enumerate(system.counts) if each.fixed == "free"]
        safe = [
            cost(system, hidden)
            for number in range(2 ** len(free))
            if protects(
                system,
                hidden := {at for i, at in enumerate(free) if number >> i & 1},
            )
        ]
        done = protect(system, seconds=SECONDS)

        assert done.cost == pytest.approx(min(safe), abs=TIE)


def cost(system, hidden):
    return sum(system.counts[at].weight for at in hidden)


def protects(system, hidden):
    for at in system.primaries(range(len(system.counts))):
        if at not in hidden:
            return False
        low, high = attack(system, hidden, at)
        if high - low < 3 or high < 3:
            return False
    return True


def test_the_order_of_rows_and_columns_does_not_matter():
    cells = np.array([[8, 6, 3], [2, 1, 9], [6, 5, 7]])
    costs = {
        round(protect(table(each, k=5), seconds=SECONDS).cost, 2)
        for each in (cells, cells.T, cells[::-1], cells[:, [1, 2, 0]])
    }

    assert len(costs) == 1


def test_larger_weights_change_nothing():
    system = table([[8, 6], [2, 1], [6, 5]], k=5)
    heavier = System(
        tuple(
            Count(c.value, c.primary, c.fixed, 3 * c.weight, c.least)
            for c in system.counts
        ),
        system.sums,
    )

    found = protect(heavier, seconds=SECONDS)

    assert found.hidden == protect(system, seconds=SECONDS).hidden


def test_what_costs_more_is_hidden_last():
    cheap = Count(9, weight=1 + log(10))
    counts = (cheap, Count(2, primary=True), Count(9, weight=60), known(20))
    row = System(counts, ({0: 1, 1: 1, 2: 1, 3: -1},))

    assert protect(row, seconds=SECONDS).hidden == {0, 1}
