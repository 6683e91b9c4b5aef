"""The client: all its methods against the emulator, and its gate against servers that answer oddly."""

import functools
import re
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oauthlib.oauth1 import RequestValidator, ResourceEndpoint

import app
from app.config.settings import Access, Settings
from app.domain.model import NOT_SET, GroupKey, Mark, Mode, Phrase, Record
from app.emulator import Emulator, Fault, FaultKind, Options
from app.usos.client import Usos
from app.usos.errors import (
    BusyError,
    ClockError,
    NotAllowedError,
    OfflineError,
    RefusedError,
    SignInNeededError,
    Silence,
    UnreadableError,
    UsosError,
)
from app.usos.selectors import Selectors
from tests.support.scripted import CREDENTIALS, HANG, Reply, Scripted

NOW = datetime.fromisoformat("2026-11-23 10:17:00")
EPOCH = NOW.replace(tzinfo=ZoneInfo("Europe/Warsaw")).timestamp()
UPDATE = "services/attendance/update_attendance"


# --- the emulator, with ids as numbers at "/" and as text below a path ---


@pytest.fixture
def run() -> Iterator[Callable[..., tuple[Emulator, Usos]]]:
    """Start a small emulator with given options, and a client of it."""
    with ExitStack() as stack:

        def start(**options: object) -> tuple[Emulator, Usos]:
            emulator = stack.enter_context(Emulator(Options(students=12, groups=1, **options), now=lambda: NOW))
            return emulator, stack.enter_context(closing(client_of(emulator)))

        yield start


def client_of(emulator: Emulator, **settings: float) -> Usos:
    keys = (emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret)
    return Usos(Access(emulator.url, *keys), Settings(**settings), clock=lambda: EPOCH)


KINDS = [("number", "/"), ("text", "/usosapps/")]
by_kind = functools.partial(pytest.fixture, params=KINDS, ids=["number", "text below a path"])


@by_kind()
def fresh(run, request) -> tuple[Emulator, Usos]:
    """An emulator that a test may change, and a client of it."""
    ids, base_path = request.param
    return run(ids=ids, base_path=base_path)


@by_kind(scope="module")
def university(request) -> Iterator[tuple[Emulator, Usos]]:
    """An emulator that no test changes, and a client of it."""
    ids, base_path = request.param
    with Emulator(Options(ids=ids, base_path=base_path), now=lambda: NOW) as emulator:
        before = {one.id: emulator.marks(one.id) for one in emulator.lists()}
        with closing(client_of(emulator)) as usos:
            yield emulator, usos
        assert {one.id: emulator.marks(one.id) for one in emulator.lists()} == before


@pytest.fixture
def emulator(university) -> Emulator:
    return university[0]


@pytest.fixture
def usos(university) -> Usos:
    return university[1]


def key_of(usos: Usos, course: str) -> GroupKey:
    return next(group.key for group in usos.teaching().groups if group.course.pl == course)


def own_group(usos: Usos) -> GroupKey:
    return key_of(usos, "Analiza matematyczna I")


def empty_group(usos: Usos) -> GroupKey:
    return key_of(usos, "Etyka zawodowa")


def group_without_meetings(usos: Usos) -> GroupKey:
    return key_of(usos, "Seminarium licencjackie")


def colleagues_group(usos: Usos) -> GroupKey:
    return own_group(usos)._replace(number="1")


def full_list(emulator: Emulator, mode: str = "intramural") -> str:
    return next(one.id for one in emulator.lists() if one.mode == mode and 0 < one.students == one.marked)


def refusal(action: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(RefusedError) as raised:
        action()
    return raised.value.error, raised.value.reason


def test_me_is_the_lecturer_whose_token_it_is(usos):
    me = usos.me()
    assert me.name == "Barbara Łęcka"
    assert me.id.isdecimal()


def test_teaching_is_every_group_of_every_term_in_both_languages(usos, emulator):
    teaching = usos.teaching()
    assert len(teaching.groups) == 6
    assert {group.term_id for group in teaching.groups} == {term.id for term in teaching.terms}
    group = next(one for one in teaching.groups if one.key == own_group(usos))
    assert (group.course, group.class_type) == (
        Phrase("Analiza matematyczna I", "Mathematical Analysis I"),
        Phrase("ćwiczenia", "class"),
    )
    assert group.students == len(emulator.marks(emulator.current_list()))
    assert sum(term.covers(NOW.date()) for term in teaching.terms) == 2


def test_attendance_is_the_whole_roll_as_usos_holds_it(usos, emulator):
    list_id = full_list(emulator)
    read = {student.id: record for student, record in usos.attendance(list_id)}
    held = {who: Record(Mark(mark), comment or "") for who, (mark, comment) in emulator.marks(list_id).items()}
    assert read == held


def test_attendance_of_an_unmarked_list_has_everybody_with_name_and_number(usos, emulator):
    roll = usos.attendance(emulator.current_list())
    assert {student.id for student, _ in roll} == set(emulator.marks(emulator.current_list()))
    assert {record for _, record in roll} == {NOT_SET}
    assert {"Ąbek Łucja", "O'Neil Seán", "Nawias [/b] Jan"} <= {student.name for student, _ in roll}
    assert all(re.fullmatch(r"\d{6}", student.number) for student, _ in roll)


def test_attendance_can_be_asked_of_some_students_only(usos, emulator):
    wanted = list(emulator.marks(emulator.current_list()))[3:6]
    read = usos.attendance(emulator.current_list(), wanted)
    assert {student.id for student, _ in read} == set(wanted)


def test_an_attendance_list_is_read_alone_and_among_others(usos, emulator):
    told = {one.id: one for one in emulator.lists()}
    some = [emulator.current_list(), full_list(emulator, "remote")]
    read = usos.attendance_lists([*some, "999999"])
    assert read.pop("999999") is None
    assert list(read) == some
    for list_id, one in read.items():
        assert one == usos.attendance_list(list_id)
        expected = told[list_id]
        assert one.group == GroupKey(expected.unit_id, str(expected.group_number))
        assert (one.date, one.mode) == (expected.date, Mode(expected.mode))
        assert one.owner == "Barbara Łęcka"


def test_no_lists_are_read_without_a_call(usos, emulator):
    before = len(emulator.calls)
    assert usos.attendance_lists([]) == {}
    assert len(emulator.calls) == before


def test_the_lists_of_a_group_and_of_the_lecturer_are_all_there_are(usos, emulator):
    key = own_group(usos)
    own = {one.id for one in emulator.lists() if (one.unit_id, str(one.group_number)) == key}
    colleagues = {one.id for one in emulator.lists() if (one.unit_id, str(one.group_number)) == colleagues_group(usos)}
    assert {one.id for one in usos.group(key)} == own
    assert {one.id for one in usos.user()} == {one.id for one in emulator.lists()} - colleagues
    assert len(own) > 1
    assert colleagues


@pytest.mark.parametrize("mark", list(Mark))
def test_update_attendance_sets_a_mark_with_its_comment(fresh, mark):
    emulator, usos = fresh
    list_id = emulator.current_list()
    emulator.set_list_mode(list_id, "hybrid")
    student_id = next(iter(emulator.marks(list_id)))
    usos.update_attendance(list_id, student_id, mark, "żółć | [b] ~")
    assert emulator.marks(list_id)[student_id] == (mark.value, "żółć | [b] ~")


@pytest.mark.parametrize(("keep_comments", "left"), [(True, "mail"), (False, None)])
def test_update_attendance_leaves_a_comment_out_or_clears_it(run, keep_comments, left):
    emulator, usos = run(keep_comments=keep_comments)
    list_id = emulator.current_list()
    student_id = next(iter(emulator.marks(list_id)))
    usos.update_attendance(list_id, student_id, Mark.ABSENT, "mail")
    usos.update_attendance(list_id, student_id, Mark.ABSENT, None)
    assert emulator.marks(list_id)[student_id] == ("absence", left)
    usos.update_attendance(list_id, student_id, Mark.ABSENT, "")
    assert emulator.marks(list_id)[student_id] == ("absence", None)


def test_many_threads_may_mark_at_once(fresh):
    emulator, usos = fresh
    list_id = emulator.current_list()
    students = list(emulator.marks(list_id))
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda who: usos.update_attendance(list_id, who, Mark.INTRAMURAL, who), students))
    assert emulator.marks(list_id) == {who: ("intramural", who) for who in students}


def test_a_list_is_created_changed_and_deleted(fresh):
    emulator, usos = fresh
    key, date = own_group(usos), datetime.fromisoformat("2026-11-24 07:05:09")
    list_id = usos.create_attendance_list(key, date, Mode.INTRAMURAL)
    assert list_id in {one.id for one in emulator.lists()}
    usos.change_list_mode(list_id, Mode.HYBRID)
    created = usos.attendance_list(list_id)
    assert (created.group, created.date, created.mode) == (key, date, Mode.HYBRID)
    usos.delete_list(list_id)
    assert list_id not in {one.id for one in emulator.lists()}


def test_lists_are_created_from_the_timetable(fresh):
    _, usos = fresh
    before = len(usos.group(own_group(usos)))
    usos.create_from_tt(own_group(usos), Mode.REMOTE)
    after = usos.group(own_group(usos))
    assert len(after) > before
    assert sum(one.mode is Mode.REMOTE for one in after) == len(after) - before


NO_LIST = ("object_not_found", "attendance_list_not_found")
NO_GROUP = ("object_not_found", "group_not_found")
REFUSALS = {
    "attendance": (NO_LIST, lambda usos, _: usos.attendance("999999")),
    "attendance_list": (NO_LIST, lambda usos, _: usos.attendance_list("999999")),
    "update of no list": (NO_LIST, lambda usos, _: usos.update_attendance("999999", "1", Mark.ABSENT, None)),
    "update of a stranger": (
        ("object_invalid", "student_not_in_group"),
        lambda usos, emulator: usos.update_attendance(emulator.current_list(), "999999", Mark.ABSENT, None),
    ),
    "remote": (
        ("object_invalid", "remote_attendance_not_allowed"),
        lambda usos, emulator: usos.update_attendance(emulator.current_list(), "1", Mark.REMOTE, None),
    ),
    "intramural": (
        ("object_invalid", "intramural_attendance_not_allowed"),
        lambda usos, emulator: usos.update_attendance(full_list(emulator, "remote"), "1", Mark.INTRAMURAL, None),
    ),
    "change of no list": (NO_LIST, lambda usos, _: usos.change_list_mode("999999", Mode.HYBRID)),
    "change of a marked list": (
        ("object_invalid", "has_entries"),
        lambda usos, emulator: usos.change_list_mode(full_list(emulator), Mode.HYBRID),
    ),
    "deletion of no list": (NO_LIST, lambda usos, _: usos.delete_list("999999")),
    "deletion of a marked list": (
        ("object_invalid", "has_entries"),
        lambda usos, emulator: usos.delete_list(full_list(emulator)),
    ),
    "creation twice": (
        ("object_invalid", "already_exists"),
        lambda usos, emulator: usos.create_attendance_list(
            own_group(usos), usos.attendance_list(emulator.current_list()).date, Mode.HYBRID
        ),
    ),
    "creation for nobody": (
        ("object_invalid", "no_students"),
        lambda usos, _: usos.create_attendance_list(empty_group(usos), NOW, Mode.HYBRID),
    ),
    "creation for a colleague": (
        NO_GROUP,
        lambda usos, _: usos.create_attendance_list(colleagues_group(usos), NOW, Mode.HYBRID),
    ),
    "timetable of nobody": (
        ("object_invalid", "no_students"),
        lambda usos, _: usos.create_from_tt(empty_group(usos), Mode.HYBRID),
    ),
    "timetable of a colleague": (NO_GROUP, lambda usos, _: usos.create_from_tt(colleagues_group(usos), Mode.HYBRID)),
    "timetable without meetings": (
        ("object_not_found", "meeting_not_found"),
        lambda usos, _: usos.create_from_tt(group_without_meetings(usos), Mode.HYBRID),
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_every_reason_of_the_ten_methods_is_told(usos, emulator, case):
    expected, action = REFUSALS[case]
    assert refusal(lambda: action(usos, emulator)) == expected


def test_a_refusal_keeps_the_sentence_for_people_in_both_languages(usos, emulator):
    with pytest.raises(RefusedError) as raised:
        usos.delete_list(full_list(emulator))
    assert raised.value.user_message == Phrase(
        "Lista obecności ma już wpisy.", "The attendance list already has entries."
    )


def test_a_method_the_installation_lacks_is_told_as_such(run):
    _, usos = run(without=frozenset({"services/attendance/user"}))
    with pytest.raises(NotAllowedError) as raised:
        usos.user()
    assert (raised.value.method, raised.value.reason) == ("services/attendance/user", "unknown_method")


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_forbidden_method_is_told_with_its_reason_under_any_status(run, status):
    emulator, _ = run(forbidden_status=status)
    access = Access(emulator.url, emulator.consumer_key, emulator.consumer_secret, "", "")
    with closing(Usos(access, Settings(), clock=lambda: EPOCH)) as usos, pytest.raises(NotAllowedError) as raised:
        usos.user()
    assert raised.value.reason == "user_missing"


@pytest.mark.parametrize("spoil", ["consumer_key", "consumer_secret", "token", "token_secret"])
def test_credentials_that_do_not_hold_ask_to_sign_in(run, spoil):
    emulator, _ = run()
    access = Access(
        emulator.url, emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret
    )
    spoilt = replace(access, **{spoil: "x" * 20})
    with closing(Usos(spoilt, Settings(), clock=lambda: EPOCH)) as usos, pytest.raises(SignInNeededError):
        usos.me()


@pytest.mark.parametrize("how", ["expire_token", "revoke_token"])
def test_a_token_that_ran_out_asks_to_sign_in(run, how):
    emulator, usos = run()
    getattr(emulator, how)()
    with pytest.raises(SignInNeededError):
        usos.me()


@pytest.mark.parametrize("ahead", [-3600, 3600])
def test_a_clock_that_is_wrong_is_named_as_the_reason_and_nobody_is_asked_to_sign_in(run, ahead):
    emulator, _ = run()
    access = Access(
        emulator.url, emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret
    )
    with closing(Usos(access, Settings(), clock=lambda: EPOCH + ahead)) as usos, pytest.raises(ClockError) as raised:
        usos.me()
    assert abs(raised.value.ahead - ahead) < 60
    assert not raised.value.reached


REFUSED = '{"message": "Invalid timestamp."}'


def clock_of(ahead=0):
    """An answer of `apisrv/now` for a computer whose clock is so many minutes ahead."""
    return Reply(f'"{NOW - timedelta(minutes=ahead)}"')


def test_a_clock_that_is_set_right_while_usos_refuses_a_call_does_not_sign_anybody_out(server):
    me = Reply('{"id": "9", "first_name": "Barbara", "last_name": "Łęcka"}')
    server.replies = [Reply(REFUSED, 401), clock_of(ahead=20), Reply(REFUSED, 401), clock_of(), me]
    with closing(Usos(Access(server.url, *CREDENTIALS), Settings(), clock=lambda: EPOCH)) as usos:
        with pytest.raises(ClockError):
            usos.me()
        assert usos.me().id == "9"
    assert server.replies == []


def test_who_is_signed_out_after_the_clock_was_wrong_is_told_so(server):
    wrong, right = [Reply(REFUSED, 401), clock_of(ahead=20)], [Reply(REFUSED, 401), clock_of()]
    server.replies = [*wrong, *right, Reply(REFUSED, 401)]
    with closing(Usos(Access(server.url, *CREDENTIALS), Settings(), clock=lambda: EPOCH)) as usos:
        for error in (ClockError, SignInNeededError):
            with pytest.raises(error):
                usos.me()
    assert server.replies == []


def test_a_refusal_is_asked_about_no_second_time_where_the_clock_was_right_all_along(server):
    server.replies = [Reply(REFUSED, 401), clock_of()]
    usos = Usos(Access(server.url, *CREDENTIALS), Settings(), clock=lambda: EPOCH)
    with closing(usos), pytest.raises(SignInNeededError):
        usos.me()
    assert [arrived.path for arrived in server.arrived] == ["/services/users/user", "/services/apisrv/now"]


FAULTS = [
    (FaultKind.ERROR_500, OfflineError, {"silence": Silence.SERVER, "retry_after": None}, False),
    (FaultKind.UNAVAILABLE_503, OfflineError, {"silence": Silence.SERVER, "retry_after": 7.0}, False),
    (FaultKind.BUSY_429, BusyError, {"retry_after": 7.0}, False),
    (FaultKind.HTML_200, OfflineError, {"silence": Silence.NOT_USOS}, False),
    (FaultKind.NULL_200, UnreadableError, {}, False),
    (FaultKind.EMPTY_LIST_200, UnreadableError, {}, False),
    (FaultKind.EXPIRED_TOKEN, SignInNeededError, {}, False),
    (FaultKind.REFUSED, RefusedError, {"reason": "student_not_in_group"}, False),
    (FaultKind.TRUNCATED_JSON, UnreadableError, {}, True),
    (FaultKind.CUT_BEFORE, OfflineError, {"silence": Silence.NO_CONNECTION, "reached": True}, False),
    (FaultKind.CUT_AFTER, OfflineError, {"silence": Silence.NO_CONNECTION, "reached": True}, True),
    (FaultKind.HANG, OfflineError, {"silence": Silence.TIMEOUT, "reached": True}, False),
]


@pytest.mark.parametrize(("kind", "error", "details", "applied"), FAULTS, ids=[fault[0].value for fault in FAULTS])
def test_a_mark_that_meets_a_fault_fails_by_name_and_goes_through_the_next_time(run, kind, error, details, applied):
    emulator, _ = run()
    list_id = emulator.current_list()
    student_id = next(iter(emulator.marks(list_id)))
    emulator.faults.add(Fault(kind, UPDATE, seconds=7))
    with closing(client_of(emulator, read_timeout=2 if kind is FaultKind.HANG else 15)) as usos:
        with pytest.raises(error) as raised:
            usos.update_attendance(list_id, student_id, Mark.ABSENT, "mail")
        assert {name: getattr(raised.value, name) for name in details} == details
        assert emulator.marks(list_id)[student_id] == (("absence", "mail") if applied else (None, None))
        usos.update_attendance(list_id, student_id, Mark.ABSENT, "mail")
    assert emulator.marks(list_id)[student_id] == ("absence", "mail")


# --- the gate, against a server that answers what a test says ---


def patience_for(reply: Reply) -> Settings:
    """Settings that wait for an answer however slow this computer is just now, and not long where none will come."""
    return Settings(read_timeout=0.2 if reply.hangs else 15)


@pytest.fixture
def mark(call) -> Callable[..., None]:
    """Send a mark to the scripted server."""
    return functools.partial(call().update_attendance, "1001", "2001", Mark.ABSENT, "mail")


def test_a_call_is_a_signed_form_posted_below_the_base_address(server, call):
    call(f"{server.url}usosapps/").update_attendance("1001", "2001", Mark.JUSTIFIED, "a|b ~")
    (arrived,) = server.arrived
    assert (arrived.verb, arrived.path) == ("POST", f"/usosapps/{UPDATE}")
    assert arrived.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert arrived.headers["User-Agent"] == f"rollcall/{app.__version__}"
    assert arrived.headers["Authorization"].startswith("OAuth ")
    assert arrived.form == {
        "list_id": "1001",
        "student_id": "2001",
        "attendance_mode": "justified_absence",
        "comment": "a|b ~",
    }


class Knowing(RequestValidator):
    """What oauthlib has to know to check a signature on its own."""

    enforce_ssl = False
    dummy_client = dummy_access_token = "nobody"

    def validate_client_key(self, client_key, request):
        return client_key == CREDENTIALS[0]

    def get_client_secret(self, client_key, request):
        return CREDENTIALS[1]

    def validate_access_token(self, client_key, token, request):
        return token == CREDENTIALS[2]

    def get_access_token_secret(self, client_key, token, request):
        return CREDENTIALS[3]

    def validate_timestamp_and_nonce(self, *_, **__):
        return True

    def validate_realms(self, *_, **__):
        return True


def test_oauthlib_accepts_any_comment_as_it_arrives():
    endpoint = ResourceEndpoint(Knowing())
    usos_now = functools.partial(Usos, settings=Settings(), clock=time.time)  # oauthlib goes by no other clock
    with Scripted() as server, closing(usos_now(Access(server.url, *CREDENTIALS))) as usos:

        @given(st.text())
        def send(comment: str) -> None:
            usos.update_attendance("1001", "2001", Mark.ABSENT, comment)
            arrived = server.arrived.pop()
            url = server.url.rstrip("/") + arrived.path
            accepted, _ = endpoint.validate_protected_resource_request(url, "POST", arrived.body, arrived.headers)
            assert accepted
            assert arrived.form["comment"] == comment
            forged = arrived.body.replace("2001", "2002")
            assert not endpoint.validate_protected_resource_request(url, "POST", forged, arrived.headers)[0]

        send()


@pytest.mark.parametrize("body", ["{}", " { }\n"])
def test_an_empty_object_is_success(server, mark, body):
    server.replies = [Reply(body)]
    mark()


@pytest.mark.parametrize("body", ['{"a": 1}', "[]", "null", "true", "false", "0", '""', "[{}]", '"{}"', "{}{}", ""])
def test_nothing_else_is(server, mark, body):
    server.replies = [Reply(body)]
    with pytest.raises(UnreadableError):
        mark()


@pytest.mark.parametrize("answer", ["null", "[]", "{}", '{"groups": {}}', '{"groups": [], "terms": []}', "1"])
def test_readings_of_the_wrong_shape_are_unreadable(server, call, answer):
    usos = call()
    readings = [usos.me, usos.teaching, lambda: usos.attendance_list("1"), lambda: usos.attendance_lists(["1"])]
    if answer != "[]":
        readings += [usos.user, lambda: usos.attendance("1"), lambda: usos.group(GroupKey("1", "1"))]
    for reading in readings:
        server.replies = [Reply(answer)]
        with pytest.raises(UnreadableError):
            reading()


def test_a_created_list_without_an_id_is_unreadable(server, call):
    server.replies = [Reply("{}")]
    with pytest.raises(UnreadableError):
        call().create_attendance_list(GroupKey("1", "1"), NOW, Mode.HYBRID)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(server, mark, status):
    server.replies = [Reply(status=status, headers={"Location": f"{server.url}elsewhere"})]
    with pytest.raises(OfflineError) as raised:
        mark()
    assert raised.value.silence is Silence.NOT_USOS
    assert [arrived.path for arrived in server.arrived] == [f"/{UPDATE}"]


def test_a_server_that_never_answers_is_given_up_after_the_read_timeout(server, call):
    server.replies = [Reply(hangs=True)]
    began = time.monotonic()
    with pytest.raises(OfflineError) as raised:
        call(read_timeout=0.1).me()
    assert (raised.value.silence, raised.value.reached) == (Silence.TIMEOUT, True)
    assert time.monotonic() - began < HANG


def test_a_connection_that_never_comes_about_carried_nothing_away(call):
    with socket.socket() as deaf:  # its queue is full, so that the next one waits for ever
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        with ExitStack() as stack:
            for _ in range(3):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(deaf.getsockname())
            with pytest.raises(OfflineError) as raised:
                call(f"http://127.0.0.1:{deaf.getsockname()[1]}/", connect_timeout=0.1).me()
    assert (raised.value.silence, raised.value.reached) == (Silence.TIMEOUT, False)


def test_a_port_where_nobody_listens_is_no_connection(call):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(OfflineError) as raised:
            call(f"http://127.0.0.1:{nobody.getsockname()[1]}/").me()
    assert (raised.value.silence, raised.value.reached) == (Silence.NO_CONNECTION, False)


def test_an_answer_that_is_cut_in_the_middle_is_no_connection(server, mark):
    server.replies = [Reply("{", cut=True)]
    with pytest.raises(OfflineError) as raised:
        mark()
    assert (raised.value.silence, raised.value.reached) == (Silence.NO_CONNECTION, True)


def test_a_server_without_tls_where_it_should_be_is_told_as_a_matter_of_certificates(server, call):
    with pytest.raises(OfflineError) as raised:
        call(server.url.replace("http:", "https:")).me()
    assert (raised.value.silence, raised.value.reached) == (Silence.TLS, False)
    assert server.arrived == []


@pytest.mark.parametrize("charset", ["zip", "rot13", "idna", "undefined", "iso-8859-2", "no-such"])
def test_the_charset_a_stranger_names_does_not_matter(server, call, charset):
    server.replies = [Reply('{"id": 9, "last_name": "Łęcka"}', headers={"Content-Type": f"x; charset={charset}"})]
    assert call().me().last_name == "Łęcka"


def test_a_broken_compression_is_unreadable(server, mark):
    server.replies = [Reply("{}", headers={"Content-Encoding": "gzip"})]
    with pytest.raises(UnreadableError):
        mark()


def test_bytes_that_are_not_utf_8_spoil_only_the_letters_they_stand_for(server, call):
    server.replies = [Reply(b'{"id": 9, "last_name": "\xa3\xeacka"}')]
    assert call().me().last_name == "\ufffd\ufffdcka"


def test_calls_in_turn_share_one_connection(server, mark):
    for _ in range(5):
        mark()
    assert len(server.arrived) == 5
    assert server.connections == 1


def test_renewed_connections_are_others_and_the_old_ones_do_not_stay_open(server, call):
    usos = call()
    for _ in range(2):
        usos.update_attendance("1001", "2001", Mark.ABSENT, None)
        usos.renew()
    usos.update_attendance("1001", "2001", Mark.ABSENT, None)
    assert (len(server.arrived), server.connections) == (3, 3)


def test_renewing_does_not_hurt_the_calls_to_come_while_one_hangs(server, call):
    server.replies = [Reply(hangs=True)]
    usos = call(read_timeout=2)  # for one call to end, and long enough for the other
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(usos.me)
        wait_until(lambda: server.arrived)
        usos.renew()
        usos.update_attendance("1001", "2001", Mark.ABSENT, None)
        with pytest.raises(OfflineError):
            hanging.result()


def wait_until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        threading.Event().wait(0.002)


def test_a_failed_call_is_not_repeated_by_the_gate(server, mark):
    server.replies = [Reply("<html>", 503)]
    with pytest.raises(OfflineError):
        mark()
    assert len(server.arrived) == 1


@pytest.fixture
def proxy(monkeypatch) -> Iterator[Scripted]:
    """A proxy that the environment names for everything."""
    with Scripted() as scripted:
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, scripted.url)
            monkeypatch.setenv(name.upper(), scripted.url)
        yield scripted


def test_calls_to_this_machine_pass_by_the_proxy(server, proxy, call):
    call().update_attendance("1001", "2001", Mark.ABSENT, None)
    assert len(server.arrived) == 1
    assert proxy.arrived == []


def test_calls_to_another_machine_take_the_proxy_which_learns_nothing_but_the_host(proxy, call):
    proxy.replies = [Reply("no", 502, {})]
    with pytest.raises(OfflineError) as raised:
        call("https://usos.example.edu.pl/").update_attendance("1001", "2001", Mark.ABSENT, "mail")
    assert raised.value.silence is Silence.NO_CONNECTION
    (arrived,) = proxy.arrived
    assert (arrived.verb, arrived.path) == ("CONNECT", "usos.example.edu.pl:443")
    assert "Authorization" not in arrived.headers
    assert arrived.body == ""


def test_without_an_installation_there_is_no_client():
    with pytest.raises(ValueError, match="base URL"):
        Usos(Access("usosapps.example.edu.pl", *CREDENTIALS), Settings())


# --- installations that take fewer fields ---


def way_to(emulator, known, changed=None):
    """A client that knows what the installation refuses, and tells what it learns."""
    keys = (emulator.consumer_key, emulator.consumer_secret, emulator.token, emulator.token_secret)
    selectors = Selectors(known, changed)
    return closing(Usos(Access(emulator.url, *keys), Settings(), selectors, clock=lambda: EPOCH))


def read_all(emulator, usos):
    """What the client reads, and how many calls that took."""
    before = len(emulator.calls)
    read = set(usos.user()), set(usos.attendance(emulator.current_list()))
    return *read, len(emulator.calls) - before


@pytest.mark.parametrize(
    "options",
    [
        {"unknown_fields": frozenset({"owner"})},
        {"flat_fields": frozenset({"owner"})},
        {"flat_fields": frozenset({"student"})},
    ],
)
def test_an_installation_that_refuses_fields_is_asked_for_less_and_that_is_remembered(run, options):
    emulator, _ = run(**options)
    known = {}
    with way_to(emulator, {}, known.update) as usos:
        lists, entries, calls = read_all(emulator, usos)
        assert lists
        assert entries
        assert calls > 2
    with way_to(emulator, known) as usos:
        assert read_all(emulator, usos) == (lists, entries, 2)


def test_what_only_one_person_may_not_read_is_remembered_for_them_and_not_for_the_installation(run):
    emulator, _ = run(
        forbidden_fields=frozenset({"student[student_number]"}), unknown_fields=frozenset({"owner[first_name]"})
    )
    known = {}
    with way_to(emulator, {}, known.update) as usos:
        entries = usos.attendance(emulator.current_list())
        assert {who.number for who, _ in entries} == {""}
        assert known == {}
        lists, again, _ = read_all(emulator, usos)
        assert again == set(entries)
        assert list(known) == ["lists"]
        assert read_all(emulator, usos) == (lists, again, 2)
    with way_to(emulator, known) as usos:
        assert read_all(emulator, usos) == (lists, again, 3)


def test_a_refusal_that_is_not_about_fields_is_no_reason_to_ask_for_less(run):
    emulator, usos = run()
    with pytest.raises(RefusedError):
        usos.attendance("999999")
    assert emulator.calls.count("services/attendance/attendance") == 1


# --- secrets ---

SPOILT = {
    "refusal": Reply('{"error": "object_invalid", "reason": "has_entries"}', 400),
    "sign in": Reply('{"message": "Invalid signature."}', 401),
    "forbidden": Reply('{"error": "method_forbidden", "reason": "scope_missing"}', 400),
    "busy": Reply("", 429),
    "page": Reply("<html>", 200),
    "truncated": Reply("{", 200),
    "cut": Reply("{", cut=True),
    "gzip": Reply("{}", headers={"Content-Encoding": "gzip"}),
    "hangs": Reply(hangs=True),
}


@pytest.mark.parametrize("case", SPOILT)
def test_no_failure_tells_a_secret_or_a_student(server, call, case):
    server.replies = [SPOILT[case]]
    student_id, comment = (f"{word}{NOW.year}" for word in ("student", "zwolnienie"))
    with pytest.raises(UsosError) as raised:
        call(read_timeout=patience_for(SPOILT[case]).read_timeout).update_attendance(
            "1001", student_id, Mark.ABSENT, comment
        )
    wait_until(lambda: server.arrived)
    told = "".join(traceback.format_exception(raised.value))
    link: BaseException | None = raised.value
    while link is not None:
        told += f"{link!s}{link!r}{link.args!r}"
        link = link.__cause__ or link.__context__
    assert type(raised.value).__name__ in told
    signature = re.search(r'oauth_signature="([^"]+)"', server.arrived[0].headers["Authorization"])
    assert signature
    for secret in (*CREDENTIALS, signature[1], student_id, comment):
        assert secret not in told
