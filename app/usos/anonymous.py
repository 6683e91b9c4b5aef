"""What an installation tells anybody: who it is, what time it has, which methods (usos-api.md, 4.5).

These calls need no token. `url` is a base URL as `addresses.normal_url` gives it.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from app.config.base_url import normal_url
from app.config.settings import Settings
from app.domain.frozen import frozen
from app.domain.model import Phrase
from app.usos import reading
from app.usos.errors import NotAllowedError, NotUsosError, OfflineError, Silence, UnreadableError
from app.usos.gate import Gate
from app.usos.reading import Json

_DEFAULTS = Settings()


@frozen
class Installation:
    """An installation as it describes itself: base URL (https), name, version such as 7.3.0.0-4 ("" if untold)."""

    url: str
    name: Phrase
    version: str


def installation(url: str, settings: Settings = _DEFAULTS) -> Installation:
    """Read who answers at an address that somebody typed (`apisrv/installation`); timeouts are the settings'.

    Raises `NotUsosError` for what is no address of a USOS API, any other `UsosError` when that could not be found out.
    """
    base = normal_url(url)
    if base is None:
        raise NotUsosError("not an address")
    try:
        return _installation(_ask(base, "services/apisrv/installation", settings))
    except (NotAllowedError, UnreadableError) as error:
        raise NotUsosError(urlsplit(base).netloc) from error
    except OfflineError as error:
        if error.silence is Silence.NOT_USOS:
            raise NotUsosError(urlsplit(base).netloc) from error
        raise


def installations(url: str, settings: Settings = _DEFAULTS) -> tuple[Installation, ...]:
    """Read all installations that this one knows of (`apisrv/installations`). Raises any `UsosError`.

    One that cannot be read is left out: it is somebody else's mistake, and no reason to be without the others.
    """
    found: list[Installation] = []
    for row in reading.sequence(_ask(url, "services/apisrv/installations", settings)):
        try:
            found.append(_installation(row))
        except UnreadableError:
            continue
    return tuple(found)


def server_time(url: str, settings: Settings = _DEFAULTS) -> datetime:
    """Read the installation's clock, naive Polish wall-clock time (`apisrv/now`). Raises any `UsosError`."""
    return reading.moment(_ask(url, "services/apisrv/now", settings))


def methods(url: str, settings: Settings = _DEFAULTS) -> frozenset[str]:
    """Read the full names of the methods the installation has (`apiref/method_index`). Raises any `UsosError`."""
    rows = reading.sequence(_ask(url, "services/apiref/method_index", settings))
    return frozenset(reading.identity(reading.needed(row, "name")) for row in rows)


def _ask(url: str, method: str, settings: Settings) -> Json:
    with Gate(url, settings) as gate:
        return gate.call(method, {})


def _installation(value: Json) -> Installation:
    """Return one object of `apisrv/installation` or `installations`; an address begins with http for old clients."""
    url = normal_url(reading.text(reading.needed(value, "base_url")))
    if url is None:
        raise UnreadableError("a base URL was expected")
    members = reading.mapping(value)
    told = reading.text(members.get("machine_version")) or reading.text(members.get("version"))
    return Installation(url, reading.phrase(members.get("institution_name")), told.partition(",")[0].strip())
