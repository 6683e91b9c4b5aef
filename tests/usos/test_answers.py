"""What an HTTP answer means, and how its JSON becomes the program's values (usos-api.md, sections 2 and 3)."""

import itertools
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import AttendanceList, Group, GroupKey, Mark, Mode, Phrase, Record, Student, Term
from app.domain.reason import Reason
from app.usos import answers, reading
from app.usos.errors import (
    BusyError,
    InternalError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)

METHOD = "services/attendance/update_attendance"
JSON_TYPE = {"content-type": "application/json; charset=utf-8"}
HTML_TYPE = {"content-type": "text/html; charset=utf-8"}
HTML = "<!DOCTYPE html><html><body>Zaloguj się do sieci</body></html>"
NESTED = pytest.param("[" * 100_000, id="nested too deep")
LONG = pytest.param("1" * 10_000, id="a number too long")
DATES = {"date": "Mon, 23 Nov 2026 09:15:00 GMT"}


def content(status: int, body: object, headers: dict[str, str] | None = None) -> reading.Json:
    text = body if isinstance(body, str) else json.dumps(body)
    return answers.content(METHOD, status, JSON_TYPE if headers is None else headers, text)


def failure(status: int, body: object, headers: dict[str, str] | None = None) -> UsosError:
    with pytest.raises(UsosError) as raised:
        content(status, body, headers)
    return raised.value


# --- good answers ---


@pytest.mark.parametrize("value", [{}, {"list_id": 1}, [], [1], None, "2026-11-23 10:15:00", 0, False])
def test_the_json_of_a_good_answer_is_returned_as_it_is(value):
    answer = content(200, json.dumps(value))
    assert answer == value
    assert type(answer) is type(value)


@pytest.mark.parametrize("body", ["", " ", "{", '[{"student":', "OK", "{'a': 1}", NESTED, LONG])
def test_a_good_status_without_json_is_unreadable(body):
    assert isinstance(failure(200, body), UnreadableError)


@pytest.mark.parametrize("status", [201, 202, 203, 204, 206])
def test_only_200_is_a_good_status(status):
    assert isinstance(failure(status, {}), UnreadableError)


# --- somebody else answered, or nobody in a state to ---


@pytest.mark.parametrize("status", [200, 203, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 407, 451])
@pytest.mark.parametrize(("body", "headers"), [(HTML, HTML_TYPE), (f"\n {HTML}", {}), ("", HTML_TYPE)])
def test_a_page_instead_of_json_is_not_from_usos(status, body, headers):
    error = failure(status, body, headers)
    assert isinstance(error, OfflineError)
    assert error.silence is Silence.NOT_USOS


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_from_usos_whatever_its_body(status):
    error = failure(status, {}, {**JSON_TYPE, "location": "https://portal.example/"})
    assert isinstance(error, OfflineError)
    assert error.silence is Silence.NOT_USOS


@pytest.mark.parametrize("status", [400, 401, 403, 405, 408])
@pytest.mark.parametrize("body", ["", "Bad Request", "[1]", "null", '"x"', "{", NESTED])
def test_a_refusal_without_the_json_of_usos_is_not_from_usos(status, body):
    error = failure(status, body, {"content-type": "text/plain"})
    assert isinstance(error, OfflineError)
    assert error.silence is Silence.NOT_USOS


@pytest.mark.parametrize("status", [500, 502, 503, 504, 511, 599])
@pytest.mark.parametrize(("body", "headers"), [(HTML, HTML_TYPE), ("", {}), ('{"message":"maintenance"}', JSON_TYPE)])
def test_a_server_error_is_told_as_one_whatever_its_body(status, body, headers):
    error = failure(status, body, headers)
    assert isinstance(error, OfflineError)
    assert error.silence is Silence.SERVER
    assert error.retry_after is None


# --- being asked to wait ---

PAUSES = [
    ({"retry-after": "7"}, 7.0),
    ({"retry-after": " 120 "}, 120.0),
    ({"retry-after": "0"}, 0.0),
    ({"retry-after": "Mon, 23 Nov 2026 09:16:30 GMT", **DATES}, 90.0),
    ({"retry-after": "Monday, 23-Nov-26 09:16:30 GMT", **DATES}, 90.0),
    ({"retry-after": "Mon, 23 Nov 2026 09:14:00 GMT", **DATES}, 0.0),
    ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT", **DATES}, 86400.0),
    ({"retry-after": "99999999999"}, 86400.0),
    ({"retry-after": "9" * 400}, 86400.0),
    ({"retry-after": "Mon, 23 Nov 2026 09:16:30 GMT"}, None),
    ({"retry-after": "Mon, 23 Nov 2026 09:16:30 GMT", "date": "now"}, None),
    ({"retry-after": "soon"}, None),
    ({"retry-after": "-5"}, None),
    ({"retry-after": "1.5"}, None),
    ({"retry-after": "²"}, None),
    ({"retry-after": ""}, None),
    ({}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), PAUSES)
def test_a_pause_is_taken_from_seconds_or_from_a_date_beside_the_date_of_the_answer(headers, seconds):
    busy, unavailable = failure(429, HTML, HTML_TYPE | headers), failure(503, HTML, HTML_TYPE | headers)
    assert isinstance(busy, BusyError)
    assert isinstance(unavailable, OfflineError)
    assert busy.retry_after == unavailable.retry_after == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_retry_after_gives_a_pause_one_can_wait_or_none(retry_after, sent_at):
    error = failure(429, "", {"retry-after": retry_after, "date": sent_at})
    assert isinstance(error, BusyError)
    assert error.retry_after is None or 0 <= error.retry_after <= 86400


@pytest.mark.parametrize("code", [{}, {"error": None}, {"error": ""}, {"error": "", "reason": None}])
def test_the_spam_lock_a_400_without_an_error_code_asks_for_a_pause(code):
    messages = {"user_messages": {"generic_message": {"pl": "…"}}}
    error = failure(400, {"message": "Access denied - Spam prevention lock."} | messages | code)
    assert isinstance(error, BusyError)
    assert error.retry_after is None


@pytest.mark.parametrize("code", [{}, {"error": None}, {"error": ""}])
def test_any_other_400_without_an_error_code_is_a_refusal_with_the_sentence_for_people(code):
    messages = {"fields": {"comment": {"pl": "Za długi.", "en": "Too long."}}}
    error = failure(400, {"message": "Multiple errors in the user-supplied form.", "user_messages": messages} | code)
    assert isinstance(error, RefusedError)
    assert (error.error, error.reason, error.user_message) == ("", "", Phrase("Za długi.", "Too long."))


def test_a_500_with_the_json_of_usos_is_its_own_and_any_other_is_not():
    own = failure(500, {"message": "Internal USOS API error has occured. Administrators have been notified."})
    assert isinstance(own, InternalError)
    for status, body, headers in ((500, HTML, HTML_TYPE), (500, "", {}), (503, {"message": "…"}, JSON_TYPE)):
        assert not isinstance(failure(status, body, headers), InternalError)


@pytest.mark.parametrize(
    "body",
    [
        {"message": f"Method {METHOD} does not exist."},
        {"message": f"Method '{METHOD}' not found.", "error": None},
        {"message": "Unknown method."},
        {"message": "…", "error": "method_not_found"},
    ],
)
def test_a_method_the_installation_lacks_may_be_told_by_a_400(body):
    error = failure(400, body)
    assert isinstance(error, NotAllowedError)
    assert (error.method, error.reason) == (METHOD, Reason.UNKNOWN_METHOD)


ROLL = "services/attendance/attendance"


@pytest.mark.parametrize(
    ("method", "body"),
    [
        (METHOD, {"error": "object_not_found", "reason": "attendance_list_not_found"}),
        (METHOD, {"error": "object_not_found", "param_name": "list_id"}),
        (METHOD, {"error": "param_invalid", "param_name": "list_id"}),
        (METHOD, {"param_name": "list_id"}),
        (ROLL, {"error": "object_not_found"}),
        (ROLL, {"message": "Attendance list 7 does not exist."}),
    ],
)
def test_a_list_that_is_not_there_has_many_faces_and_one_name(method, body):
    with pytest.raises(RefusedError) as raised:
        answers.content(method, 400, JSON_TYPE, json.dumps({"message": "…"} | body))
    assert raised.value.reason == Reason.LIST_NOT_FOUND


@pytest.mark.parametrize(
    ("method", "body"),
    [
        (METHOD, {"error": "object_not_found"}),
        (METHOD, {"error": "object_not_found", "param_name": "student_id"}),
        (METHOD, {"message": "Student 7 does not exist."}),
        (METHOD, {"error": "param_missing", "param_name": "list_id"}),
        (ROLL, {"message": "Field owner does not exist."}),
        (ROLL, {"error": "object_not_found", "param_name": "student_ids"}),
    ],
)
def test_what_else_is_not_found_is_no_list(method, body):
    with pytest.raises(RefusedError) as raised:
        answers.content(method, 400, JSON_TYPE, json.dumps({"message": "…"} | body))
    assert raised.value.reason == ""


@pytest.mark.parametrize(
    ("body", "explanation"),
    [
        ({"error": "object_invalid", "reason": "has_entries"}, "has_entries"),
        ({"user_messages": {"generic_message": {"pl": "Za\n długi.", "en": None}}}, "Za długi.\n"),
        ({"error": "param_invalid"}, "param_invalid"),
        ({"message": "No."}, "No."),
        ({"message": ""}, Reason.UNEXPLAINED),
    ],
)
def test_a_refusal_always_has_something_to_keep(body, explanation):
    error = failure(400, body)
    assert isinstance(error, RefusedError)
    assert error.explanation == explanation


@pytest.mark.parametrize(
    "far", ["Mon, 01 Jan 99999999999 00:00:00 GMT", "Mon, 01 Jan 9223372036854775808 00:00:00 GMT"]
)
def test_a_pause_until_a_year_that_is_none_is_no_pause(far):
    error = failure(429, HTML, HTML_TYPE | DATES | {"retry-after": far})
    assert isinstance(error, BusyError)
    assert error.retry_after is None


@pytest.mark.parametrize("status", [400, 403, 409])
def test_a_refusal_of_usos_that_names_a_pause_asks_for_it(status):
    error = failure(status, {"message": "later"}, JSON_TYPE | {"retry-after": "30"})
    assert isinstance(error, BusyError)
    assert error.retry_after == 30.0


# --- being asked to sign in ---


@pytest.mark.parametrize(
    "message", ["Invalid signature.", "Invalid access token. It might have expired.", "Invalid consumer."]
)
def test_a_401_with_the_json_of_usos_asks_to_sign_in(message):
    assert isinstance(failure(401, {"message": message}), SignInNeededError)


@pytest.mark.parametrize("scheme", ['OAuth realm="USOS API"', "OAuth", 'oauth realm="x"'])
@pytest.mark.parametrize(("body", "headers"), [("", {}), ("Invalid signature.", {}), (HTML, HTML_TYPE)])
def test_a_401_that_asks_for_oauth_asks_to_sign_in(scheme, body, headers):
    assert isinstance(failure(401, body, headers | {"www-authenticate": scheme}), SignInNeededError)


def test_a_401_of_a_portal_that_wants_another_password_does_not():
    assert isinstance(failure(401, "", {"www-authenticate": 'Basic realm="wifi"'}), OfflineError)


# --- a no, told by its body ---


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429])
@pytest.mark.parametrize("reason", ["scope_missing", "user_missing", "consumer_missing", ""])
def test_method_forbidden_stops_under_any_status(status, reason):
    error = failure(status, {"message": "…", "error": "method_forbidden", "reason": reason})
    assert isinstance(error, NotAllowedError)
    assert (error.method, error.reason) == (METHOD, reason)


@pytest.mark.parametrize(("body", "headers"), [(HTML, HTML_TYPE), ("", {}), ('{"message": "no such"}', JSON_TYPE)])
def test_a_404_is_a_method_the_installation_lacks(body, headers):
    error = failure(404, body, headers)
    assert isinstance(error, NotAllowedError)
    assert error.reason == "unknown_method"


def test_a_403_of_usos_without_an_error_code_stops():
    error = failure(403, {"message": "no"})
    assert isinstance(error, NotAllowedError)
    assert error.reason == "status_403"


CODES = [
    "param_missing",
    "param_invalid",
    "param_forbidden",
    "field_not_found",
    "field_invalid",
    "field_forbidden",
    "object_not_found",
    "object_invalid",
    "object_forbidden",
]


@pytest.mark.parametrize(("status", "kind"), [(429, BusyError), (401, SignInNeededError), (403, NotAllowedError)])
def test_a_code_of_a_gateway_says_less_than_the_status(status, kind):
    assert isinstance(failure(status, {"error": "rate_limited", "message": "slow down"}), kind)


@pytest.mark.parametrize(
    ("status", "code"), [(400, "a_code_of_tomorrow"), *itertools.product([400, 401, 403, 404, 422, 429], CODES)]
)
def test_any_code_of_usos_is_a_refusal_under_any_status(code, status):
    error = failure(status, {"message": "…", "error": code, "reason": "has_entries", "param_name": "list_id"})
    assert isinstance(error, RefusedError)
    assert (error.error, error.reason, error.user_message) == (code, "has_entries", None)


def test_a_refusal_may_lack_a_reason():
    error = failure(400, {"message": "Required parameter list_id is missing.", "error": "param_missing"})
    assert isinstance(error, RefusedError)
    assert error.reason == ""


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (
            {"generic_message": {"pl": "Lista ma wpisy.", "en": "It has entries."}},
            ("Lista ma wpisy.", "It has entries."),
        ),
        ({"generic_message": {"pl": "Lista ma wpisy."}}, ("Lista ma wpisy.", "")),
        ({"generic_message": {"pl": None, "en": "It has entries."}}, ("", "It has entries.")),
        ({"generic_message": {"pl": "", "en": None}}, None),
        ({"generic_message": None, "fields": {"mode": {"pl": "Zły.", "en": "Bad."}}}, ("Zły.", "Bad.")),
        ({"generic_message": {"pl": "A"}, "fields": {"mode": {"pl": "B"}}}, ("A", "")),
        ({"fields": {"a": None, "b": "…", "c": {"pl": ["…"]}, "d": {"pl": "D"}}}, ("D", "")),
        ({"fields": ["…"]}, None),
        ({"generic_message": "It has entries."}, None),
        ({"generic_message": {"pl": ["…"]}}, None),
        ({}, None),
        ([], None),
        ("…", None),
    ],
)
def test_the_sentence_for_people_is_kept_in_both_languages_and_never_needed(messages, expected):
    error = failure(400, {"message": "…", "error": "object_invalid", "user_messages": messages})
    assert isinstance(error, RefusedError)
    assert error.user_message == (None if expected is None else Phrase(*expected))


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(alphabet=st.characters(), max_size=8),
        st.sampled_from(["\ud800", "2026-11-23 10:15:00", "2026-11-23", "2026-11-23T10:15:00+01:00", "remote", "1"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "error",
                    "reason",
                    "user_messages",
                    "generic_message",
                    "pl",
                    "en",
                    "id",
                    "student",
                    "owner",
                    "date",
                    "mode",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(st.integers(200, 599), json_values, st.sampled_from([JSON_TYPE, HTML_TYPE, {}]))
def test_any_answer_is_content_or_an_error_with_a_name(status, value, headers):
    try:
        content(status, value, headers)
    except UsosError as error:
        assert METHOD in str(error) or isinstance(error, OfflineError | BusyError | RefusedError)  # noqa: PT017


@given(st.integers(200, 599), st.text(), st.text())
def test_so_is_any_text(status, text, content_type):
    try:
        content(status, text, {"content-type": content_type})
    except UsosError as error:
        assert str(error)  # noqa: PT017 - either end is right


# --- from JSON to values ---

LIST = {
    "id": 1001,
    "course_unit": {"id": "17879"},
    "group_number": 321,
    "owner": {"id": 9, "first_name": "Barbara", "last_name": "Łęcka"},
    "date": "2026-10-11 08:00:00",
    "mode": "hybrid",
    "colour": "green",
}
ENTRY = {
    "student": {"id": "2001", "first_name": "Łucja", "last_name": "Żak", "student_number": "123456"},
    "attendance_mode": "remote",
    "comment": "spóźnienie\n10 min ",
}
GROUP = {
    "course_unit_id": 17879,
    "group_number": 321,
    "class_type": {"pl": "ćwiczenia laboratoryjne", "en": "laboratory course"},
    "course_name": {"pl": "Przetwarzanie danych", "en": ""},
    "term_id": "2026/2027-Z",
    "participants": [{"id": 1}, {"id": 2}],
}
TERM = {
    "id": "2026/2027-Z",
    "name": {"pl": "Semestr zimowy", "en": None},
    "start_date": "2026-10-01",
    "end_date": "2027-01-31",
    "finish_date": "2027-02-28",
    "order_key": 89,
}
PERSON = {"id": 9, "first_name": "Barbara", "last_name": "Łęcka"}
READERS: list[tuple[Callable[[reading.Json], object], reading.Json]] = [
    (reading.attendance_list, LIST),
    (reading.entry, ENTRY),
    (reading.group, GROUP),
    (reading.term, TERM),
    (reading.person, PERSON),
]


def test_a_list_is_read_with_ids_as_text():
    expected = AttendanceList(
        "1001",
        GroupKey("17879", "321"),
        datetime.fromisoformat("2026-10-11 08:00"),
        Mode.HYBRID,
        "Barbara Łęcka",
    )
    assert reading.attendance_list(LIST) == expected
    as_text = LIST | {"id": "1001", "course_unit": {"id": 17879}, "group_number": "321"}
    assert reading.attendance_list(as_text) == expected


@pytest.mark.parametrize("owner", [{"owner": None}, {}])
def test_a_list_may_lack_its_owner(owner):
    told = {name: value for name, value in LIST.items() if name != "owner"} | owner
    assert reading.attendance_list(told).owner == ""


def test_an_entry_is_read_with_its_comment_word_for_word():
    expected = Student("2001", "Łucja", "Żak", "123456"), Record(Mark.REMOTE, "spóźnienie\n10 min ")
    assert reading.entry(ENTRY) == expected


@pytest.mark.parametrize("missing", [None, "absent"])
def test_an_entry_without_mark_comment_and_number_is_not_set(missing):
    student = {"id": 2001, "first_name": None, "last_name": "Żak", "student_number": None}
    told = {"student": student, "attendance_mode": None, "comment": None}
    if missing == "absent":
        del student["student_number"], told["comment"]
    assert reading.entry(told) == (Student("2001", "", "Żak", ""), Record(None, ""))


@pytest.mark.parametrize("mark", list(Mark))
def test_every_mark_of_the_api_is_read(mark):
    assert reading.entry(ENTRY | {"attendance_mode": mark.value})[1].mark is mark


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_of_the_api_is_read(mode):
    assert reading.attendance_list(LIST | {"mode": mode.value}).mode is mode


def test_a_group_is_read_in_both_languages_with_its_size():
    assert reading.group(GROUP) == Group(
        GroupKey("17879", "321"),
        "2026/2027-Z",
        Phrase("Przetwarzanie danych", ""),
        Phrase("ćwiczenia laboratoryjne", "laboratory course"),
        2,
    )


@pytest.mark.parametrize("participants", [None, [], {}, "withheld"])
def test_participants_that_are_withheld_leave_the_size_unknown(participants):
    assert reading.group(GROUP | {"participants": participants}).students is None


def test_a_term_is_read_to_the_end_of_its_exams():
    expected = Term(
        "2026/2027-Z", Phrase("Semestr zimowy", ""), date.fromisoformat("2026-10-01"), date(2027, 2, 28), 89
    )
    assert reading.term(TERM) == expected


@pytest.mark.parametrize("missing", [{"finish_date": None}, {"finish_date": ""}])
def test_a_term_without_a_finish_ends_with_its_teaching(missing):
    assert reading.term(TERM | missing).finish == date(2027, 1, 31)


@pytest.mark.parametrize("order_key", [None, "89", 8.9])
def test_terms_without_an_order_are_ordered_by_their_first_day(order_key):
    earlier = reading.term(TERM | {"order_key": order_key, "start_date": "2026-02-15"})
    assert earlier.order < reading.term(TERM | {"order_key": order_key}).order


def term_ids(*order_keys: object) -> list[str]:
    """The ids of terms of successive years, newest first by their order."""
    of_years = [
        TERM | {"id": str(2020 + year), "start_date": f"{2020 + year}-10-01", "order_key": order_key}
        for year, order_key in enumerate(order_keys)
    ]
    return [one.id for one in sorted(reading.terms(of_years), key=lambda one: -one.order)]


@pytest.mark.parametrize(
    "order_keys",
    [
        (350, 360, 370),
        (350, 360.0, 370),
        (350, None, 370),
        (None, 360, 370),
        (350, 360, None),
        (350, "360", 370),
        (350, 2**63, 370),
        (350, -(2**64), 370),
        (350, 1e300, 370),
        (350, float("inf"), 370),
        (350, True, 370),
    ],
)
def test_no_order_makes_a_term_newer_than_it_is(order_keys):
    assert term_ids(*order_keys) == ["2022", "2021", "2020"]


def test_usos_own_order_of_terms_goes_before_their_days():
    assert term_ids(3.0, 1, 2) == ["2020", "2022", "2021"]


@pytest.mark.parametrize("value", ["0001-01-01 08:00:00", "1899-12-31 08:00:00", "3000-01-01 08:00:00"])
def test_a_moment_that_is_not_of_our_time_is_unreadable(value):
    with pytest.raises(UnreadableError):
        reading.moment(value)


def test_a_term_that_never_ends_ends_when_days_can_still_be_counted():
    assert reading.term(TERM | {"finish_date": "9999-12-31"}).finish == date(2999, 12, 31)


# --- meetings, and what only looks like one (usos-facts-2.md, F1) ---


def activity(kind: str = "classgroup2", hour: int = 8, room: object = "10", **more: object) -> dict[str, object]:
    times = {"start_time": f"2026-11-30 {hour:02}:00:00", "end_time": f"2026-11-30 {hour + 1:02}:30:00"}
    return {"type": kind, **times, "unit_id": 35564, "group_number": 1, "room_number": room} | more


@pytest.mark.parametrize("frequency", ["other", "once"])
def test_a_possible_day_of_a_class_without_regular_times_is_no_meeting(frequency):
    rows = [activity("classgroup", hour, None, frequency=frequency) for hour in range(8, 20)]
    assert [one.start.hour for one in reading.meetings([*rows, activity(hour=12)])] == [12]


@pytest.mark.parametrize("frequency", ["every_week", "every_fortnight_odd", None])
def test_a_regular_day_of_a_class_is_a_meeting(frequency):
    assert len(reading.meetings([activity("classgroup", frequency=frequency)])) == 1


def test_a_confirmed_meeting_may_be_of_any_frequency():
    assert len(reading.meetings([activity(frequency="once")])) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_a_meeting_that_comes_twice_has_the_room_of_the_confirmed_one(order):
    rows = [activity(), activity("classgroup", room=None, frequency="every_week")][::order]
    assert [(one.start.hour, one.room) for one in reading.meetings(rows)] == [(8, "10")]


@pytest.mark.parametrize("order", [1, -1])
def test_where_both_or_none_are_confirmed_the_one_with_a_room_counts(order):
    untold = [{name: value for name, value in activity(room=room).items() if name != "type"} for room in ("10", "")]
    assert [one.room for one in reading.meetings(untold[::order])] == ["10"]


@pytest.mark.parametrize(
    "odd", [{"start_time": ""}, {"end_time": None}, {"unit_id": []}, {"room_number": [1]}, {"start_time": "30.11.2026"}]
)
def test_a_row_that_cannot_be_read_is_left_out_and_the_others_stay(odd):
    assert [one.start.hour for one in reading.meetings([activity(hour=9) | odd, activity()])] == [8]
    with pytest.raises(UnreadableError):
        reading.meetings([activity() | odd])


@pytest.mark.parametrize(
    ("room", "read"), [(12.0, "12"), (12, "12"), (1.5, "1.5"), (None, ""), ({"pl": "aula"}, "aula")]
)
def test_a_room_is_read_however_it_is_written(room, read):
    assert reading.meetings([activity(room=room)])[0].room == read


@pytest.mark.parametrize("name", [{"pl": "Łucja", "en": ""}, {"pl": "", "en": "Łucja"}, "Łucja"])
def test_a_name_may_come_in_two_languages(name):
    assert reading.person(PERSON | {"first_name": name}).first_name == "Łucja"


@pytest.mark.parametrize("number", ["s12345/K", "0012345", 123456])
def test_an_album_number_is_text_with_letters_and_zeros_kept(number):
    student, _ = reading.entry(ENTRY | {"student": ENTRY["student"] | {"student_number": number}})
    assert student.number == str(number)


def test_participants_of_whom_one_cannot_be_read_are_the_others():
    assert [one.id for one in reading.participants(GROUP | {"participants": [{"id": 1}, {"id": []}, None]})] == ["1"]
    assert reading.participants(GROUP | {"participants": [None]}) == ()


@pytest.mark.parametrize(
    ("value", "phrase"),
    [
        ({"pl": "wykład", "en": "lecture"}, Phrase("wykład", "lecture")),
        ({"pl": "wykład", "en": ""}, Phrase("wykład", "")),
        ({"pl": None, "en": "lecture"}, Phrase("", "lecture")),
        ({"en": "lecture"}, Phrase("", "lecture")),
        ({}, Phrase("", "")),
        (None, Phrase("", "")),
    ],
)
def test_a_text_in_two_languages_may_lack_any_part(value, phrase):
    assert reading.phrase(value) == phrase


@pytest.mark.parametrize(("value", "identity"), [(7, "7"), (0, "0"), ("7", "7"), ("IIN>0AGZ", "IIN>0AGZ")])
def test_an_id_is_text_whatever_it_was(value, identity):
    assert reading.identity(value) == identity


@pytest.mark.parametrize("value", [None, "", True, 1.5, [], {}])
def test_nothing_else_is_an_id(value):
    with pytest.raises(UnreadableError):
        reading.identity(value)


@pytest.mark.parametrize(
    "value", ["2026-10-11 08:00:00", "2026-10-11 08:00", "2026-10-11T08:00:00", "2026-10-11 08:00:00.000000"]
)
def test_a_moment_is_polish_wall_clock_time_with_or_without_seconds_and_their_parts(value):
    assert reading.moment(value) == datetime.fromisoformat("2026-10-11 08:00")


@pytest.mark.parametrize(
    "value", ["", None, "tomorrow", "11.10.2026", "2026-13-01", "2026-10-11 08:00:00+02:00", "2026-10-11T08:00Z", []]
)
def test_a_moment_that_is_none_or_has_a_time_zone_is_unreadable(value):
    with pytest.raises(UnreadableError):
        reading.moment(value)


def test_half_of_a_surrogate_pair_is_replaced_so_that_the_rest_can_be_stored_and_sent():
    student, record = reading.entry(
        ENTRY | {"student": ENTRY["student"] | {"last_name": "\ud83d"}, "comment": "a\udc00"}
    )
    assert (student.last_name, record.comment) == ("?", "a?")
    assert reading.text(json.loads('"\\ud83d\\ude42"')) == "🙂"


@pytest.mark.parametrize(("reader", "good"), READERS)
def test_a_part_that_is_needed_and_missing_is_named(reader, good):
    needed = 0
    for name in good:
        rest = {other: value for other, value in good.items() if other != name}
        try:
            reader(rest)
        except UnreadableError as error:
            assert re.search(rf"\b{name}\b", str(error))  # noqa: PT017 - some parts may be missing
            needed += 1
    assert needed


@pytest.mark.parametrize(("reader", "good"), READERS)
@given(data=st.data())
def test_any_json_in_any_place_is_read_or_unreadable(reader, good, data):
    place = data.draw(st.sampled_from([None, *good]))
    value = data.draw(json_values)
    try:
        reader(value if place is None else good | {place: value})
    except UnreadableError as error:
        assert str(error)  # noqa: PT017 - either end is right


@pytest.mark.parametrize(
    "function",
    [reading.mapping, reading.sequence, reading.identity, reading.text, reading.phrase, reading.moment, reading.day],
)
@given(value=json_values)
def test_so_is_any_json_by_any_of_the_small_functions(function, value):
    with suppress(UnreadableError):
        function(value)


@pytest.mark.parametrize("function", [reading.text, reading.identity])
@given(value=st.text(st.characters(categories=("Cs", "L", "Cc")), min_size=1))
def test_any_text_that_is_read_can_be_stored_and_sent(function, value):
    assert function(value).encode("utf-8")


@pytest.mark.parametrize("value", [None, [], "x", 1, {"a": 1}])
def test_a_member_that_must_be_there_is_unreadable_where_it_is_not(value):
    with pytest.raises(UnreadableError):
        reading.needed(value, "id")
