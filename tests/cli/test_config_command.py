"""`rollcall config`: an example that explains every setting, changes none, and never takes the place of a file."""

import json
import re
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest

from app import i18n
from app.accounts.accounts import Account
from app.cli.config import example
from app.config import language_choice, settings
from app.config.settings import SECONDS, Settings, load
from app.domain import late
from app.keymap.rebinding import keymap
from app.keymap.table import KEYS
from app.register.roll_details import RollDetails
from app.tui.themes import DARK
from tests.support.machine import Computer, without_keychain
from tests.support.terminal import environment_with


@pytest.fixture
def computer(tmp_path, monkeypatch, capsys) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


def uncommented(text: str) -> str:
    """The example with every setting in force."""
    return re.sub(r'(?m)^#(?=[\w"])', "", text)


# --- the example ---


def test_every_setting_stands_in_the_example_once():
    standing, table = [], ""
    for line in example().splitlines():
        header, setting = re.fullmatch(r"\[(\w+)]", line), re.match(r"#(\w+) = ", line)
        table = header[1] if header else table
        standing += [(table, setting[1])] if setting else []
    assert standing == settings.names()


def test_every_action_stands_in_the_example_once_with_its_usual_keys(tmp_path):
    _, _, listed = example().partition("\n[keys]\n")
    assert re.findall(r'(?m)^#"([\w.]+)" = \[.+]', listed) == [key.id for key in KEYS]
    file = tmp_path / "config.toml"
    file.write_text(f"[keys]\n{uncommented(listed)}", encoding="utf-8")
    assert keymap(load(file, {}).keys, file) == KEYS


def test_as_it_is_it_changes_nothing(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(example(), encoding="utf-8")
    assert load(file, {}) == Settings()


def test_every_line_of_it_can_be_put_in_force(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text(uncommented(example()), encoding="utf-8")
    loaded, usual = load(file, {}), Settings()
    assert loaded.access is not None
    assert (loaded.language, loaded.theme) == ("pl", DARK.name)
    for _, name in SECONDS:
        assert getattr(loaded, name) == getattr(usual, name)


@pytest.mark.parametrize(("table", "name"), SECONDS)
def test_a_number_is_explained_with_its_range_and_what_is_usual(table, name):
    least, most = SECONDS[table, name]
    explained = " ".join(example().partition(f"#{name} = ")[0].split("\n\n")[-1].replace("#", "").split())
    assert f"From {least} to {most}; usually {getattr(Settings(), name):g}." in explained


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_is_narrow_and_valid_in_every_language(language, tmp_path):
    i18n.use_language(language)
    file = tmp_path / "config.toml"
    file.write_text(example(), encoding="utf-8")
    assert load(file, {}) == Settings()
    assert max(len(line) for line in example().splitlines()) <= 100


# --- the command ---


def test_where_there_is_no_file_the_example_is_written_for_its_owner_only(computer):
    ran = computer.run("config")
    file = settings.config_file()
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == str(file)
    assert "An example was written there" in ran.out
    assert file.read_text("utf-8") == example()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_file_that_is_there_is_left_alone(computer):
    computer.configure('theme = "nord"\n')
    before = computer.files()
    ran = computer.run("config")
    assert (ran.status, ran.out.splitlines()[0]) == (0, str(settings.config_file()))
    assert "was not changed" in ran.out
    assert computer.files() == before


def test_a_link_that_leads_nowhere_is_left_alone_too(computer):
    file = computer.configure("")
    file.unlink()
    file.symlink_to(computer.home / "elsewhere.toml")
    assert "was not changed" in computer.run("config").out
    assert not (computer.home / "elsewhere.toml").exists()


def test_printing_it_writes_nothing(computer):
    ran = computer.run("config", "--print")
    assert (ran.status, ran.out, ran.err) == (0, example(), "")
    assert computer.files() == {}


def test_a_file_with_a_mistake_is_told_about_and_left_alone(computer):
    file = computer.configure("langage = 'pl'\n")
    ran = computer.run("config")
    assert ran.status == 2
    assert f"{file}:1: langage is not a setting; did you mean language?" in ran.err
    assert file.read_text("utf-8") == "langage = 'pl'\n"
    assert computer.run("config", "--print") == (0, example(), "")


def test_a_folder_that_cannot_be_made_is_told(computer):
    (computer.home / "config").write_text("a file where the folder should be", encoding="utf-8")
    ran = computer.run("config")
    assert ran.status == 1
    assert "The example could not be written" in ran.err


@pytest.mark.parametrize("command", ["send", "forget", "demo"])
def test_other_commands_end_at_a_mistake_before_they_do_anything(computer, command):
    file = computer.configure("langage = 'pl'\n")
    ran = computer.run(command)
    assert (ran.status, ran.out) == (2, "")
    assert f"{file}:1: " in ran.err


def test_help_is_given_whatever_the_settings_say(computer, capsys):
    computer.configure("langage = 'pl'\n")
    with pytest.raises(SystemExit) as ended:
        computer.run("--help")
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for command in ("doctor", "config", "forget"):
        assert re.search(rf"(?m)^  +{command}  +\w", told)


def test_a_real_process_writes_it_too(tmp_path):
    environment = environment_with(tmp_path, {})
    (tmp_path / "config" / "rollcall" / "config.toml").unlink()
    ran = subprocess.run(
        [sys.executable, "-m", "app", "config"], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert (tmp_path / "config" / "rollcall" / "config.toml").read_text("utf-8") == example()
    assert ran.stderr == ""


# --- what is in force, and what may be ---


WORDS = "$schema title description type enum minimum maximum properties additionalProperties anyOf items"
TYPES = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "object": dict, "array": list}


def faults(value, schema, place=""):
    """The places where a value is not as the schema has it, by the words of JSON Schema that ours uses."""
    assert set(schema) <= set(WORDS.split()), place
    if "anyOf" in schema:
        return [] if any(not faults(value, one, place) for one in schema["anyOf"]) else [place]
    wanted = TYPES[schema["type"]]
    fits = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    if not fits or ("enum" in schema and value not in schema["enum"]):
        return [place]
    if "minimum" in schema:
        return [] if schema["minimum"] <= value <= schema["maximum"] else [place]
    parts = [(place, one, schema["items"]) for one in value] if wanted is list else []
    if wanted is dict:
        parts = [(f"{place}.{name}", one, schema["properties"].get(name)) for name, one in value.items()]
    return [fault for where, one, part in parts for fault in (faults(one, part, where) if part else [where])]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_example_with_everything_in_force_fits_the_schema(computer, language):
    schema = json.loads(computer.run("--lang", language, "config", "--schema").out)
    everything = tomllib.loads(uncommented(example()))
    assert set(everything) == set(schema["properties"])
    assert faults(everything, schema) == []


@pytest.mark.parametrize(
    "wrong",
    ["langage = 'pl'", "language = 'de'", "[sending]\nhold = 61", "[rules]\nnotify_at = 0", "[keys]\n'roll.undo' = 1"],
)
def test_what_the_program_refuses_does_not_fit_the_schema(computer, wrong):
    schema = json.loads(computer.run("config", "--schema").out)
    assert len(faults(tomllib.loads(wrong), schema)) == 1


def test_it_shows_what_is_in_force_and_where_that_comes_from_and_no_secret(computer, monkeypatch):
    computer.configure(
        "theme = 'nord'\n[usos]\nurl = 'https://usosapps.example.edu.pl/'\n"
        "consumer_key = 'kk'\nconsumer_secret = 'hush'\n"
    )
    monkeypatch.setenv("ROLLCALL_URL", "https://elsewhere.example.edu.pl/")
    told = computer.run("config").out
    assert 'theme = "nord"  (file)\n' in told
    assert 'usos.url = "https://elsewhere.example.edu.pl/"  (ROLLCALL_URL)\n' in told
    assert "usos.consumer_secret = …  (file)\n" in told
    assert "sending.hold = 5.0  (default)\n" in told
    assert "hush" not in told
    assert "kk" not in told


def language_told(computer, *arguments):
    return next(line for line in computer.run(*arguments, "config").out.splitlines() if line.startswith("language = "))


def test_of_the_language_in_use_it_says_who_has_chosen_it(computer, monkeypatch):
    monkeypatch.setenv("LC_ALL", "pl_PL.UTF-8")
    monkeypatch.setenv("LANGUAGE", "pl")
    assert language_told(computer) == 'language = "pl"  (język terminala)'
    language_choice.keep("en")
    assert language_told(computer) == 'language = "en"  (chosen on the first screen)'
    computer.configure("language = 'pl'\n")
    assert language_told(computer) == 'language = "pl"  (plik)'
    assert language_told(computer, "--lang", "en") == 'language = "en"  (--lang)'


def test_of_the_theme_it_says_that_it_was_chosen_in_the_palette(computer):
    account = Account("https://usosapps.example.edu.pl/", "1")
    computer.accounts.use(account)
    with computer.store(account) as store:
        RollDetails(store).keep_theme("nord")
        assert 'theme = "nord"  (chosen in the palette)\n' in computer.run("config").out
    computer.configure("theme = 'dracula'\n")
    assert 'theme = "dracula"  (file)\n' in computer.run("config").out


def test_what_goes_by_the_language_is_shown_as_it_will_be_written(computer):
    told = computer.run("--lang", "pl", "config").out
    assert f"roll.late = {json.dumps(late.TEMPLATES['pl'], ensure_ascii=False)}  (domyślnie)\n" in told
    assert 'export.delimiter = ";"  (domyślnie)\n' in told
    assert 'export.delimiter = ","  (default)\n' in computer.run("--lang", "en", "config").out
