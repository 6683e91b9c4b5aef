"""`rollcall send`: why it could not send, as it is."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail

from app.emulator import Emulator
from tests.accounts.test_keychain import Working
from tests.support.machine import Computer, without_keychain


@pytest.fixture
def computer(tmp_path, monkeypatch, capsys) -> Iterator[Computer]:
    with without_keychain(tmp_path, monkeypatch, capsys) as prepared:
        yield prepared


def test_where_no_keychain_can_be_asked_nobody_is_called_signed_out(computer: Computer) -> None:
    with Emulator() as usos:
        keyring.set_keyring(Working())
        account = computer.signs_in(usos)
        computer.marks(account, usos, 2)
        keyring.set_keyring(fail.Keyring())  # what keyring chooses where there is no D-Bus, as for cron
        ran = computer.run("send")
        assert ran.status == 3
        assert "0 marks sent, 2 still waiting. This computer's keychain did not answer" in ran.out
        assert "signed out" not in ran.out


def test_who_has_signed_out_is_told_so(computer: Computer) -> None:
    with Emulator() as usos:
        account = computer.signs_in(usos)
        computer.marks(account, usos, 2)
        computer.credentials.forget(account)
        assert "You are signed out" in computer.run("send").out
