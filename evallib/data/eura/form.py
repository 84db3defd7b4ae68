"""The numbered form of an ESF project sheet: its headings, labels and fixed terms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from evallib.data.eura.pages import TITLE

PROJECT = "1 Hanke"
APPLICANT = "2 Hakijan perustiedot"
SUMMARY = "3 Suunnitelman mukainen tiivistelmä toteutuksesta"
TARGET_GROUPS = "4 Hankkeen kohderyhmät"
DIRECT = "4.1 Varsinaiset kohderyhmät"
INDIRECT = "4.2 Välilliset kohderyhmät"
FUNDING = "5 Projektin julkinen rahoitus, euroa"
AREA = "6 Maantieteellinen kohdealue"
MONITORING = (
    "7 Hakemusvaiheessa ilmoitettavat arviot hankekohtaisista seurantiedoista"
    "|7 Hakemusvaiheessa ilmoitettavat arviot hankekohtaisista seurantatiedoista"
)
COMPANIES = "7.1 Osallistuvien yritysten lukumäärä"
PERSONS = "7.2 Osallistuvien henkilöiden lukumäärä"
PRINCIPLES = "8 Horisontaaliset periaatteet"
EQUALITY = "8.1 Sukupuolten tasa-arvo"
DEVELOPMENT = "8.2 Kestävä kehitys"
FINAL_REPORT = "9 Loppuraportin tiivistelmä"

HEADINGS = (
    TITLE,
    PROJECT,
    APPLICANT,
    SUMMARY,
    TARGET_GROUPS,
    DIRECT,
    INDIRECT,
    FUNDING,
    AREA,
    MONITORING,
    COMPANIES,
    PERSONS,
    PRINCIPLES,
    EQUALITY,
    DEVELOPMENT,
    FINAL_REPORT,
)
NOT_YET = (FINAL_REPORT,)  # a project that goes on has no final report

CODE = "Hankekoodi"
NAME = "Hankkeen nimi"
PRIORITY = "Toimintalinja"
OBJECTIVE = "Erityistavoite"
PERIOD = "Suunnitelman mukainen toteutusaika"
STATE = "Toiminnan tila"
AUTHORITY = "Vastuuviranomainen"
PROJECT_LABELS = (CODE, NAME, PRIORITY, OBJECTIVE, PERIOD, STATE, AUTHORITY)

OFFICIAL_NAME = "Hakijan virallinen nimi"
ORGANISATION_KIND = "Organisaatiotyyppi"
BUSINESS_ID = "Y-tunnus"
STREET = "Jakeluosoite"
POSTCODE = "Postinumero"
TOWN = "Postitoimipaikka"
WEBSITE = "WWW-osoite"
TRANSFER = "Hakijoiden lukumäärä tai tuen siirto -menettely"
PARTNERS = "Osatoteuttajat"
APPLICANT_LABELS = (
    OFFICIAL_NAME,
    ORGANISATION_KIND,
    BUSINESS_ID,
    STREET,
    "Puhelinnumero",
    POSTCODE,
    TOWN,
    WEBSITE,
    "Hankkeen yhteyshenkilön nimi",
    "Yhteyshenkilön asema hakijaorganisaatiossa",
    "Yhteyshenkilön sähköpostisoite|Yhteyshenkilön sähköpostiosoite",
    "Yhteyshenkilön puhelinnumero",
    TRANSFER,
    PARTNERS,
)

GRANTED = "Myönnetty EU- ja valtion rahoitus"
USED = "Toteutunut EU- ja valtion rahoitus"
PLANNED_TOTAL = "Suunniteltu julkinen rahoitus yhteensä"
USED_TOTAL = "Toteutunut julkinen rahoitus yhteensä"
FUNDING_LABELS = (GRANTED, USED, PLANNED_TOTAL, USED_TOTAL)

REGIONS = "Maakunnat"
SUBREGIONS = "Seutukunnat"
MUNICIPALITIES = "Kunnat"
SITE = "Toteutuspaikan osoite, jos hanke toteutetaan yhdessä paikassa"
AREA_LABELS = (REGIONS, SUBREGIONS, MUNICIPALITIES, SITE, STREET, POSTCODE, TOWN)

PLANNED = "Suunniteltu"
REALISED = "Toteutunut seurantatietojen mukaan"


@cache
def terms() -> Mapping[str, Any]:
    """Ids and names of the form's fixed questions."""
    path = Path(__file__).with_name("terms.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
