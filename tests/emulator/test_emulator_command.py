"""Serving in the foreground."""

import signal
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
        http.get(url + "nothing")
        process.send_signal(number)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (0, "", "")
