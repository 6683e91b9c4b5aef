"""The universities: what is shipped, what a lecturer's typing finds, and what USOS's own list changes."""

from urllib.parse import urlsplit

import pytest

from app.accounts.universities import University, merged, search, shipped
from app.config.base_url import normal_url
from app.domain.model import Phrase
from app.domain.names import folded, order
from app.tui.sign_in.universities import UniversityRows

HERE = University("https://usosapps.here.edu.pl/", Phrase("Uniwersytet Tutejszy", "Local University"), "Łódź", "UT")


def found(typed: str) -> list[str]:
    """Hosts, best first."""
    return [urlsplit(one.url).hostname or "" for one in search(shipped(), typed)]


@pytest.mark.parametrize("university", shipped(), ids=lambda one: one.url)
def test_a_shipped_university_is_written_as_the_program_needs_it(university):
    assert university.url == normal_url(university.url)
    assert university.url.startswith("https://")
    assert all((university.name.pl, university.city, university.short))
    for text in (university.name.pl, university.name.en, university.city, university.short):
        assert text == " ".join(text.split())
        assert text.isprintable()
    assert " " not in university.short, "a short name is one word, so that typing it can be the best match"


def test_each_address_is_shipped_once_and_the_cities_are_in_order():
    hosts = [urlsplit(one.url).hostname for one in shipped()]
    assert len(hosts) == len(set(hosts)) == 85
    cities = [one.city for one in shipped()]
    assert cities == sorted(cities, key=order)


def test_the_one_installation_below_a_path_keeps_its_path():
    assert [one.url for one in shipped() if urlsplit(one.url).path != "/"] == ["https://api.pwsip.edu.pl/usosapps/"]


def test_a_name_that_ends_with_a_town_is_listed_under_that_town():
    # Names decline their town ("w Poznaniu"): its beginning is enough to find one in the wrong line.
    towns = {folded(one.city)[:4]: one.city for one in shipped()}
    told = {one: towns.get(folded(one.name.pl.split()[-1])[:4]) for one in shipped()}
    assert sum(town is not None for town in told.values()) > 40
    assert [one for one, town in told.items() if town not in {None, one.city}] == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("UAM", "usosapps.amu.edu.pl"),
        ("pw", "apps.usos.pw.edu.pl"),
        ("uj", "apps.usos.uj.edu.pl"),
        ("uł", "usosapps.uni.lodz.pl"),
        ("ul", "usosapps.uni.lodz.pl"),
        ("us", "usosapps.us.edu.pl"),
        ("po", "usosapps.po.edu.pl"),
        ("awf krak", "usosapi.awf.krakow.pl"),
        ("politechnika wroc", "apps.usos.pwr.edu.pl"),
        ("Wroclaw Politech", "apps.usos.pwr.edu.pl"),
        ("adama mickiewicza", "usosapps.amu.edu.pl"),
        ("jagiellonian", "apps.usos.uj.edu.pl"),
        ("warsaw university", "usosapps.uw.edu.pl"),
        ("curie-skłodowska", "apps.umcs.pl"),
        ("bielsko", "usosapi.ubb.edu.pl"),
        ("lomza", "api.pwsip.edu.pl"),
        ("apeiron", "usosapi.apeiron.edu.pl"),
        ("usosapps.amu.edu.pl", "usosapps.amu.edu.pl"),
        ("https://usosapps.amu.edu.pl/", "usosapps.amu.edu.pl"),
        ("usos-apps.uci", "usos-apps.uci.pb.edu.pl"),
        ("skłodow umcs", "apps.umcs.pl"),
        ("AGH", "apps.usos.agh.edu.pl"),
        ("górniczo", "apps.usos.agh.edu.pl"),
        ("impan", "usosapps.impan.pl"),
        ("instytut matematyczny", "usosapps.impan.pl"),
    ],
)
def test_what_lecturers_type_finds_their_university_first(typed, first):
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("usosweb.amu.edu.pl", "usosapps.amu.edu.pl"),
        ("https://usosweb.amu.edu.pl/kontroler.php?_action=home/index", "usosapps.amu.edu.pl"),
        ("HTTPS://UsosWeb.UW.edu.pl/", "usosapps.uw.edu.pl"),
        ("www.usosweb.uj.edu.pl", "apps.usos.uj.edu.pl"),
        ("https://web.usos.agh.edu.pl/", "apps.usos.agh.edu.pl"),
        ("agh.edu.pl", "apps.usos.agh.edu.pl"),
        ("usosweb.wt.pw.edu.pl", "apps.usos.pw.edu.pl"),
        ("usosweb.pb.edu.pl", "usos-apps.uci.pb.edu.pl"),
        ("usosweb.umk.pl/", "usosapps.umk.pl"),
        ("usosweb.uek.krakow.pl", "appsusos.uek.krakow.pl"),
        ("https://usosweb.zut.edu.pl:443", "usosapi.zut.edu.pl"),
        ("usos.impan.pl", "usosapps.impan.pl"),
    ],
)
def test_the_address_of_usosweb_finds_its_university_alone(address, host):
    assert found(f" {address} ") == [host]


@pytest.mark.parametrize("university", shipped(), ids=lambda one: one.url)
def test_every_shipped_university_is_found_by_the_addresses_of_its_domain(university):
    host = urlsplit(university.url).hostname or ""
    domain = host.split(".", 1)[1].removeprefix("usos.").removeprefix("usosapi.")
    for address in (host, f"usosweb.{domain}", f"https://usosweb.{domain}/kontroler.php"):
        assert found(address) == [host]


@pytest.mark.parametrize("address", ["usosweb.edu.pl", "www.pl", "usosweb.nowhere.edu.pl", "http://[::1", "a@b.pl"])
def test_an_address_of_no_university_finds_none(address):
    assert found(address) == []


def test_a_short_name_goes_before_words_that_begin_so_and_those_before_other_places():
    short = University("https://a.pl/", Phrase("Akademia Cyfrowa", ""), "Toruń", "PRO")
    word = University("https://b.pl/", Phrase("Akademia Prosta", ""), "Toruń", "AP")
    town = University("https://c.pl/", Phrase("Akademia Inna", ""), "Prószków", "AI")
    inside = University("https://d.pl/", Phrase("Akademia Naprost", ""), "Toruń", "AN")
    host = University("https://pro.pl/", Phrase("Akademia Zwykła", ""), "Toruń", "AZ")
    other = University("https://e.pl/", Phrase("Akademia Obca", ""), "Toruń", "AO")
    assert search([other, host, inside, town, word, short], "Pro") == [short, town, word, host, inside]


def test_every_word_has_to_match():
    assert found("uniwersytet poznań") != []
    assert found("uniwersytet atlantyda") == []


def test_nothing_typed_is_every_university_in_its_order():
    assert search(shipped(), "  ") == list(shipped())


def test_universities_that_no_list_names_are_not_made_up():
    assert found("Uniwersytet Gdański") == []


def test_what_usos_says_of_a_known_host_changes_address_and_name_only():
    told = Phrase("Uniwersytet Przemianowany", "Renamed University")
    assert merged([HERE], {"https://usosapps.here.edu.pl/path/": told}) == (
        University("https://usosapps.here.edu.pl/path/", told, "Łódź", "UT"),
    )


def test_a_new_host_is_added_and_a_missing_one_stays():
    told = Phrase("Uniwersytet Nowy", "")
    assert merged([HERE], {"https://usos.new.edu.pl/": told}) == (
        HERE,
        University("https://usos.new.edu.pl/", told, "", ""),
    )


@pytest.mark.parametrize("name", [Phrase("", ""), Phrase(" ", "Name"), Phrase("http://apps.nencki.usos.pcss.pl/", "")])
def test_what_is_no_name_does_not_take_the_place_of_one(name):
    assert merged([HERE], {HERE.url: name}) == (HERE,)
    assert merged([], {HERE.url: name}) == (University(HERE.url, Phrase("usosapps.here.edu.pl", ""), "", ""),)


def test_no_list_gives_one_university_the_name_of_another_or_its_host_another_port():
    other = University("https://usosapps.other.edu.pl/", Phrase("Uniwersytet Inny", "Other University"), "Radom", "UI")
    told = {other.url: HERE.name, "https://usosapps.here.edu.pl:8443/": HERE.name}
    merged_here, merged_other, stranger = merged([HERE, other], told)
    assert (merged_here, merged_other) == (HERE, other)
    assert (stranger.url, stranger.city) == ("https://usosapps.here.edu.pl:8443/", "")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://usos.new.edu.pl/", "usos.new.edu.pl"),
        ("https://usosapps.here.edu.pl.evil.example/", "…edu.pl.evil.example"),
        ("https://usosapps.here.edu.pl:8443/", "…ps.here.edu.pl:8443"),
    ],
)
def test_one_that_only_a_servers_list_names_shows_where_it_is(url, shown):
    rows = UniversityRows((University(url, HERE.name, "", ""), HERE), id="universities")
    rows.show("")
    drawn = ["".join(text for text, _ in rows.pieces(row, 76)) for row in range(rows.count)][-2:]
    assert drawn[0].rstrip().endswith(shown)
    assert drawn[1].rstrip().endswith(HERE.city)
