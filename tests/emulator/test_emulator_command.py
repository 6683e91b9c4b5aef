"""Serving in the foreground."""

import signal
import socket
import subprocess
import sys

import httpx
import pytest

SERVE = """
import sys
from app.emulator import Options
from app.emulator.command import serve
sys.exit(serve(Options(), announce=lambda emulator: print(emulator.url, flush=True)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to a child")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop_and_says_nothing_else(number):
    process = subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with httpx.Client(trust_env=False, verify=False) as http:
        assert http.get(url + "services/apisrv/now").status_code == 200
        with socket.create_connection((httpx.URL(url).host, httpx.URL(url).port or 0), timeout=5) as connection:
            connection.sendall(b"nonsense\r\n\r\n")
            assert connection.recv(1000).startswith(b"HTTP/1.1 400")
        process.send_signal(number)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (0, "", "")
