"""Whose store it is."""

import json
import os
import re
import stat
import sys

import pytest

from app.accounts.accounts import Account, Accounts
from app.config.settings import Access
from app.domain.model import Person, Phrase
from app.usos.errors import OfflineError, Silence

URL = "https://usosapps.example.edu.pl/"


def access(url: str = URL, token: str = "t" * 20, consumer_key: str = "k" * 20) -> Access:
    return Access(url, consumer_key, "consumer secret", token, "token secret")


def person(person_id: str):
    return lambda: Person(person_id, "Barbara", "Łęcka")


def store_of(data, whose, who_am_i):
    """Return the store that goes with configured credentials."""
    accounts = Accounts(data)
    return accounts.store_file(accounts.owner(whose, who_am_i))


def nobody() -> Person:
    raise OfflineError(Silence.NO_CONNECTION)


def test_a_token_seen_before_needs_no_network(tmp_path):
    first = store_of(tmp_path, access(), person("9"))
    assert store_of(tmp_path, access(), nobody) == first


def test_a_new_token_of_the_same_person_opens_the_same_store(tmp_path):
    first = store_of(tmp_path, access(), person("9"))
    assert store_of(tmp_path, access(token="other"), person("9")) == first


def test_two_persons_have_two_stores(tmp_path):
    first = store_of(tmp_path, access(), person("9"))
    second = store_of(tmp_path, access(token="other"), person("10"))
    assert first != second
    assert store_of(tmp_path, access(), nobody) == first
    assert store_of(tmp_path, access(token="other"), nobody) == second


def test_the_same_token_and_person_at_two_installations_have_two_stores(tmp_path):
    at_one = store_of(tmp_path, access(), person("9"))
    at_another = store_of(tmp_path, access(url="https://usosapps.other.edu.pl/"), person("9"))
    assert at_one != at_another


def test_the_same_token_under_another_consumer_key_is_asked_about_again(tmp_path):
    store_of(tmp_path, access(), person("9"))
    with pytest.raises(OfflineError):
        store_of(tmp_path, access(consumer_key="other"), nobody)


def test_a_new_token_without_a_network_is_an_error_and_leaves_no_trace(tmp_path):
    with pytest.raises(OfflineError):
        store_of(tmp_path, access(), nobody)
    assert store_of(tmp_path, access(), person("9")).name.startswith("9-")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"null", b"[1]", b'"9"', b'{"%s": null}', b'{"%s": {"id": "8"}}']
)
def test_a_damaged_index_only_means_asking_again(tmp_path, content):
    expected = store_of(tmp_path, access(), person("9"))
    index = next(tmp_path.glob("*/tokens.json"))
    fingerprint = re.search(rb"[0-9a-f]{16}", index.read_bytes())
    index.write_bytes(content.replace(b"%s", fingerprint[0]))
    with pytest.raises(OfflineError):
        store_of(tmp_path, access(), nobody)
    assert store_of(tmp_path, access(), person("9")) == expected
    assert store_of(tmp_path, access(), nobody) == expected


def test_no_credential_is_written_down(tmp_path):
    store_of(tmp_path, access(), person("9"))
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in ("t" * 20, "k" * 20, "consumer secret", "token secret"):
        assert secret.encode() not in written


@pytest.mark.parametrize("person_id", ["9", "A/b", "..", "a|b", "Żółć", "CON", "x" * 300, "nul\0"])
def test_any_id_makes_a_file_name_that_stays_in_its_folder(tmp_path, person_id):
    file = store_of(tmp_path, access(), person(person_id))
    assert file.parent.parent == tmp_path
    assert re.fullmatch(r"[a-z0-9.-]{0,48}-[0-9a-f]{8}\.sqlite3", file.name)
    file.touch()


def test_ids_that_look_alike_on_some_disks_have_two_stores(tmp_path):
    files = {store_of(tmp_path, access(token=each), person(each)).name.lower() for each in ("ab", "AB", "a-b")}
    assert len(files) == 3


def test_the_folder_of_an_installation_tells_which_one_it_is(tmp_path):
    folder = store_of(tmp_path, access(url="https://api.pwsip.edu.pl/usosapps/"), person("9")).parent
    assert folder.name.startswith("api.pwsip.edu.pl-usosapps-")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_look_into_the_folder(tmp_path):
    folder = store_of(tmp_path, access(), person("9")).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


# --- those who signed in here ---

BARBARA = Account(URL, "9", "Barbara Łęcka", "Uniwersytet", ("user",))
JAN = Account(URL, "10", "Jan Żak", "Uniwersytet")
ELSEWHERE = Account("https://usosapps.other.edu.pl/", "9", "Barbara Łęcka", "Politechnika")


def test_accounts_are_remembered_the_one_used_last_first(tmp_path):
    for account in (BARBARA, JAN, ELSEWHERE, BARBARA):
        Accounts(tmp_path).use(account)
    assert Accounts(tmp_path).all() == [BARBARA, ELSEWHERE, JAN]


def test_signing_in_again_replaces_what_was_known_of_an_account(tmp_path):
    accounts = Accounts(tmp_path)
    accounts.use(BARBARA)
    fresh = Account(URL, "9", "Barbara Łęcka-Nowak", "Uniwersytet")
    accounts.use(fresh)
    assert accounts.all() == [fresh]


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{}", b"[1, null, {}]", b'[{"url": 1, "user_id": "9"}]', b"\xff", b"[" * 100_000, b"\0" * 2**21],
    ids=["lost", "empty", "no list", "other rows", "wrong row", "no text", "deep", "huge"],
)
def test_a_list_of_accounts_that_is_lost_or_damaged_is_put_together_again_from_beside_the_stores(tmp_path, content):
    for place, account in enumerate((JAN, BARBARA)):
        Accounts(tmp_path).use(account)
        os.utime(Accounts(tmp_path).store_file(account).with_suffix(".account.json"), (place, place))
    index = tmp_path / "accounts.json"
    index.unlink() if content is None else index.write_bytes(content)
    assert Accounts(tmp_path).all() == [BARBARA, JAN]
    Accounts(tmp_path).use(JAN)
    assert Accounts(tmp_path).all() == [JAN, BARBARA]
    assert json.loads(index.read_bytes())[0]["user_id"] == "10"


def test_a_list_that_says_what_is_true_is_not_written_again(tmp_path):
    Accounts(tmp_path).use(BARBARA)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.json")}
    Accounts(tmp_path).use(BARBARA)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.json")} == before


def test_what_was_forgotten_does_not_come_back_when_the_list_is_lost(tmp_path):
    accounts = Accounts(tmp_path)
    for account in (BARBARA, JAN):
        accounts.use(account)
        accounts.store_file(account).touch()
    accounts.owner(access(), person("9"))
    accounts.forget(BARBARA)
    (tmp_path / "accounts.json").unlink()
    assert accounts.all() == [JAN]
    assert b"9" not in b"".join(file.read_bytes().replace(b'"10"', b"") for file in tmp_path.rglob("tokens.json"))


def test_forgetting_an_account_leaves_no_file_of_it_and_all_of_the_others(tmp_path):
    accounts = Accounts(tmp_path)
    for account in (BARBARA, JAN):
        accounts.use(account)
    file, other = accounts.store_file(BARBARA), accounts.store_file(JAN)
    for name in ("", "-wal", "-shm", ".lock", ".damaged-20261123-101700", ".damaged-20261123-101700.csv"):
        file.with_name(f"{file.name}{name}").touch()
    other.touch()
    accounts.keep_selectors(URL, {"lists": 1})
    accounts.forget(BARBARA)
    assert accounts.all() == [JAN]
    assert sorted(one.name for one in file.parent.iterdir()) == sorted(
        [other.name, f"{other.stem}.account.json", "selectors.json"]
    )
    accounts.forget(JAN)
    assert [one.name for one in tmp_path.iterdir()] == ["accounts.json"]
    assert accounts.all() == []


def test_what_an_installation_takes_is_remembered_for_it_alone(tmp_path):
    Accounts(tmp_path).keep_selectors(URL, {"lists": 2})
    assert Accounts(tmp_path).selectors(URL) == {"lists": 2}
    assert Accounts(tmp_path).selectors(ELSEWHERE.url) == {}


def test_the_names_usos_told_of_installations_are_remembered(tmp_path):
    names = {URL: Phrase("Uniwersytet", "University"), ELSEWHERE.url: Phrase("Politechnika", "")}
    Accounts(tmp_path).keep_installations(names)
    assert Accounts(tmp_path).installations() == names


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_their_owner_can_read_the_accounts(tmp_path):
    Accounts(tmp_path).use(BARBARA)
    assert stat.S_IMODE((tmp_path / "accounts.json").stat().st_mode) == 0o600
