"""Signatures: the four vectors of usos-api.md 1.4, and oauthlib's opinion about everything else."""

import traceback
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import pytest
from authlib.oauth1.rfc5849 import client_auth
from authlib.oauth1.rfc5849.errors import InsecureTransportError
from hypothesis import given
from hypothesis import strategies as st
from oauthlib.oauth1.rfc5849 import signature

from app.config.settings import Access
from app.usos.signing import Signed

OURS = Access("https://usos.example.edu.pl/", "CKEY0000000000000001", "csecret", "TOK00000000000000001", "tsecret")
ENTRY_FIELDS = "student[id|first_name|last_name|student_number]|attendance_mode|comment"
AWKWARD = [
    "a|b",
    "course_unit[id]|owner[id]",
    "two  spaces ",
    "~tilde-_.",
    "a+b",
    "100% %20 %7C",
    "zażółć gęślą jaźń ZAŻÓŁĆ",
    "🙂 👩‍🏫 e\u0301",
    "first line\nsecond\r\nthird\ttab",
    "a=b&c=d;e#f?g/h:i@j",
    "\"quoted\" 'single' [/b] <b> \\",
    "\x00\x01\x7f",
    "",
]


def signed(request: httpx.Request, access: Access = OURS, at: int = 1700000000) -> httpx.Request:
    """Return the request as it would be sent at that second."""
    return next(Signed(access, clock=lambda: at + 0.9).auth_flow(request))


def oauth_of(request: httpx.Request) -> dict[str, str]:
    """Return the OAuth parameters of the header, as oauthlib reads them."""
    header = {"Authorization": request.headers["Authorization"]}
    return dict(signature.collect_parameters(headers=header, exclude_oauth_signature=False))


def holds(request: httpx.Request, consumer_secret: str, token_secret: str) -> bool:
    """Tell whether oauthlib, which signed nothing here, verifies the request from what would be on the wire."""
    oauth = oauth_of(request)
    given_signature = oauth.pop("oauth_signature")
    form = signature.collect_parameters(
        uri_query=urlsplit(str(request.url)).query, body=request.content.decode("ascii")
    )
    arrived = SimpleNamespace(
        http_method=request.method,
        uri=str(request.url),
        params=[*oauth.items(), *form],
        signature=given_signature,
    )
    return signature.verify_hmac_sha1(arrived, consumer_secret, token_secret)


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch):
    # Two of the vectors are of days when http was good enough.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")

    def pin(nonce: str) -> None:
        monkeypatch.setattr(client_auth, "generate_nonce", lambda: nonce)

    return pin


def test_the_vector_of_the_oauth_specification_is_reproduced(pinned):
    pinned("kllo9940pd9333jh")
    access = Access("", "dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")
    request = httpx.Request(
        "GET", "http://photos.example.net/photos", params={"file": "vacation.jpg", "size": "original"}
    )
    assert oauth_of(signed(request, access, at=1191242096))["oauth_signature"] == "tR3+Ty81lMeYAr/Fid0kMTYa/WM="


def test_the_vector_with_a_pipe_in_a_form_is_reproduced(pinned):
    pinned("FDRMnsTvyF1")
    request = httpx.Request("POST", "http://host.net/resource", data={"name": "value", "scopes": "email|photo"})
    sent = signed(request, Access("", "abcd", "efgh", "ijkl", "mnop"), at=1462028665)
    assert oauth_of(sent)["oauth_signature"] == "Yg/QoU08gHjHquNXwcn3sAg+jAk="


def test_the_vector_with_a_field_selector_in_a_query_is_reproduced(pinned):
    pinned("n0nce")
    parameters = {"list_id": "1001", "fields": ENTRY_FIELDS}
    request = httpx.Request("GET", f"{OURS.url}services/attendance/attendance", params=parameters)
    assert oauth_of(signed(request))["oauth_signature"] == "xcTScgYYQe58RwubwYFKLnJPXzE="


def test_the_vector_with_a_polish_comment_in_a_form_is_reproduced(pinned):
    pinned("n0nce")
    parameters = {
        "list_id": "1001",
        "student_id": "2001",
        "attendance_mode": "justified_absence",
        "comment": "zwolnienie: żółta kartka (2 dni) ~",
    }
    request = httpx.Request("POST", f"{OURS.url}services/attendance/update_attendance", data=parameters)
    assert oauth_of(signed(request))["oauth_signature"] == "O5c0rmHlZW4b80qwzEMjb0O19lo="


@pytest.mark.parametrize("comment", AWKWARD)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_oauthlib_verifies_awkward_parameters(method, comment):
    parameters = {"list_id": "1001", "fields": ENTRY_FIELDS, "comment": comment}
    place = {"params": parameters} if method == "GET" else {"data": parameters}
    request = httpx.Request(method, f"{OURS.url}services/attendance/update_attendance", **place)
    assert holds(signed(request), "csecret", "tsecret")


@given(st.text(), st.text(), st.text(min_size=1, max_size=9), st.text(min_size=1, max_size=9))
def test_oauthlib_verifies_any_text_with_any_secrets(comment, list_id, consumer_secret, token_secret):
    access = Access(OURS.url, "key", consumer_secret, "token", token_secret)
    request = httpx.Request("POST", f"{OURS.url}services/x", data={"list_id": list_id, "comment": comment})
    sent = signed(request, access)
    assert holds(sent, consumer_secret, token_secret)
    assert not holds(sent, consumer_secret, token_secret + "x")


@pytest.mark.parametrize(
    "base",
    [
        "https://usos.example.edu.pl:443/",
        "https://USOS.Example.edu.pl/",
        "https://api.example.edu.pl/usosapps/",
        "https://usos.example.edu.pl:8443/",
        "http://127.0.0.1:8080/",
        "http://[::1]:8080/usosapps/",
    ],
)
def test_oauthlib_verifies_ports_paths_and_hosts_as_they_are_sent(base):
    request = httpx.Request("POST", f"{base}services/attendance/attendance", data={"list_id": "1"})
    assert holds(signed(request), "csecret", "tsecret")


def test_nothing_is_signed_for_plain_http_to_another_machine():
    with pytest.raises(InsecureTransportError):
        signed(httpx.Request("POST", "http://usos.example.edu.pl/services/x", data={"a": "b"}))


def test_only_the_header_is_added_and_the_form_is_sent_as_it_was():
    request = httpx.Request("POST", f"{OURS.url}services/x", data={"comment": "a b|~ż"})
    before = dict(request.headers), request.content, str(request.url)
    sent = signed(request)
    after = {name: value for name, value in sent.headers.items() if name != "authorization"}
    assert (after, sent.content, str(sent.url)) == before


def test_the_header_says_what_the_documentation_asks_for_and_carries_no_secret():
    sent = oauth_of(signed(httpx.Request("POST", f"{OURS.url}services/x", data={"a": "b"})))
    assert sent.keys() == {
        "oauth_consumer_key",
        "oauth_token",
        "oauth_nonce",
        "oauth_timestamp",
        "oauth_signature",
        "oauth_signature_method",
        "oauth_version",
    }
    assert (sent["oauth_signature_method"], sent["oauth_version"]) == ("HMAC-SHA1", "1.0")
    assert not {"csecret", "tsecret"} & set(sent.values())


def test_no_two_requests_share_a_nonce():
    signer = Signed(OURS)
    requests = [httpx.Request("POST", f"{OURS.url}services/x", data={"a": "b"}) for _ in range(50)]
    assert len({oauth_of(next(signer.auth_flow(request)))["oauth_nonce"] for request in requests}) == 50


def test_without_a_token_only_the_consumer_signs():
    sent = signed(httpx.Request("POST", f"{OURS.url}services/x", data={"a": "b"}), Access(OURS.url, "k", "s", "", ""))
    assert "oauth_token" not in oauth_of(sent)
    assert holds(sent, "s", "")


def test_credentials_are_not_shown_in_what_python_prints():
    frames = traceback.TracebackException.from_exception(ValueError(OURS, Signed(OURS)), capture_locals=False)
    shown = repr(OURS) + str(OURS) + "".join(frames.format())
    for secret in (OURS.consumer_key, OURS.consumer_secret, OURS.token, OURS.token_secret):
        assert secret not in shown
