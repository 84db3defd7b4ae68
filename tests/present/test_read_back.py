"""A number that slips into a page on its way to the file is found."""

from __future__ import annotations

import pytest

from evallib.present.read_back import unreleased

NUMBER = '<td class="num">'
PAGE = """
<section id="effect">
<p class="say">Osuus oli <span class="number">55 %</span>,
seuranta <span class="number constant">6</span> kk.</p>
<img alt="Pylväs on 55 % ja väli 53–57 % (95 %:n luottamusväli)." src="data:x">
<table id="effect-groups"><thead><tr><th>Ryhmä</th></tr></thead><tbody>
<tr><th>2024</th><td>1 101</td><td>2 002</td><td>55 %</td></tr>
<tr><th>Pieni</th><td>…</td><td>12</td><td>…</td></tr>
</tbody></table>
</section>
""".replace("<td>", NUMBER)


def record(row, column, value, **more):
    status = "hidden" if value is None else "shown"
    place = {"section": "effect", "table": "groups", "row": row, "column": column}
    rest = {"value": value, "low": None, "high": None, "status": status}
    return place | rest | more


RELEASED = [
    record("large", "reached", 1101),
    record("large", "known", 2002),
    record("large", "share", 0.5499, low=0.528, high=0.5716),
    record("small", "reached", None),
    record("small", "known", 12),
    record("small", "share", None),
]


def test_a_page_that_tells_what_was_released_is_fine():
    assert unreleased(PAGE, RELEASED, "fi") == ()


@pytest.mark.parametrize(
    ("printed", "slipped", "where"),
    [
        ("<td>…</td><td>12</td>", "<td>3</td><td>12</td>", "effect-groups"),
        ("<td>…</td><td>12</td>", "<td></td><td>12</td>", "effect-groups"),
        ("<td>1 101</td>", "<td>1 102</td>", "effect-groups"),
        ("<td>12</td><td>…</td>", "<td>12</td><td>…</td><td>3</td>", "effect-groups"),
        ("<tr><th>Pieni", "<tr><td>7</td></tr><tr><th>Pieni", "effect-groups"),
        ('number">55 %', 'number">25 %', "effect"),
        ("Pylväs on 55 %", "Pylväs on 25 %", "effect"),
        ("53–57 %", "53–58 %", "effect"),
    ],
)
def test_whatever_else_it_tells_is_named_by_its_place(printed, slipped, where):
    page = PAGE.replace(*(each.replace("<td>", NUMBER) for each in (printed, slipped)))

    assert page != PAGE
    assert unreleased(page, RELEASED, "fi") == (where,)


@pytest.mark.parametrize(
    ("language", "thousand", "percent"),
    [
        ("fi", "1\u00a0101", "55\u00a0%"),
        ("sv", "1\u00a0101", "55\u00a0%"),
        ("en", "1,101", "55%"),
    ],
)
def test_numbers_are_read_as_each_language_writes_them(language, thousand, percent):
    page = PAGE.replace("1 101", thousand).replace("55 %", percent)

    assert unreleased(page, RELEASED, language) == ()
