"""What only this machine may do: pages without OAuth must not be reachable through somebody's web page."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a `Host` header names this machine by itself (a rebound DNS name does not)."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_foreign(origin: str | None, host: str) -> bool:
    """Whether a browser sent the request on behalf of another site's page."""
    return origin is not None and origin != f"http://{host}"
