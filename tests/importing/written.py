"""Reports as conference tools write them, in their languages and habits; nobody in them is real."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Stayed:
    """Who was in a call, from when to when; `length` where it is shorter than that."""

    name: str
    start: datetime
    end: datetime
    address: str = ""
    length: timedelta | None = None

    @property
    def lasted(self) -> timedelta:
        return self.length if self.length is not None else self.end - self.start


def at(clock: str, day: int = 6, month: int = 10) -> datetime:
    """A moment of the class's day, from "8:05" or "8:05:30"."""
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    return datetime(2026, month, day, hour, minute, second)  # noqa: DTZ001 - the files have no zones


def of_12_hours(moment: datetime) -> str:
    return f"{moment:%I:%M:%S %p}".lstrip("0")


DATES: Mapping[str, Callable[[datetime], str]] = {
    "american": lambda one: f"{one.month}/{one.day}/{one:%y}, {of_12_hours(one)}",
    "american with a narrow space": lambda one: f"{one.month}/{one.day}/{one:%Y}, {of_12_hours(one)}".replace(
        " AM", "\u202fAM"
    ),
    "polish": lambda one: f"{one.day}.{one:%m.%Y, %H:%M:%S}",
    "british": lambda one: f"{one:%d/%m/%Y, %H:%M:%S}",
    "german": lambda one: f"{one:%d.%m.%y, %H:%M:%S}",
    "iso": lambda one: f"{one:%Y-%m-%d %H:%M:%S}",
    "dutch": lambda one: f"{one:%d-%m-%Y %H:%M:%S}",
    "spanish": lambda one: f"{one.day}/{one.month}/{one:%Y}, {of_12_hours(one)}".replace("AM", "a. m.").replace(
        "PM", "p. m."
    ),
    "ukrainian": lambda one: f"{one:%d.%m.%Y, %H:%M:%S}",
    "in utc": lambda one: f"{one - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}",
    "in words": lambda one: f"{one:%b} {one.day}, {one:%Y} {of_12_hours(one)}",
}

LENGTHS: Mapping[str, tuple[str, str, str]] = {
    "en": ("h", "m", "s"),
    "pl": (" godz.", " min", " s"),
    "de": (" Std.", " Min.", " Sek."),
    "fr": (" h", " min", " s"),
    "es": (" h", " min", " s"),
    "uk": (" год", " хв", " с"),
}


def length(lasted: timedelta, language: str) -> str:
    seconds = int(lasted.total_seconds())
    parts = zip((seconds // 3600, seconds // 60 % 60, seconds % 60), LENGTHS[language], strict=True)
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or f"0{LENGTHS[language][2]}"


TEAMS: Mapping[str, tuple[str, str, str, tuple[str, ...], str]] = {
    "en": (
        "1. Summary",
        "Attended participants",
        "2. Participants",
        ("Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"),
        "Presenter",
    ),
    "pl": (
        "1. Podsumowanie",
        "Liczba uczestniczących",
        "2. Uczestnicy",
        (
            "Imię i nazwisko",
            "Pierwsze dołączenie",
            "Ostatnie wyjście",
            "Czas udziału w spotkaniu",
            "Adres e-mail",
            "Identyfikator uczestnika (UPN)",
            "Rola",
        ),
        "Osoba prowadząca",
    ),
    "de": (
        "1. Zusammenfassung",
        "Teilgenommene Personen",
        "2. Teilnehmer",
        ("Name", "Erster Beitritt", "Letztes Verlassen", "Besprechungsdauer", "E-Mail", "Teilnehmer-ID (UPN)", "Rolle"),
        "Referent",
    ),
    "fr": (
        "1. Résumé",
        "Participants présents",
        "2. Participants",
        (
            "Nom",
            "Première connexion",
            "Dernier départ",
            "Durée de la réunion",
            "Adresse e-mail",
            "ID du participant (UPN)",
            "Rôle",
        ),
        "Présentateur",
    ),
    "es": (
        "1. Resumen",
        "Participantes asistentes",
        "2. Participantes",
        (
            "Nombre",
            "Primera entrada",
            "Última salida",
            "Duración de la reunión",
            "Correo electrónico",
            "Id. de participante (UPN)",
            "Rol",
        ),
        "Moderador",
    ),
    "uk": (
        "1. Зведення",
        "Присутні учасники",
        "2. Учасники",
        (
            "Імʼя",
            "Перше приєднання",
            "Останній вихід",
            "Тривалість участі в нараді",
            "Електронна пошта",
            "Ідентифікатор учасника (UPN)",
            "Роль",
        ),
        "Доповідач",
    ),
    "it": (  # a language whose words the program does not know
        "1. Riepilogo",
        "Persone presenti",
        "2. Persone",
        ("Chi", "Quando", "Fino a quando", "Quanto", "Posta", "Codice", "Compito"),
        "Relatore",
    ),
}

ZOOM: Mapping[str, tuple[str, ...]] = {
    "en": ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest"),
    "pl": (
        "Nazwa (oryginalna nazwa)",
        "Adres e-mail",
        "Czas dołączenia",
        "Czas opuszczenia",
        "Czas trwania (minuty)",
        "Gość",
    ),
    "de": ("Name (Ursprünglicher Name)", "E-Mail", "Beitrittszeit", "Verlassen um", "Dauer (Minuten)", "Gast"),
    "fr": ("Nom (nom d’origine)", "Adresse e-mail", "Heure d’arrivée", "Heure de départ", "Durée (minutes)", "Invité"),
    "es": (
        "Nombre (nombre original)",
        "Correo electrónico",
        "Hora de entrada",
        "Hora de salida",
        "Duración (minutos)",
        "Invitado",
    ),
    "uk": ("Імʼя (початкове імʼя)", "Електронна пошта", "Час приєднання", "Час виходу", "Тривалість (хв)", "Гість"),
}


def teams(
    people: Sequence[Stayed],
    language: str = "en",
    dates: str = "american",
    *,
    newline: str = "\r\n",
    order: Sequence[int] = range(7),
    joins: Sequence[Stayed] = (),
    counted: int | None = None,
) -> str:
    """A report of 2022 and later, as text; `order` permutes its columns."""
    summary, count, title, heading, role = TEAMS[language]
    units = language if language in LENGTHS else "en"

    def row(one: Stayed) -> list[str]:
        times = (DATES[dates](one.start), DATES[dates](one.end), length(one.lasted, units))
        return [one.name, *times, one.address, one.address, role]

    lines = [
        [summary],
        [count, str(len(people) if counted is None else counted)],
        [],
        [title],
        [heading[place] for place in order],
        *([row(one)[place] for place in order] for one in people),
    ]
    if joins:
        shown = (0, 1, 2, 3, 4, 6)
        lines += [[], ["3. Działania"], [heading[place] for place in shown]]
        lines += [[row(one)[place] for place in shown] for one in joins]
    return "".join("\t".join(line) + newline for line in lines)


def zoom(
    people: Sequence[Stayed],
    language: str = "en",
    dates: str = "american",
    *,
    delimiter: str = ",",
    newline: str = "\r\n",
    order: Sequence[int] = range(6),
) -> str:
    """The participants of one meeting, without the meeting's own table, as text."""

    def row(one: Stayed) -> list[str]:
        minutes = str(-(-int(one.lasted.total_seconds()) // 60))
        times = (f'"{DATES[dates](one.start)}"', f'"{DATES[dates](one.end)}"', minutes)
        return [one.name, one.address, *times, "Yes"]

    lines = [[ZOOM[language][place] for place in order], *([row(one)[place] for place in order] for one in people)]
    return "".join(delimiter.join(line) + newline for line in lines)
