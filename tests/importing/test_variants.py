"""Files of kinds that are known, written as other programs, systems and people write them: the reading is the same."""

import codecs
import itertools
from datetime import date, timedelta

import pytest

from app.domain.model import Mark
from app.importing.presence import Lesson
from app.importing.report import Format, ProblemKind
from tests.importing.samples import imported
from tests.importing.written import DATES, TEAMS, ZOOM, Stayed, at, teams, zoom

PEOPLE = (
    Stayed("Łucja Ąbek", at("7:58:30"), at("9:30:40"), "412001@student.example.edu.pl"),
    Stayed("Piotr Paluch", at("8:31"), at("9:30"), "412011@student.example.edu.pl"),
    Stayed("Kamil Wilk", at("8:00"), at("9:30"), "412014@student.example.edu.pl", timedelta(minutes=41, seconds=7)),
    Stayed("Żaneta Łabędź", at("8:02"), at("9:29"), "412008@student.example.edu.pl"),
)
PRESENT = {"412001": "1:30:00", "412011": "0:59:00", "412014": "0:41:07", "412008": "1:27:00"}
AS_ZOOM = {**PRESENT, "412014": "0:42:00"}  # which rounds minutes up


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("language", TEAMS)
def test_teams_is_read_in_any_language_with_any_dates(language: str, dates: str):
    told = imported(teams(PEOPLE, language, dates).encode("utf-16"))

    assert told.report.format is Format.TEAMS_REPORT
    assert told.report.complete
    assert told.present == PRESENT
    assert told.late["412011"] == 31


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("language", ZOOM)
def test_zoom_is_read_in_any_language_with_any_dates(language: str, dates: str):
    told = imported(zoom(PEOPLE, language, dates))

    assert told.report.format is Format.ZOOM
    assert told.present == AS_ZOOM


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859-2"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_bytes_and_line_ends_make_no_difference(newline: str, encoding: str):
    text = teams(PEOPLE, "pl", "polish", newline=newline)
    for written in (text, text.rstrip("\r\n")):
        told = imported(written.encode(encoding))
        assert told.present == PRESENT
        assert told.report.complete


def test_utf_16_with_a_mark_of_either_order_is_read():
    text = teams(PEOPLE, "pl", "polish")
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert imported(mark + text.encode(encoding)).present == PRESENT


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_other_delimiters_are_read(delimiter: str):
    assert imported(zoom(PEOPLE, dates="iso", delimiter=delimiter)).present == AS_ZOOM


@pytest.mark.parametrize("language", [one for one in TEAMS if one != "it"])
def test_the_order_of_columns_makes_no_difference_where_words_are_known(language: str):
    for order in itertools.islice(itertools.permutations(range(7)), 0, 5040, 311):
        told = imported(teams(PEOPLE, language, "british", order=order))
        assert told.present == PRESENT, order


def test_zoom_s_columns_may_stand_in_any_order():
    for order in itertools.islice(itertools.permutations(range(6)), 0, 720, 37):
        assert imported(zoom(PEOPLE, order=order)).present == AS_ZOOM, order


def test_columns_nobody_has_seen_yet_are_passed_over():
    text = teams(PEOPLE, "en", "american", newline="\n")
    head, tail = text.split("Name\t", 1)
    lines = ("Name\t" + tail).splitlines()
    wider = [f"{lines[0]}\tEngagement: Raises\tFavourite colour", *(f"{line}\t3\tgreen" for line in lines[1:])]

    assert imported(head + "\n".join(wider) + "\n").present == PRESENT


def test_the_section_with_every_join_tells_when_somebody_was_away():
    joins = (
        Stayed("Kamil Wilk", at("8:00"), at("8:21:07"), PEOPLE[2].address),
        Stayed("Kamil Wilk", at("9:10"), at("9:30"), PEOPLE[2].address),
    )
    told = imported(teams(PEOPLE, joins=joins))

    stays = told.rows["Kamil Wilk"].attender.stays
    assert [(stay.start, stay.end) for stay in stays] == [(one.start, one.end) for one in joins]
    assert told.present == PRESENT
    assert len(told.proposal.rows) == len(PEOPLE)


def test_a_section_of_joins_that_is_cut_off_does_not_shorten_anybody_s_presence():
    joins = (Stayed("Kamil Wilk", at("8:00"), at("8:21:07"), PEOPLE[2].address),)

    assert imported(teams(PEOPLE, joins=joins)).present == PRESENT


def test_a_report_that_counts_more_people_than_it_lists_is_incomplete():
    told = imported(teams(PEOPLE, counted=5))

    assert ProblemKind.INCOMPLETE in told.problems
    assert Mark.ABSENT not in told.marks.values()


def test_invited_people_who_never_came_are_no_rows():
    invited = "Finn O'Toole-Wróż\t\t\t\t412010@student.example.edu.pl\t412010@student.example.edu.pl\tAttendee\r\n"
    told = imported(teams(PEOPLE) + invited)

    assert "412010" not in told.present
    assert told.marks["412010"] is Mark.ABSENT


def test_a_telephone_is_listed_with_its_number_shortened():
    told = imported(teams([*PEOPLE, Stayed("+48 601 234 567", at("8:00"), at("9:00"))]))

    assert told.asked == {"+48…67": ()}


def test_a_class_over_midnight_is_cut_at_its_ends():
    lesson = Lesson(at("23:00"), at("0:30", day=7))
    stayed = Stayed("Łucja Ąbek", at("23:20"), at("0:40", day=7))

    for dates in DATES:
        told = imported(zoom([stayed], dates=dates), lesson=lesson)
        assert told.present == {"412001": "1:10:00"}, dates
        assert told.late == {"412001": 20}
    meet = "Name,Duration,Time joined,Time exited\n" + "Łucja Ąbek,1 hr 20 min,11:20 PM,12:40 AM\n"
    assert imported(meet, "Meet 2026-10-06.csv", lesson=lesson).present == {"412001": "1:10:00"}


def test_of_two_readings_of_a_date_the_list_s_day_decides():
    on_june_the_tenth = Lesson(at("8:00", day=10, month=6), at("9:30", day=10, month=6))
    text = zoom(PEOPLE, dates="american")

    assert imported(text).present == AS_ZOOM
    assert imported(text, lesson=on_june_the_tenth).present == AS_ZOOM
    assert imported(zoom(PEOPLE, dates="polish"), lesson=on_june_the_tenth).problems == [ProblemKind.OTHER_DAY]


def test_a_date_that_one_reading_alone_allows_decides_for_all():
    later = Stayed("Agata Białas-Krzętowska", at("8:00", day=13), at("9:30", day=13))
    on_june_the_tenth = Lesson(at("8:00", day=10, month=6), at("9:30", day=10, month=6))

    assert imported(zoom([*PEOPLE, later], dates="american"), lesson=on_june_the_tenth).problems == [
        ProblemKind.OTHER_DAY
    ]
    assert imported(zoom([*PEOPLE, later], dates="american")).present == AS_ZOOM


def test_a_report_of_another_day_is_told_with_its_days():
    told = imported(zoom([Stayed("Łucja Ąbek", at("8:00", day=29, month=9), at("9:30", day=29, month=9))], dates="iso"))

    assert told.marks == {}
    assert [problem.days for problem in told.proposal.readings[0].problems] == [(date(2026, 9, 29),)]


def test_a_call_that_hardly_touches_the_class_makes_nobody_absent():
    told = imported(zoom([Stayed("Łucja Ąbek", at("9:25"), at("11:00"))]))

    assert ProblemKind.OTHER_TIME in told.problems
    assert told.marks == {}


def test_unique_users_of_zoom_have_lengths_and_no_lateness():
    text = (
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
        '81234567890,Analiza,"10/06/2026 07:58:00 AM","10/06/2026 09:31:00 AM",h.prusak@example.edu.pl,93,3\n'
        "\n"
        "Name (Original Name),User Email,Total Duration (Minutes),Guest\n"
        "Halina Prusak-Ostoja,h.prusak@example.edu.pl,93,No\n"
        "Łucja Ąbek,,88,Yes\n"
        "Piotr Paluch,,12,Yes\n"
    )
    told = imported(text)

    assert told.report.format is Format.ZOOM
    assert told.present == {"412001": "1:28:00", "412011": "0:12:00"}
    assert told.late == {"412001": None, "412011": None}
    assert told.marks["412001"] is Mark.REMOTE


def test_webex_writes_times_as_formulas_and_makes_up_addresses():
    heading = (
        "Meeting Name,Meeting Start Time,Meeting End Time,Display Name,First Name,Last Name,Role,Attendee Email,"
        "Join Time,Leave Time,Attendance Duration,Connection Type,Session Name"
    )

    def row(name: str, email: str, start: str, end: str, session: str) -> str:
        day = '="2026-10-06 '
        meeting = f'Analiza,{day}08:00:00",{day}09:30:00",{name},,,Attendee,{email}'
        return f'{meeting},{day}{start}:00",{day}{end}:00",40 mins,Desktop app,{session}'

    rows = (
        row("Łucja Ąbek", "412001@student.example.edu.pl", "08:05", "08:45", "Main"),
        row("Łucja Ąbek", "412001@student.example.edu.pl", "08:50", "09:30", "Breakout 1"),
        row("gość", "a1b2@guest.webex.localhost", "08:05", "08:50", "Main"),
    )
    told = imported(("\r\n".join([heading, *rows]) + "\r\n").replace(",", "\t").encode("utf-16"))

    assert told.report.format is Format.WEBEX
    assert told.present == {"412001": "1:20:00"}
    assert told.asked == {"gość": ()}


def test_a_table_of_names_and_times_of_no_known_program_is_read():
    heading, day = "Nazwisko i imię;Wejście;Wyjście", "6.10.2026"
    text = f"{heading}\nĄbek Łucja;{day} 08:10;{day} 09:30\nPaluch Piotr;{day} 8:00;{day} 9:00\n"
    told = imported(text)

    assert told.report.format is Format.TABLE
    assert told.present == {"412001": "1:20:00", "412011": "1:00:00"}


def test_a_polish_teams_list_of_2020_is_read():
    text = (
        "Imię i nazwisko,Akcja użytkownika,Sygnatura czasowa\n"
        'Łucja Ąbek,Dołączył(a) wcześniej,"6.10.2026, 07:59:00"\n'
        'Piotr Paluch,Dołączył(a),"6.10.2026, 08:20:00"\n'
        'Łucja Ąbek,Opuścił(a),"6.10.2026, 09:31:00"\n'
        'Piotr Paluch,Opuścił(a),"6.10.2026, 09:10:00"\n'
    )
    told = imported(text.encode("utf-8-sig"))

    assert told.report.format is Format.TEAMS_LIST
    assert told.present == {"412001": "1:30:00", "412011": "0:50:00"}


def test_an_address_for_a_name_is_read_by_its_number():
    assert imported(zoom([Stayed("412001@student.example.edu.pl", at("8:00"), at("9:30"))])).present == {
        "412001": "1:30:00"
    }


def test_a_platform_that_writes_hours_minutes_and_seconds_is_no_bigbluebutton():
    told = imported(
        "Imię i nazwisko,Wejście,Wyjście,Czas\nŁucja Ąbek,2026-10-06 08:03:11,2026-10-06 09:30:00,01:26:49\n"
    )

    assert told.report.format is Format.TABLE
    assert told.present == {"412001": "1:26:49"}
