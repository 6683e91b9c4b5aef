"""Addresses of USOS APIs: what can be one, and how it is written. Nothing goes out without https."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit, urlunsplit


def normal_url(address: str) -> str | None:
    """Return the base URL of an installation: https (http only on this machine), path kept, "/" at its end.

    None for what cannot be one. Addresses the API publishes begin with http for old clients' sake (usos-api.md, 0).
    """
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        port = parts.port
    except ValueError:
        return None
    plain = parts.username is None and not parts.query and not parts.fragment
    if parts.scheme not in {"http", "https"} or not plain or re.search(r"[^!-~]", address) or port == 0:
        return None
    if not parts.hostname or not _is_host(parts.hostname):
        return None
    scheme = parts.scheme if is_loopback(parts.hostname) else "https"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit((scheme, f"{host}:{port}" if port else host, parts.path.rstrip("/") + "/", "", ""))


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return all(re.fullmatch(r"[a-z0-9_-]{1,63}", label) for label in host.removesuffix(".").split("."))
    return True


def is_loopback(host: str) -> bool:
    """Tell whether the host is this machine: 127.0.0.0/8, ::1 or exactly localhost."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
