"""What config.toml and the environment say, and what is said about their mistakes."""

import json
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.config import settings
from app.config.base_url import is_loopback, normal_url
from app.config.exports import ExportSettings
from app.config.settings import Access, BadSettingError, Settings, load
from app.domain.group_rules import AbsenceLimit, GroupRules, JustifyBy, LateWeight
from app.keymap.rebinding import keymap
from app.messages import settings as settings_messages

ENVIRONMENT = {
    "ROLLCALL_URL": "https://usosapps.env.edu.pl/",
    "ROLLCALL_CONSUMER_KEY": "env key",
    "ROLLCALL_CONSUMER_SECRET": "env secret",
    "ROLLCALL_TOKEN": "env token",
    "ROLLCALL_TOKEN_SECRET": "env token secret",
}
USOS_TABLE = """
[usos]
url = "https://usosapps.file.edu.pl/"
consumer_key = "file key"
consumer_secret = "file secret"
token = "file token"
token_secret = "file token secret"
"""
ADDRESS = '[usos]\nurl = "https://usosapps.file.edu.pl/"\n'
CONSUMER = 'consumer_key = "file key"\nconsumer_secret = "file secret"\n'
FROM_FILE = Access("https://usosapps.file.edu.pl/", "file key", "file secret", "file token", "file token secret")
FROM_ENVIRONMENT = Access("https://usosapps.env.edu.pl/", *list(ENVIRONMENT.values())[1:])

Loader = Callable[..., Settings]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def loaded(config: Path) -> Loader:
    """Write a config.toml and load it, with an environment if given."""

    def write_and_load(content: str | bytes, environment: Mapping[str, str] | None = None) -> Settings:
        config.write_bytes(content.encode() if isinstance(content, str) else content)
        return load(config, environment or {})

    return write_and_load


@pytest.fixture
def complaint(loaded: Loader) -> Callable[..., str]:
    """Load what cannot be loaded, and return the sentence about it."""

    def complain(content: str | bytes, environment: Mapping[str, str] | None = None) -> str:
        with pytest.raises(BadSettingError) as raised:
            loaded(content, environment)
        return settings_messages.sentence(raised.value.problem)

    return complain


# --- where settings come from ---


def test_without_a_file_and_an_environment_everything_has_its_default(config):
    nothing = Settings(access=None, url=None, consumer=None, language=None, theme=None)
    assert load(config, {}) == replace(nothing, connect_timeout=5.0, read_timeout=15.0, hold=5.0)
    assert not config.exists()


def test_everything_can_stand_in_the_file(loaded):
    sending = "[network]\nconnect_timeout = 2.5\nread_timeout = 120\n[sending]\nhold = 3\n"
    content = f'language = "pl"\ntheme = "nord"\n{sending}{USOS_TABLE}'
    assert loaded(content) == Settings(
        access=FROM_FILE,
        url=FROM_FILE.url,
        consumer=(FROM_FILE.consumer_key, FROM_FILE.consumer_secret),
        language="pl",
        theme="nord",
        connect_timeout=2.5,
        read_timeout=120.0,
        hold=3.0,
    )


def test_an_address_alone_is_where_to_sign_in(loaded):
    assert loaded(ADDRESS) == Settings(url=FROM_FILE.url)
    assert loaded("", {"ROLLCALL_URL": "usosapps.env.edu.pl"}) == Settings(url=FROM_ENVIRONMENT.url)


def test_an_address_with_key_and_secret_is_where_to_sign_in_without_being_asked_for_them(loaded):
    assert loaded(ADDRESS + CONSUMER) == Settings(url=FROM_FILE.url, consumer=("file key", "file secret"))
    names = ("ROLLCALL_URL", "ROLLCALL_CONSUMER_KEY", "ROLLCALL_CONSUMER_SECRET")
    assert loaded("", {name: ENVIRONMENT[name] for name in names}) == Settings(
        url=FROM_ENVIRONMENT.url, consumer=("env key", "env secret")
    )


def test_of_the_file_the_environment_can_complete_a_pair(loaded):
    content, secret = f'{ADDRESS}consumer_key = "file key"\n', {"ROLLCALL_CONSUMER_SECRET": "env secret"}
    assert loaded(content, secret).consumer == ("file key", "env secret")


def test_everything_about_the_installation_can_stand_in_the_environment(config):
    assert load(config, ENVIRONMENT).access == FROM_ENVIRONMENT


def test_the_environment_stands_above_the_file(loaded):
    assert loaded(USOS_TABLE, ENVIRONMENT).access == FROM_ENVIRONMENT


@pytest.mark.parametrize("variable", ENVIRONMENT)
def test_the_environment_and_the_file_complete_each_other(loaded, variable):
    name = variable.removeprefix("ROLLCALL_").lower()
    access = loaded(USOS_TABLE, {variable: ENVIRONMENT[variable]}).access
    assert getattr(access, name) == ENVIRONMENT[variable]
    others = [other for other in Access.__dataclass_fields__ if other != name]
    assert [getattr(access, other) for other in others] == [getattr(FROM_FILE, other) for other in others]


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_variable_is_as_good_as_none(loaded, blank):
    assert loaded(USOS_TABLE, dict.fromkeys(ENVIRONMENT, blank)).access == FROM_FILE
    assert loaded("", dict.fromkeys(ENVIRONMENT, blank)).access is None


def test_blanks_around_a_credential_are_not_part_of_it(config):
    padded = {name: f" {value}\n" for name, value in ENVIRONMENT.items()}
    assert load(config, padded).access == FROM_ENVIRONMENT


def test_no_secret_is_shown_with_the_settings(config):
    shown = repr(load(config, ENVIRONMENT)) + str(load(config, ENVIRONMENT))
    assert "https://usosapps.env.edu.pl/" in shown
    for secret in list(ENVIRONMENT.values())[1:]:
        assert secret not in shown


def test_neither_are_key_and_secret_where_there_is_no_token(loaded):
    assert "file" not in repr(loaded(ADDRESS + CONSUMER)).replace("usosapps.file.edu.pl", "")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_language_is_one_of_those_there_are(loaded, language):
    assert loaded(f'language = "{language}"').language == language


# --- mistakes are told with place and remedy ---


@pytest.mark.parametrize("variable", ENVIRONMENT)
def test_a_part_of_the_credentials_that_is_missing_is_named_with_both_its_places(complaint, config, variable):
    others = {name: value for name, value in ENVIRONMENT.items() if name != variable}
    told = complaint("", others)
    assert variable in told
    assert str(config) in told
    for secret in list(others.values())[1:]:
        assert secret not in told


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        (ADDRESS + 'consumer_key = "hush"', "consumer_secret"),
        (ADDRESS + 'consumer_secret = "hush"', "consumer_key"),
        ("[usos]\n" + CONSUMER, "url"),
        (ADDRESS + CONSUMER + 'token = "hush"', "token_secret"),
        (ADDRESS + CONSUMER + 'token_secret = "hush"', "token"),
        (ADDRESS + 'token = "hush"\ntoken_secret = "hush"', "consumer_key"),
        (ADDRESS + 'consumer_key = "hush"\ntoken = "hush"\ntoken_secret = "hush"', "consumer_secret"),
        ('[usos]\ntoken = "hush"\ntoken_secret = "hush"', "url"),
    ],
)
def test_half_of_a_pair_is_refused_and_so_is_one_without_what_it_is_for(complaint, config, content, missing):
    told = complaint(content)
    assert told.startswith(f"{missing} is missing: set ROLLCALL_{missing.upper()}, ")
    assert str(config) in told
    assert "hush" not in told


def test_what_is_not_toml_is_told_with_its_line(complaint, config):
    assert complaint('language = "pl"\ntheme = nord\n').startswith(f"{config}:2 ")


@pytest.mark.parametrize(
    ("content", "line", "near"),
    [
        ('\nlangage = "pl"', 2, "language"),
        ('[network]\nread_timeout = 3\nconect_timeout = 3\n[usos]\nurl = "a"', 3, "connect_timeout"),
        ('theme = "nord"\n[uosos]\nurl = "a"', 2, "usos"),
        ('[usos]\nurl = "a"\ntoken_secrt = "b"', 3, "token_secret"),
        ('[ usos ]\n"consumer-key" = "b"', 2, "consumer_key"),
    ],
)
def test_a_misspelt_setting_is_told_with_its_line_and_what_was_meant(complaint, config, content, line, near):
    told = complaint(content)
    assert told.startswith(f"{config}:{line}: ")
    assert told.endswith(f"did you mean {near}?")


def test_a_setting_like_no_other_is_told_with_all_there_are(complaint, config):
    told = complaint("[network]\n\nqwerty = 1")
    assert told.startswith(f"{config}:3: qwerty ")
    assert "connect_timeout, read_timeout" in told


@pytest.mark.parametrize(
    ("content", "line", "kind"),
    [
        ("language = 1", 1, "a text in double quotes"),
        ("theme = true", 1, "a text in double quotes"),
        ("[usos]\ntoken = 12345678", 2, "a text in double quotes"),
        ("[usos]\ntoken = ['a']", 2, "a text in double quotes"),
        ("[network]\nread_timeout = '15'", 2, "a number"),
        ("[network]\nread_timeout = true", 2, "a number"),
        ("[sending]\nhold = '5'", 2, "a number"),
        ("[network]\nread_timeout = 2026-11-23", 2, "a number"),
        ("usos = 'https://usosapps.edu.pl/'", 1, "a table, as in [usos]"),
        ("[[network]]\nread_timeout = 3", None, "a table, as in [network]"),
        ("[theme]\nname = 'nord'", 1, "a text in double quotes"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_the_right_one(complaint, config, content, line, kind):
    told = complaint(content)
    assert told.startswith(f"{config}:{line}: " if line else str(config))
    assert told.endswith(f"must be {kind}.")


@pytest.mark.parametrize("seconds", ["0", "0.9", "-1", "120.5", "nan", "inf", "1e300"])
def test_a_timeout_is_from_one_second_to_two_minutes(complaint, config, seconds):
    told = complaint(f"[network]\nread_timeout = 9\nconnect_timeout = {seconds}")
    assert told.startswith(f"{config}:3: connect_timeout ")


@pytest.mark.parametrize("seconds", ["0", "0.5", "60"])
def test_a_mark_can_be_held_for_up_to_a_minute_or_not_at_all(loaded, seconds):
    assert loaded(f"[sending]\nhold = {seconds}").hold == float(seconds)


@pytest.mark.parametrize("seconds", ["-0.1", "60.1", "nan", "inf"])
def test_a_mark_is_held_no_longer_and_not_shorter(complaint, config, seconds):
    assert complaint(f"[sending]\nhold = {seconds}") == (f"{config}:2: hold must be a number of seconds from 0 to 60.")


def test_a_language_that_is_not_there_is_told_with_those_that_are(complaint, config):
    told = complaint('theme = "nord"\nlanguage = "de"')
    assert told.startswith(f"{config}:2: ")
    assert '"en", "pl"' in told


def test_an_address_that_cannot_be_one_is_told_where_it_stands(complaint, config):
    assert complaint(USOS_TABLE.replace("https://usosapps.file", "ftp://usosapps")).startswith(f"{config}:3: ")
    assert complaint(USOS_TABLE, {"ROLLCALL_URL": "ftp://x"}).startswith("ROLLCALL_URL: ")


def test_a_file_in_another_encoding_is_told(complaint, config):
    told = complaint('theme = "Łódź"'.encode("cp1250"))
    assert str(config) in told
    assert "UTF-8" in told


def test_a_byte_order_mark_is_no_mistake(loaded):
    assert loaded('language = "pl"'.encode("utf-8-sig")).language == "pl"


def test_windows_line_ends_are_no_mistake(complaint, loaded, config):
    assert loaded('language = "pl"\r\ntheme = "nord"\r\n').theme == "nord"
    assert complaint('language = "pl"\r\nteme = "nord"\r\n').startswith(f"{config}:2: ")


def test_a_file_that_cannot_be_read_is_told_with_the_reason(config):
    config.mkdir()
    with pytest.raises(BadSettingError, match=re.escape(str(config))):
        load(config, {})


@given(st.text(max_size=60))
def test_any_text_is_loaded_or_complained_about(tmp_path_factory, text):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(text.encode())
    try:
        assert isinstance(load(file, {}), Settings)
    except BadSettingError as error:
        assert str(file) in str(error)  # noqa: PT017 - either end is right


# --- addresses ---


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://usosapps.amu.edu.pl/", "https://usosapps.amu.edu.pl/"),
        ("https://usosapps.amu.edu.pl", "https://usosapps.amu.edu.pl/"),
        ("http://usosapps.amu.edu.pl/", "https://usosapps.amu.edu.pl/"),
        ("usosapps.amu.edu.pl", "https://usosapps.amu.edu.pl/"),
        ("HTTPS://UsosApps.AMU.edu.pl/", "https://usosapps.amu.edu.pl/"),
        ("http://api.pwsip.edu.pl/usosapps/", "https://api.pwsip.edu.pl/usosapps/"),
        ("https://api.pwsip.edu.pl/usosapps", "https://api.pwsip.edu.pl/usosapps/"),
        ("https://usosapps.example.edu.pl:8443/a/b//", "https://usosapps.example.edu.pl:8443/a/b/"),
        ("https://usosapps.example.edu.pl:/", "https://usosapps.example.edu.pl/"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ("http://127.5.6.7/usosapps", "http://127.5.6.7/usosapps/"),
        ("http://localhost:8080/", "http://localhost:8080/"),
        ("http://[::1]:8080/usosapps", "http://[::1]:8080/usosapps/"),
        ("https://[::1]/", "https://[::1]/"),
        ("http://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("http://localhost.example.edu.pl/", "https://localhost.example.edu.pl/"),
        ("http://127.0.0.1.example.edu.pl/", "https://127.0.0.1.example.edu.pl/"),
        ("http://10.0.0.1/", "https://10.0.0.1/"),
    ],
)
def test_an_address_becomes_https_with_its_path_except_on_this_machine(address, normal):
    assert normal_url(address) == normal


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/",
        "https://",
        "https:///services/",
        "ftp://usosapps.amu.edu.pl/",
        "file:///etc/passwd",
        "javascript://usosapps.amu.edu.pl/",
        "https://lecturer:password@usosapps.amu.edu.pl/",
        "https://usosapps.amu.edu.pl@evil.example/",
        "https://@usosapps.amu.edu.pl/",
        "https://usosapps.amu.edu.pl/?format=json",
        "https://usosapps.amu.edu.pl/#top",
        "https://usosapps.amu.edu.pl:0/",
        "https://usosapps.amu.edu.pl:65536/",
        "https://usosapps.amu.edu.pl:eighty/",
        "https://usosapps .amu.edu.pl/",
        "https://usosapps.amu.edu.pl/\n",
        "https://usosapps\x00.amu.edu.pl/",
        "https://usosapps.amu..edu.pl/",
        "https://usosapps.amu.edu.pl\\@evil.example/",
        f"https://{'a' * 64}.edu.pl/",
        "https://[::1/",
        "https://żółw..pl/",
        "https://*.edu.pl/",
    ],
)
def test_what_cannot_be_the_address_of_an_installation_is_refused(address):
    assert normal_url(address) is None


ADDRESSES = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "http://", "https://", "HTTP://", "ftp://", "//"]),
    st.sampled_from(["", "a@", "a:b@"]),
    st.text(alphabet="aż.-_[]:1%*x\x00 \\@", max_size=12),
    st.sampled_from(["", ":", ":0", ":80", ":99999", ":x"]),
    st.text(alphabet="/a.%ż?# \x7f", max_size=8),
)


@given(st.one_of(ADDRESSES, st.text(max_size=30)))
def test_a_normal_address_can_be_called_and_only_in_secret_or_on_this_machine(address):
    normal = normal_url(address)
    if normal is None:
        return
    url = httpx.URL(normal + "services/users/user")
    assert url.scheme == "https" or is_loopback(url.host)
    assert not url.userinfo
    assert not url.query
    assert normal.endswith("/")
    assert normal_url(normal) == normal


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.255.255.254", "::1"])
def test_loopback_is_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "LOCALHOST.example", "localhost.", "127.1", "0.0.0.0", "10.0.0.1", "128.0.0.1", "::", "1", "nolocalhost"],
)
def test_nothing_else_is(host):
    assert not is_loopback(host)


# --- where files live ---


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_private_folder_is_made_for_its_owner_only_and_kept_when_there_is_one(tmp_path):
    folder = settings.private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "kept").touch()
    assert (settings.private_folder(folder) / "kept").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_private_folder_that_others_could_open_is_closed_to_them(tmp_path):
    tmp_path.chmod(0o755)
    assert stat.S_IMODE(settings.private_folder(tmp_path).stat().st_mode) == 0o700


def test_stores_and_reports_have_folders_of_the_platform_made_on_first_use(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: tmp_path / "data" / "rollcall")
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_, **__: tmp_path / "log" / "rollcall")
    assert not list(tmp_path.iterdir())
    assert settings.data_folder() == tmp_path / "data" / "rollcall"
    assert settings.log_folder().is_dir()


def test_the_config_file_is_never_made(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_, **__: tmp_path / "config" / "rollcall")
    assert settings.config_file() == tmp_path / "config" / "rollcall" / "config.toml"
    assert not (tmp_path / "config").exists()


def test_how_the_roll_is_called_can_be_chosen(loaded: Callable[[str], Settings]) -> None:
    chosen = loaded("[roll]\nlate = ' sp. {minutes} min '\nrepeat_guard = 0")
    assert (chosen.late, chosen.repeat_guard) == ("sp. {minutes} min", 0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("repeat_guard = 1001", "repeat_guard must be a number of milliseconds from 0 to 1000."),
        ("late = 'late'", 'late must be words with "{minutes}" once among them, such as "late {minutes} min".'),
        ("late = '{minutes} min'", 'late must be words with "{minutes}" once among them'),
    ],
)
def test_a_manner_of_calling_that_cannot_be_is_refused(
    complaint: Callable[[str], str], config: Path, line: str, told: str
) -> None:
    assert complaint(f"[roll]\n{line}").startswith(f"{config}:2: {told}")


def test_the_rules_of_groups_without_their_own_can_be_chosen(loaded: Callable[[str], Settings]) -> None:
    text = "[rules]\nunexcused_limit = 2\nall_limit = 30\nall_limit_percent = true\nlate_weight = '1/2'\n"
    chosen = loaded(f"{text}excused_count = false\ndays_to_justify = '7 working days'\nnotify_at = 3").rules
    assert chosen == GroupRules(
        unexcused_limit=2,
        all_limit=AbsenceLimit(30, percent=True),
        late_weight=LateWeight.HALF,
        excused_count=False,
        justify_by=JustifyBy.WORKING_DAYS_7,
        notify_at=3,
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("unexcused_limit = 2.5", "unexcused_limit must be a whole number."),
        ("unexcused_limit = -1", "unexcused_limit must be a number from 0 to 9999."),
        ("all_limit_percent = 30", "all_limit_percent must be true or false."),
        ("all_limit = 101\nall_limit_percent = true", "all_limit must be a number from 0 to 100."),
        ("late_weight = '0.5'", 'late_weight must be one of "off", "1/2", "1/3".'),
        ("notify = 3", "notify is not a setting; did you mean notify_at?"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(complaint: Callable[[str], str], config: Path, line: str, told: str) -> None:
    assert complaint(f"[rules]\n{line}").startswith(f"{config}:2: {told}")


def test_how_files_are_written_out_can_be_chosen(loaded: Callable[[str], Settings], tmp_path: Path) -> None:
    assert loaded(f"[export]\ndelimiter = 'tab'\nfolder = '{tmp_path}'").export == ExportSettings("\t", tmp_path)
    assert loaded("[export]\nfolder = '~/lists'").export.folder == Path("~/lists").expanduser()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("delimiter = '|'", 'delimiter must be one of ";", ",", "tab".'),
        ("folder = 'lists'", 'folder must be the whole path of a folder, such as "~/Documents/rollcall".'),
        ("folder = '~nobody-at-all/lists'", "folder must be the whole path of a folder"),
        ('folder = "/tmp/\\u0000"', "folder must be the whole path of a folder"),
    ],
)
def test_an_export_that_cannot_be_is_refused(
    complaint: Callable[[str], str], config: Path, line: str, told: str
) -> None:
    assert complaint(f"[export]\n{line}").startswith(f"{config}:2: {told}")


# --- what is no configuration at all ---


@pytest.mark.parametrize(
    "content",
    [
        "[keys]\n" + ".".join(["a"] * 20_000) + " = 1",
        "a = " + "[" * 20_000,
        "a = " + "{a=" * 10_000,
        "a = " + "9" * 20_000,
        "# " + "x" * 2**17,
        "[keys]\n" + "a.b.c." * 5 + "d = 1",
    ],
    ids=["endless key", "deep array", "deep table", "long number", "huge", "nested key"],
)
def test_a_deep_long_or_huge_file_is_one_sentence_at_once(loaded: Loader, content: str):
    began = time.monotonic()
    with pytest.raises(BadSettingError):
        keymap(loaded(content).keys, Path("config.toml"))
    assert time.monotonic() - began < 5


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(config: Path):
    os.mkfifo(config)
    with pytest.raises(BadSettingError) as raised:
        load(config, {})
    assert "cannot be read (Invalid argument)" in settings_messages.sentence(raised.value.problem)


@pytest.mark.parametrize("name", ["\x1b]0;owned\x07", "\x9b31m", "a\u202eb", "a\x00b"])
def test_no_control_character_of_the_file_reaches_the_terminal(loaded: Loader, config: Path, name: str):
    written = json.dumps(name)
    for content in (f"{written} = 1", f"[keys]\n{written} = 'x'", f"[keys]\n'roll.undo' = {written}"):
        with pytest.raises(BadSettingError) as raised:
            keymap(loaded(content).keys, config)
        assert settings_messages.sentence(raised.value.problem).isprintable()
    environment = ENVIRONMENT | {"ROLLCALL_URL": f"https://{name}/"}
    with pytest.raises(BadSettingError) as raised:
        load(config.with_name("none.toml"), environment)
    assert settings_messages.sentence(raised.value.problem).isprintable()


def test_the_mouse_can_be_left_to_the_terminal(tmp_path):
    file = tmp_path / "config.toml"
    assert settings.load(file, {}).mouse
    file.write_text("mouse = false\n", encoding="utf-8")
    assert not settings.load(file, {}).mouse
