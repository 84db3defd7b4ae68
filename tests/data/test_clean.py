"""Cleaning: every row accounted for, one key, and data that are never stale."""

from __future__ import annotations

import hashlib
import json

import pytest

from evallib.data import clean as cleaning
from evallib.data.clean import is_clean, must_clean
from evallib.data.identity.pseudonyms import Key, pseudonymiser
from evallib.data.store import open_processed, read_table
from evallib.domain.errors import EnvironmentFault, InputError
from tests.bad_inputs.make_workbooks import identity
from tests.data.conftest import KEY, PILOT

ROWS = "nro | alku\n1 | 1.10.2021\n2 | 2.10.2021"
FEW = 'on_row_error = "quarantine"\nmax_quarantine_share = {share}\n\n'


@pytest.fixture(autouse=True)
def two_clients(office):
    office.declare(PILOT)
    office.file("pilotti.csv", ROWS)


def quarantined(office, share):
    office.declare(
        PILOT.replace('"pilot"\n\n', '"pilot"\n' + FEW.format(share=share), 1)
    )
    good = "\n".join(f"{n} | 1.10.2021" for n in range(1, 20))
    office.file("pilotti.csv", f"nro | alku\n{good}\n20 | 31.2.2021")


def count(manifest):
    (found,) = manifest.provenance.counts.values()
    return found


def test_a_row_with_a_fault_is_set_aside_where_the_project_allows_it(office):
    quarantined(office, 0.05)
    manifest = office.clean()

    assert (count(manifest).rows_in, count(manifest).quarantined) == (20, 1)
    aside = [each for each in manifest.provenance.notes if each.set_aside]
    assert [(each.code, each.row, each.column) for each in aside] == [
        ("E-DATE", 21, "alku")
    ]
    assert len(office.study().people) == 19


def test_too_many_rows_with_a_fault_stop_the_cleaning(office):
    quarantined(office, 0.04)

    with pytest.raises(InputError, match="E-DATE"):
        office.clean()

    assert not office.processed.exists()


def test_processed_data_hold_pseudonyms_and_no_identifier(office):
    office.clean()
    clients = read_table(open_processed(office.processed), "clients")
    of_number = pseudonymiser(Key(KEY), "demo", "client_no")

    assert clients["pid"].tolist() == [of_number("1"), of_number("2")]


def test_projects_of_one_linkage_domain_share_pseudonyms(office):
    office.declare('linkage_domain = "yhteinen"\n', PILOT)
    office.clean()
    clients = read_table(open_processed(office.processed), "clients")

    assert clients["pid"][0] == pseudonymiser(Key(KEY), "yhteinen", "client_no")("1")


def test_the_same_files_give_the_same_bytes(office):
    first = office.clean()
    stored = {path.name: path.read_bytes() for path in office.processed.iterdir()}

    assert office.clean() == first
    assert stored == {
        path.name: path.read_bytes() for path in office.processed.iterdir()
    }


@pytest.mark.parametrize("change", ["raw", "project", "processed", "manifest"])
def test_whatever_changes_makes_the_data_stale(office, change):
    office.clean()
    paths = {
        "raw": office.raw / "pilotti.csv",
        "project": office.root / "projects" / "demo" / "project.toml",
        "processed": next(office.processed.glob("*.parquet")),
        "manifest": office.processed / "manifest.json",
    }
    assert is_clean(office.root, office.project)
    with paths[change].open("ab") as file:
        file.write(b"\n\n" if change != "manifest" else b"}")

    assert must_clean(office.root, office.project)
    with pytest.raises(InputError, match="E-STALE"):
        office.study()
    office.clean()
    assert len(office.study().people) == 2


def test_processed_data_are_enough_where_the_raw_files_are_elsewhere(office):
    office.clean()
    (office.raw / "pilotti.csv").unlink()

    assert not must_clean(office.root, office.project)
    assert len(office.study().people) == 2


def test_a_kernel_needs_no_key_to_open_processed_data(office, monkeypatch):
    office.clean()
    monkeypatch.setenv("EVALLIB_KEY_FILE", str(office.root.parent / "nowhere"))

    assert len(office.study().people) == 2


def test_another_key_is_refused_where_data_were_made_with_one(office, tmp_path):
    office.clean()
    (tmp_path / "key").write_bytes(bytes(32))

    with pytest.raises(EnvironmentFault, match="E-KEY-MIX"):
        office.clean()


def test_a_lost_key_is_never_replaced_in_silence(office, tmp_path):
    office.clean()
    (tmp_path / "key").unlink()

    with pytest.raises(EnvironmentFault, match="E-KEY-MISSING"):
        office.clean()
    assert not (tmp_path / "key").exists()


def test_the_first_key_is_made_on_first_use(office, tmp_path):
    (tmp_path / "key").unlink()
    office.clean()

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_changed_key_leaves_its_earlier_id_in_the_manifest(office):
    office.clean()
    manifest = office.clean(key=Key(bytes(32)))

    assert manifest.provenance.key_ids == (Key(KEY).kid, Key(bytes(32)).kid)


def test_a_file_that_changes_while_it_is_read_is_stale(office, monkeypatch):
    really = cleaning.check_files

    def check(root, project):
        checked = really(root, project)
        office.file("pilotti.csv", ROWS + "\n3 | 3.10.2021")
        return checked

    monkeypatch.setattr(cleaning, "check_files", check)

    with pytest.raises(InputError, match="E-STALE"):
        office.clean()
    assert not office.processed.exists()


def test_the_manifest_tells_places_and_never_cells(office):
    quarantined(office, 0.05)
    office.clean()
    told = (office.processed / "manifest.json").read_text("utf-8")

    assert json.loads(told)["provenance"]["notes"]
    assert "31.2.2021" not in told


def test_no_identity_code_is_stored_and_no_plain_hash_of_one(office):
    codes = [identity(at) for at in range(30)]
    office.declare(
        PILOT.replace('"pilot"\n', '"pilot"\nallow_temporary_ids = true\n').replace(
            '"client_no"', '"hetu"'
        )
    )
    rows = "\n".join(f"{code} | 1.10.2021" for code in codes)
    office.file("pilotti.csv", f"nro | alku\n{rows}")
    office.clean()
    stored = b"".join(path.read_bytes() for path in office.processed.iterdir())

    for code in codes:
        assert code.encode() not in stored
        for algorithm in ("md5", "sha1", "sha256"):
            digest = hashlib.new(algorithm, code.encode())
            assert digest.hexdigest().encode() not in stored
            assert digest.digest() not in stored
