"""An ESF project sheet becomes the project that a person made of it by hand."""

from __future__ import annotations

import html
import re
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from evallib.data.eura.importing import import_esf
from evallib.data.eura.reading import read_sheet
from evallib.data.study import load_study
from evallib.domain.errors import ConfigurationError, InputError

ROOT = Path(__file__).parents[2]
SHEETS = Path(__file__).parent / "esf"
SHIPPED = {"inka": "inka-satakunta", "tuttu": "tuttu-6aika"}
PAGE_WIDTH = 95  # characters on a line of an A4 page
PAGE_LINES = 48
CONTACTS = (
    "Esimerkki",
    "Keksitty",
    "example.org)",
    "(at)",
    "050 000",
    "Toimistonhoitaja",
)


@pytest.fixture
def root(tmp_path):
    (tmp_path / "projects").mkdir()
    return tmp_path


@pytest.fixture(params=SHIPPED)
def name(request):
    return request.param


@pytest.fixture
def pair(root, name):
    """The imported project and the shipped one."""
    project = import_esf(root, SHEETS / f"{name}.txt")
    return opened(root, project), opened(ROOT, SHIPPED[name])


@pytest.fixture
def refused(root, tmp_path):
    """Import a changed sheet; gives its problems and sees that nothing was written."""

    def _refused(text, project="uusi"):
        path = tmp_path / "kuvaus.txt"
        path.write_text(text, "utf-8")
        with pytest.raises(InputError, match="E-") as caught:
            import_esf(root, path, project)
        assert not list((root / "projects").iterdir())
        assert not (root / "data").exists()
        return caught.value.problems

    return _refused


def opened(root, project):
    return load_study(
        root, project, round_id="final", language="fi", audience="public", as_of=None
    )


def text_of(name):
    return (SHEETS / f"{name}.txt").read_text("utf-8")


def line_of(text, words):
    return next(at for at, line in enumerate(text.split("\n"), 1) if words in line)


# --- the shipped projects -----------------------------------------------------


def test_the_id_is_the_short_name_of_the_project(pair, name):
    assert pair[0].project.id == SHIPPED[name]


def test_code_period_programme_area_and_money_are_the_same(pair):
    made, shipped = (each.project for each in pair)

    assert (made.code, made.period, made.area) == (
        shipped.code,
        shipped.period,
        shipped.area,
    )
    assert made.programme == shipped.programme
    assert made.funding == shipped.funding
    assert made.rounds[0].as_of == shipped.rounds[0].as_of


def test_every_organisation_of_the_sheet_is_in_the_shipped_project(pair):
    made, shipped = (
        {
            (each.name.fi, each.role, each.business_id, each.url)
            for each in study.project.organisations
        }
        for study in pair
    )

    assert made <= shipped


def test_every_line_of_the_project_card_is_in_the_shipped_project(pair):
    made, shipped = (
        {(each.label, each.value.fi) for each in study.project.facts} for study in pair
    )

    assert made <= shipped


def test_planned_and_realised_companies_and_persons_are_the_same(pair):
    made, shipped = pair
    first_two = [replace(each, note=None) for each in shipped.indicators[:2]]

    assert [replace(each, note=None) for each in made.indicators] == first_two


def test_principles_and_equality_are_the_same_with_scores_and_reasons(pair):
    made, shipped = pair

    assert made.principles == shipped.principles
    assert made.equality == shipped.equality


def test_persons_who_took_part_stay_missing_and_are_never_zero(pair):
    companies, persons = pair[0].indicators

    assert persons.actual is None
    assert persons.note.fi.startswith("Kuvauslomake ei kerro")
    assert companies.note is None


def test_the_projects_own_words_are_kept_as_the_shipped_ones(root):
    study = opened(root, import_esf(root, SHEETS / "tuttu.txt"))

    assert study.description == opened(ROOT, "tuttu-6aika").description


def test_the_contact_person_is_in_no_file(root, name):
    import_esf(root, SHEETS / f"{name}.txt")

    written = "".join(path.read_text("utf-8") for path in root.rglob("*.*"))

    assert not [word for word in CONTACTS if word in written]


# --- the same sheet saved in other ways ---------------------------------------


def as_pages(text):
    """What a PDF reader gives: broken lines, running headers, page numbers."""
    wrapped = [
        part
        for line in text.split("\n")
        for part in textwrap.wrap(
            line, PAGE_WIDTH, break_on_hyphens=False, break_long_words=False
        )
        or [""]
    ]
    pages = [wrapped[at : at + PAGE_LINES] for at in range(0, len(wrapped), PAGE_LINES)]
    return "\f".join(
        "\n".join(["EURA 2014 / hankekuvaus", "", *page, "", f"{number}/{len(pages)}"])
        for number, page in enumerate(pages, 1)
    )


def as_html(text):
    """A page with headings, a table of labels, and a table of scores."""
    rows = []
    for line in text.split("\n"):
        safe = html.escape(line)
        scores = re.fullmatch(r"(.+) (\d+) (\d+)", safe)
        label = re.fullmatch(r"([^:.]{3,80}:)(?: (.*)|$)", safe)
        if scores:
            rows.append(
                "<tr><td>{}</td>\n<td>{}</td><td>{}</td></tr>".format(*scores.groups())
            )
        elif label:
            rows.append("<tr><th>{}</th><td>{}</td></tr>".format(*label.groups("")))
        elif line:
            rows.append(f"<p>{safe.replace('ä', '&auml;')}<br></p>")
    body = "\n".join(rows)
    style = "<style>p { color: red }</style><script>var a = '1 Hanke';</script>"
    return (
        f"<!DOCTYPE html><html><head><title>x</title>{style}</head><body>{body}</body>"
    )


def without_paragraphs(sheet):
    """A page break inside a paragraph says nothing of where paragraphs end."""
    return replace(
        sheet, summary=(), direct_groups=(), indirect_groups=(), final_report=()
    )


def words_of(sheet):
    return " ".join(
        (
            *sheet.summary,
            *sheet.direct_groups,
            *sheet.indirect_groups,
            *sheet.final_report,
        )
    ).split()


@pytest.mark.parametrize("saved", [as_pages, as_html], ids=["pdf", "html"])
def test_text_from_a_pdf_and_html_say_the_same(tmp_path, name, saved):
    path = tmp_path / "kuvaus.txt"
    path.write_text(saved(text_of(name)), "utf-8")

    made = read_sheet(path, shown="kuvaus.txt")
    plain = read_sheet(SHEETS / f"{name}.txt", shown="x")

    assert without_paragraphs(made) == without_paragraphs(plain)
    assert words_of(made) == words_of(plain)


def test_html_keeps_the_paragraphs(tmp_path, name):
    path = tmp_path / "kuvaus.html"
    path.write_text(as_html(text_of(name)), "utf-8")

    plain = read_sheet(SHEETS / f"{name}.txt", shown="x")

    assert read_sheet(path, shown="x").summary == plain.summary


def test_numbers_of_sections_may_have_a_point(tmp_path, name):
    path = tmp_path / "kuvaus.txt"
    path.write_text(
        re.sub(r"^(\d(?:\.\d)?) (?=[A-Z])", r"\1. ", text_of(name), flags=re.M), "utf-8"
    )

    made = read_sheet(path, shown="x")

    assert without_paragraphs(made) == without_paragraphs(
        read_sheet(SHEETS / f"{name}.txt", shown="x")
    )
    assert made.final_report


def test_an_old_windows_file_is_read_as_well(tmp_path, name):
    path = tmp_path / "kuvaus.txt"
    path.write_bytes(text_of(name).encode("cp1252"))

    assert read_sheet(path, shown="x") == read_sheet(SHEETS / f"{name}.txt", shown="x")


# --- what stays missing -------------------------------------------------------


def imported(root, tmp_path, text):
    path = tmp_path / "kuvaus.txt"
    path.write_text(text, "utf-8")
    return opened(root, import_esf(root, path, "uusi"))


def test_money_that_is_not_told_is_missing(root, tmp_path):
    text = text_of("inka").replace(
        "Toteutunut EU- ja valtion rahoitus: 853 804",
        "Toteutunut EU- ja valtion rahoitus:",
    )

    granted, total = imported(root, tmp_path, text).project.funding

    assert (granted.planned_eur, granted.realised_eur) == (915000.0, None)
    assert total.realised_eur == 853804.0


def test_money_used_without_a_plan_stays_on_the_project_card(root, tmp_path):
    text = text_of("inka").replace("rahoitus: 915 000", "rahoitus:")

    project = imported(root, tmp_path, text).project

    assert [each.id for each in project.funding] == ["public_total"]
    assert project.facts[-1].value.fi == "853\N{NO-BREAK SPACE}804"


def test_scores_that_are_not_given_are_missing_and_the_reason_is_kept(root, tmp_path):
    text = text_of("inka").replace(
        "Materiaalit ja jätteet 3 5", "Materiaalit ja jätteet"
    )

    study = imported(root, tmp_path, text)
    waste = next(each for each in study.principles if each.id == "materiaalit-jatteet")

    assert (waste.direct, waste.indirect) == (None, None)
    assert waste.reason.fi.startswith("Vaikutukset ovat kohtalaisia.")


def test_realised_persons_are_taken_where_a_sheet_has_them(root, tmp_path):
    text = text_of("inka").replace(
        "Suunniteltu: 100\n",
        "Suunniteltu: 100\n\nToteutunut seurantatietojen mukaan: 1 204\n",
    )

    _, persons = imported(root, tmp_path, text).indicators

    assert (persons.actual.number, persons.actual_number) == (1204.0, 1204.0)


def test_a_project_that_goes_on_has_no_final_report(root, tmp_path):
    text = text_of("inka").partition("9 Loppuraportin")[0]

    study = imported(root, tmp_path, text)

    assert "Loppuraportin" not in study.description.fi


# --- refusals -----------------------------------------------------------------


@pytest.mark.parametrize(
    "missing",
    [
        "Euroopan sosiaalirahaston (ESR) rahoittaman hankkeen kuvaus",
        "2 Hakijan perustiedot",
        "Toteutunut julkinen rahoitus yhteensä",
        "6 Maantieteellinen kohdealue",
        "Uusiutuvien energialähteiden käyttö",
    ],
)
def test_another_layout_is_refused_with_what_was_expected(refused, missing):
    text = text_of("tuttu").replace(missing, "Jotakin muuta")

    (problem,) = refused(text)

    assert problem.code == "E-ESF-LAYOUT"
    assert problem.facts["expected"].startswith(missing)
    assert problem.place.row <= line_of(text, "Jotakin muuta")


def test_text_that_is_no_sheet_is_refused_at_its_first_line(refused):
    (problem,) = refused("Hei,\n\ntässä hankkeen kuvaus.\n")

    assert (problem.code, problem.place.row) == ("E-ESF-LAYOUT", 1)


def test_values_that_cannot_be_read_are_told_all_at_once_with_their_lines(refused):
    text = (
        text_of("inka")
        .replace("Alkaa 1.8.2018", "Alkaa syksyllä")
        .replace("2296962-1", "2296962")
        .replace("yhteensä: 915 000", "yhteensä: noin miljoona")
        .replace("(valtavirtaistaminen): Ei", "(valtavirtaistaminen): Ehkä")
        .replace("Hyvinvoinnin edistäminen 9 9", "Hyvinvoinnin edistäminen 9 19")
    )
    wrong = ["Alkaa syks", "2296962", "noin milj", "Ehkä", "9 19"]

    problems = refused(text)

    assert [each.facts["case"] for each in problems] == ["value"] * len(wrong)
    assert [each.place.row for each in problems] == [line_of(text, w) for w in wrong]


@pytest.mark.parametrize("next_one", ["Materiaalit ja", "Tasa-arvon edist", "Luonnon"])
def test_a_principle_that_the_form_does_not_know_is_refused(refused, next_one):
    text = re.sub(
        rf"^{next_one}", f"Avaruuslento 1 1\n{next_one}", text_of("tuttu"), flags=re.M
    )

    (problem,) = refused(text)

    assert problem.place.row <= line_of(text, "Avaruuslento")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"PK\x03\x04"])
def test_a_pdf_itself_asks_for_its_text(root, tmp_path, content):
    (tmp_path / "kuvaus.txt").write_bytes(content)

    with pytest.raises(InputError, match="E-FILE-TYPE") as caught:
        import_esf(root, tmp_path / "kuvaus.txt")

    assert caught.value.problems[0].facts["case"] == "esf"


def test_spoilt_letters_are_refused(refused):
    spoilt = text_of("inka").replace("ä", "Ã¤").replace("ö", "Ã¶")

    assert {each.code for each in refused(spoilt)} == {"E-ENC-MOJIBAKE"}


def test_a_missing_file_is_told(root, tmp_path):
    with pytest.raises(InputError, match="E-FILE-MISSING"):
        import_esf(root, tmp_path / "puuttuu.txt")


def test_an_existing_project_is_never_overwritten(root):
    import_esf(root, SHEETS / "inka.txt")
    before = {path: path.read_bytes() for path in root.rglob("*.*")}

    with pytest.raises(ConfigurationError, match="E-CFG-ID") as caught:
        import_esf(root, SHEETS / "tuttu.txt", "inka-satakunta")

    assert caught.value.problems[0].facts["found"] == "projects/inka-satakunta"
    assert {path: path.read_bytes() for path in root.rglob("*.*")} == before


def test_figures_that_are_there_already_are_never_overwritten(root):
    (root / "data/raw/uusi").mkdir(parents=True)
    (root / "data/raw/uusi/indicators.csv").write_text("omat", "utf-8")

    with pytest.raises(ConfigurationError, match="E-CFG-ID"):
        import_esf(root, SHEETS / "inka.txt", "uusi")

    assert (root / "data/raw/uusi/indicators.csv").read_text("utf-8") == "omat"
    assert not (root / "projects/uusi").exists()


@pytest.mark.parametrize("project", ["../x", "Iso", "con", ""])
def test_an_id_that_cannot_be_one_is_refused(root, project):
    with pytest.raises(ConfigurationError, match="E-CFG-ID"):
        import_esf(root, SHEETS / "inka.txt", project)
