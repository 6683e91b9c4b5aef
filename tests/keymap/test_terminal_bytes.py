"""What a terminal sends, taken apart: keys come out whole, and nothing of a report ever does."""

from __future__ import annotations

import sys

import pytest

from app.keymap.terminal_bytes import ESCAPE_WAIT, Pasted, Piece, Sequence, TerminalBytes, Typed

MOUSE = b"\x1b[<35;14;7M"
COLOUR = b"\x1b]11;rgb:1515/1818/1d1d\x1b\\"


def sent(*timed: tuple[float, bytes]) -> list[Piece]:
    """Return what comes out of bytes that were sent at these seconds, a minute after the last one, too."""
    terminal, pieces = TerminalBytes(), []
    for at, data in timed:
        pieces += terminal.feed(data, at)
    return pieces + terminal.tick(timed[-1][0] + 60)


def typed(text: str) -> list[Typed]:
    return [Typed(character) for character in text]


def cut(data: bytes, apart: float) -> list[tuple[bytes, list[tuple[float, bytes]]]]:
    """Cut bytes in two at every place, the halves so many seconds apart."""
    return [(data[:place], [(1.0, data[:place]), (1.0 + apart, data[place:])]) for place in range(1, len(data))]


@pytest.mark.parametrize(
    ("data", "pieces"),
    [
        ("1pĄ ż€😀".encode(), typed("1pĄ ż€😀")),
        (b"\r\t\x7f\x11\x00", typed("\r\t\x7f\x11\x00")),
        (
            b"\x1b[A\x1bOB\x1b[15~\x1b[1;5C\x1b[[A\x1b[Z",
            [*map(Sequence, ("\x1b[A", "\x1bOB", "\x1b[15~", "\x1b[1;5C", "\x1b[[A", "\x1b[Z"))],
        ),
        (b"\x1bo1", [Sequence("\x1bo"), Typed("1")]),
        ("\x1bł".encode(), [Sequence("\x1bł")]),
        (MOUSE + b"1", [Sequence(MOUSE.decode()), Typed("1")]),
        (b"\x1b[I\x1b[O", [Sequence("\x1b[I"), Sequence("\x1b[O")]),
        (b"\x1b", [Typed("\x1b")]),
        (b"\x1b\x1b", typed("\x1b\x1b")),
    ],
)
def test_keys_and_reports_that_are_whole_come_out_as_they_are(data: bytes, pieces: list[Piece]) -> None:
    assert sent((1.0, data)) == pieces


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b[<32;NaN;NaNM",  # of an editor's terminal
        b"\x1b[M !!",  # mouse, X10
        b"\x1b[M \xff\xff",  # the same beyond the 95th column
        b"\x1b[32;10;10M",  # mouse, urxvt 1015
        b"\x1b[112;2;80u",  # a key by the protocol of kitty, for which nobody asks
        b"\x1b[97;1:3u",
        b"\x1b[99999999999u",
        b"\x1b[48;24;80;480;800t",  # a size
        b"\x1b[?62;4c",  # what kind of terminal it is
        b"\x1b[" + b"1;" * 500 + b"m",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b]52;c;cDFwMXAx\x07",
        b"\x1b]11;rgb:1515/1818/1d1d\x07",
        COLOUR,
        b"\x9b<35;1;1p",  # an escape and [ in one byte
        "\x9b35;1;1p1a".encode(),
        b"\x1b[201~1p1p",
    ],
)
def test_reports_that_nobody_asked_for_are_no_keys(data: bytes) -> None:
    assert sent((1.0, data)) == []


@pytest.mark.parametrize("apart", [0.12, 0.2, 1.5, 30.0])
@pytest.mark.parametrize("data", [MOUSE, b"\x1b[112;2;80u", b"\x1b[24~", b"\x1b[1;5A", b"\x1b[A", b"\x1bOA"])
def test_a_report_cut_at_any_place_types_nothing_but_esc_by_its_head(data: bytes, apart: float) -> None:
    for first, timed in cut(data, apart):
        allowed = [Sequence(data.decode()), *typed("\x1b")] if first == b"\x1b" else [Sequence(data.decode())]
        assert [piece for piece in sent(*timed) if piece not in allowed] == []


@pytest.mark.parametrize("apart", [0.12, 0.2, 1.5, 30.0])
@pytest.mark.parametrize("data", [COLOUR, b"\x1bP1$r4m\x1b\\", b"\x1b]52;c;cDFwMXAx\x07"])
def test_an_answer_in_words_cut_at_any_place_types_nothing(data: bytes, apart: float) -> None:
    for first, timed in cut(data, apart):
        if first != b"\x1b" or apart < ESCAPE_WAIT:  # else it is Esc and a text, for which there is the guard of bursts
            assert sent(*timed) == []


def test_an_arrow_cut_after_its_escape_by_as_much_as_a_slow_line_cuts_is_an_arrow() -> None:
    assert sent((1.0, b"\x1b"), (1.12, b"[A")) == [Sequence("\x1b[A")]
    assert sent((1.0, b"\x1b"), (2.5, b"[A")) == [Typed("\x1b"), Sequence("\x1b[A")]


def test_esc_and_then_a_key_are_two_keys() -> None:
    assert sent((1.0, b"\x1b"), (1.15, b"p")) == typed("\x1bp")
    assert sent((1.0, b"\x1b"), (2.0, b"P")) == typed("\x1bP")


def test_esc_is_told_when_nothing_has_followed() -> None:
    terminal = TerminalBytes()
    assert terminal.due_in(1.0) is None
    assert terminal.feed(b"\x1b", 1.0) == []
    assert terminal.due_in(1.1) == pytest.approx(ESCAPE_WAIT - 0.1)
    assert terminal.tick(1.1) == []
    assert terminal.tick(1.0 + ESCAPE_WAIT) == [Typed("\x1b")]
    assert terminal.due_in(2.0) is None


@pytest.mark.parametrize(
    "begun", [b"\x1b[<35;1", b"\x1b[", b"\x1b]11;rgb", b"\x1b[200~abc", b"\x1b[M", b"\x1bO", b"\x1b[<3x"]
)
def test_after_a_report_that_never_ends_two_keys_are_lost_at_most(begun: bytes) -> None:
    pieces = sent((1.0, begun), *((2.0 + number, b"1") for number in range(6)))
    assert [piece for piece in pieces if isinstance(piece, Typed)][-4:] == typed("1111")


@pytest.mark.parametrize("begun", [b"\x1b[<35;1", b"\x1b]11;rgb", b"\x1bP1"])
def test_ctrl_q_and_arrows_work_whatever_was_begun(begun: bytes) -> None:
    assert sent((1.0, begun), (2.0, b"\x11"))[-1] == Typed("\x11")
    assert sent((1.0, begun), (2.0, b"\x1b"))[-1] == Typed("\x1b")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\x1b[200~1 Nowak\r\n2 Żak\x1b[201~", "1 Nowak\r\n2 Żak"),
        ("\x1b[200~a\x1b[31mb\x1bc\x1b[201~", "a[31mbc"),
        ("\x1b[200~\x1b[200~a\x1b[201~", "[200~a"),
    ],
)
def test_what_is_pasted_is_one_piece_without_escapes(data: str, text: str) -> None:
    assert sent((1.0, data.encode())) == [Pasted(text)]


def test_a_paste_that_holds_the_sign_of_its_end_types_nothing() -> None:
    assert sent((1.0, b"\x1b[200~a\x1b[201~1p1p\x1b[201~")) == [Pasted("a")]


def test_a_paste_comes_in_many_parts_and_has_a_limit() -> None:
    terminal = TerminalBytes()
    for number in range(300):
        assert terminal.feed(b"1p" * 500, number) == [] or number == 0
        if number == 0:
            terminal = TerminalBytes()
            terminal.feed(b"\x1b[200~", 0)
    (paste,) = terminal.feed(b"\x1b[201~", 300)
    assert isinstance(paste, Pasted)
    assert len(paste.text) == 100_000


@pytest.mark.parametrize(
    ("begun", "number", "most"),
    [
        (b"\x1b[200~", 160_000, 130_000),
        *((begun, 10_000, 2_000) for begun in (b"\x1b[", b"\x1b[<", b"\x1b]52;c;", b"\x1bP", b"\x1b_")),
    ],
)
def test_what_never_ends_does_not_fill_the_memory(begun: bytes, number: int, most: int) -> None:
    terminal = TerminalBytes()
    terminal.feed(begun, 0)
    terminal.feed(b"1;" * (number // 2), 0.01)
    assert sum(map(sys.getsizeof, vars(terminal).values())) < most


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert sent((1.0, b"\xff\xb1a")) == typed("��a")
    assert sent((1.0, b"\xc4"), (1.5, b"\x85")) == typed("ą")
