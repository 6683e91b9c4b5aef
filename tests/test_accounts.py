"""Whose store it is."""

import re
import stat
import sys

import pytest

from app import accounts
from app.model import Person
from app.settings import Access
from app.usos.errors import OfflineError, Silence

URL = "https://usosapps.example.edu.pl/"


def access(url: str = URL, token: str = "t" * 20, consumer_key: str = "k" * 20) -> Access:
    return Access(url, consumer_key, "consumer secret", token, "token secret")


def person(person_id: str):
    return lambda: Person(person_id, "Barbara", "Łęcka")


def nobody() -> Person:
    raise OfflineError(Silence.NO_CONNECTION)


def test_a_token_seen_before_needs_no_network(tmp_path):
    first = accounts.store_file(tmp_path, access(), person("9"))
    assert accounts.store_file(tmp_path, access(), nobody) == first


def test_a_new_token_of_the_same_person_opens_the_same_store(tmp_path):
    first = accounts.store_file(tmp_path, access(), person("9"))
    assert accounts.store_file(tmp_path, access(token="other"), person("9")) == first


def test_two_persons_have_two_stores(tmp_path):
    first = accounts.store_file(tmp_path, access(), person("9"))
    second = accounts.store_file(tmp_path, access(token="other"), person("10"))
    assert first != second
    assert accounts.store_file(tmp_path, access(), nobody) == first
    assert accounts.store_file(tmp_path, access(token="other"), nobody) == second


def test_the_same_token_and_person_at_two_installations_have_two_stores(tmp_path):
    at_one = accounts.store_file(tmp_path, access(), person("9"))
    at_another = accounts.store_file(tmp_path, access(url="https://usosapps.other.edu.pl/"), person("9"))
    assert at_one != at_another


def test_the_same_token_under_another_consumer_key_is_asked_about_again(tmp_path):
    accounts.store_file(tmp_path, access(), person("9"))
    with pytest.raises(OfflineError):
        accounts.store_file(tmp_path, access(consumer_key="other"), nobody)


def test_a_new_token_without_a_network_is_an_error_and_leaves_no_trace(tmp_path):
    with pytest.raises(OfflineError):
        accounts.store_file(tmp_path, access(), nobody)
    assert accounts.store_file(tmp_path, access(), person("9")).name.startswith("9-")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"null", b"[1]", b'"9"', b'{"%s": null}', b'{"%s": {"id": "8"}}']
)
def test_a_damaged_index_only_means_asking_again(tmp_path, content):
    expected = accounts.store_file(tmp_path, access(), person("9"))
    index = next(tmp_path.glob("*/tokens.json"))
    fingerprint = re.search(rb"[0-9a-f]{16}", index.read_bytes())
    index.write_bytes(content.replace(b"%s", fingerprint[0]))
    with pytest.raises(OfflineError):
        accounts.store_file(tmp_path, access(), nobody)
    assert accounts.store_file(tmp_path, access(), person("9")) == expected
    assert accounts.store_file(tmp_path, access(), nobody) == expected


def test_no_credential_is_written_down(tmp_path):
    accounts.store_file(tmp_path, access(), person("9"))
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in ("t" * 20, "k" * 20, "consumer secret", "token secret"):
        assert secret.encode() not in written


@pytest.mark.parametrize("person_id", ["9", "A/b", "..", "a|b", "Żółć", "CON", "x" * 300, "nul\0"])
def test_any_id_makes_a_file_name_that_stays_in_its_folder(tmp_path, person_id):
    file = accounts.store_file(tmp_path, access(), person(person_id))
    assert file.parent.parent == tmp_path
    assert re.fullmatch(r"[a-z0-9.-]{0,48}-[0-9a-f]{8}\.sqlite3", file.name)
    file.touch()


def test_ids_that_look_alike_on_some_disks_have_two_stores(tmp_path):
    files = {
        accounts.store_file(tmp_path, access(token=each), person(each)).name.lower() for each in ("ab", "AB", "a-b")
    }
    assert len(files) == 3


def test_the_folder_of_an_installation_tells_which_one_it_is(tmp_path):
    folder = accounts.store_file(tmp_path, access(url="https://api.pwsip.edu.pl/usosapps/"), person("9")).parent
    assert folder.name.startswith("api.pwsip.edu.pl-usosapps-")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_look_into_the_folder(tmp_path):
    folder = accounts.store_file(tmp_path, access(), person("9")).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
