"""Who is compared on which outcome, and what they are made alike in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from evallib.data.people import Amount, Covariate, People
from evallib.domain.plan import Plan
from evallib.domain.table import Value
from evallib.domain.vocabulary import LANGUAGES, Label, Text

Reason = Literal["absent", "many_missing", "constant"]
HAVE = ("pilot_have", "pilot_of", "control_have", "control_of")
HAVE_OF = {name: f"{name.partition('_')[0]}_of" for name in HAVE}
MOST_MISSING = 0.2  # of either group; beyond it a covariate is not adjusted for


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """An outcome as numbers: 0 and 1, or an amount in ``unit``; of whom it is known."""

    name: str
    label: Label | Text
    values: Any
    known: Any
    unit: str | None = None

    @property
    def yes_no(self) -> bool:
        return self.unit is None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A covariate that is not adjusted for, and the known persons without it."""

    name: str
    label: Text
    reason: Reason
    missing: int


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The persons of a comparison.

    Attributes
    ----------
    known : array of bool
        Everybody whose outcome is known.
    complete : array of bool
        Those of them with every covariate that is adjusted for.
    covariates : array, complete persons by columns
    names, labels : tuple
        Of the columns; a category has one column for each label but the first.
    left_out : tuple of LeftOut
        Covariates of the plan that could not be used.
    """

    people: People
    target: Target
    known: Any
    complete: Any
    covariates: Any
    names: tuple[str, ...]
    labels: tuple[Text, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def pilot(self) -> Any:
        """Which of the complete persons are in the pilot."""
        return self.people.pilot[self.complete]

    @property
    def outcome(self) -> Any:
        """Outcomes of the complete persons."""
        return self.target.values[self.complete]

    @property
    def patterns(self) -> int:
        """Combinations of covariates that occur among the complete persons."""
        return len(set(map(tuple, self.covariates.tolist())))

    @property
    def smaller(self) -> int:
        """Persons of known outcome in the smaller group."""
        return min(self.persons(self.known))

    def persons(self, among: Any) -> tuple[int, int]:
        """Pilot and control persons of a mask."""
        inside = among & self.people.pilot
        return int(inside.sum()), int(among.sum() - inside.sum())

    def who_have(self, name: str) -> dict[str, Value]:
        """Complete persons with a yes/no fact, under ``HAVE``; none for a number.

        Means of such a fact, and what is worked out from them, tell these counts.
        """
        held = self.covariates[:, self.names.index(name)]
        if not ((held == 0) | (held == 1)).all():
            return dict.fromkeys(HAVE)
        counts = [
            count
            for side in (self.pilot, ~self.pilot)
            for count in (int(held[side].sum()), int(side.sum()))
        ]
        return dict(zip(HAVE, counts, strict=True))


def primary_target(people: People, plan: Plan) -> Target | None:
    """The outcome that the plan names; None if its follow-up point is not there."""
    at = people.point(plan.horizon_months)
    if at is None:
        return None
    values = people.reached(at, plan.primary).astype(float)
    label = Label(f"adjustment.outcome.{plan.primary}")
    return Target(plan.primary, label, values, people.known(at))


def amount_target(amount: Amount) -> Target:
    """An amount as an outcome of those of whom it is known."""
    known = amount.values == amount.values  # a missing number is not equal to itself
    return Target(amount.name, amount.label, amount.values, known, amount.unit)


def sample_of(
    people: People, target: Target, wanted: tuple[str, ...], *, without: str = ""
) -> Sample:
    """The persons of a comparison and their covariates; ``without`` skips one."""
    chosen, left_out = _usable(people, target, wanted=wanted, without=without)
    held = replace(people, covariates=tuple(chosen))
    matrix, names = held.design_matrix([each.name for each in chosen])
    filled = (matrix == matrix).all(axis=1)
    complete = target.known & filled
    matrix = matrix[complete]
    varied = [
        place
        for place, column in enumerate(matrix.T)
        if len(column) and _varies(column)
    ]
    labels = _labels(chosen)
    left_out += _constant(chosen, {names[place] for place in varied})
    return Sample(
        people=people,
        target=target,
        known=target.known,
        complete=complete,
        covariates=matrix[:, varied],
        names=tuple(names[place] for place in varied),
        labels=tuple(labels[names[place]] for place in varied),
        left_out=tuple(left_out),
    )


def _usable(
    people: People, target: Target, *, wanted: tuple[str, ...], without: str
) -> tuple[list[Covariate], list[LeftOut]]:
    """Covariates, and amounts from before, that enough persons have."""
    before = {each.name: each for each in people.amounts if each.months < 0}
    chosen, left_out = [], []
    for name in (each for each in wanted if each != without):
        found = people.covariate(name)
        if found is None and name in before:
            found = Covariate(name, before[name].label, before[name].values)
        if found is None:
            left_out.append(LeftOut(name, Text(fi=name), "absent", 0))
            continue
        gaps = target.known & (found.values != found.values)
        if _share_missing(people, target, gaps) > MOST_MISSING:
            missing = int(gaps.sum())
            left_out.append(LeftOut(name, found.label, "many_missing", missing))
        else:
            chosen.append(found)
    return chosen, left_out


def _share_missing(people: People, target: Target, gaps: Any) -> float:
    """Of the group that has more of them missing."""
    shares = [0.0]
    for side in (people.pilot, people.control):
        persons = int((target.known & side).sum())
        if persons:
            shares.append(int((gaps & side).sum()) / persons)
    return max(shares)


def _varies(column: Any) -> bool:
    return bool(column.min() < column.max())


def _constant(chosen: list[Covariate], varied: set[str]) -> list[LeftOut]:
    """Covariates of which no column tells anybody from anybody else."""
    return [
        LeftOut(each.name, each.label, "constant", 0)
        for each in chosen
        if not varied & set(_columns(each))
    ]


def _columns(covariate: Covariate) -> list[str]:
    """Its columns of the design matrix."""
    if not covariate.labels:
        return [covariate.name]
    return [f"{covariate.name}={label}" for label in covariate.labels[1:]]


def _labels(chosen: list[Covariate]) -> dict[str, Text]:
    """What readers see for each column of the design matrix."""
    found: dict[str, Text] = {}
    for each in chosen:
        found[each.name] = each.label
        for label in each.labels[1:]:
            shown = each.shown.get(label, Text(fi=label))
            found[f"{each.name}={label}"] = of_category(each.label, shown)
    return found


def of_category(covariate: Text, label: Text) -> Text:
    """``Education: vocational`` in the languages that the covariate has words in."""
    told = [each for each in LANGUAGES if getattr(covariate, each)]
    pairs = {
        each: (covariate.in_language(each), label.in_language(each)) for each in told
    }
    return Text(**{each: f"{of[0]}: {what[0]}" for each, (of, what) in pairs.items()})
