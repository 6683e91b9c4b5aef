"""What a terminal sends, taken apart before any byte is taken for a key; the screen and the plain mode both read it.

Terminals send keys, reports (mouse, focus, answers to questions) and pastes in one stream, and a slow line or a defect
cuts them anywhere. Only what is whole and of a known form comes out; the rest of a report never does, as it would mark.
The forms are those of ECMA-48 and of "XTerm Control Sequences".
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import Enum, auto

from app.domain.frozen import frozen

ESC = "\x1b"

ESCAPE_WAIT = 0.25  # seconds after which an escape that nothing follows is the key Esc; slow lines cut arrows by 0.12
_APART = 0.05  # seconds; bytes that are closer come of one stroke or report, and not of two strokes of a hand
_QUIET = 0.3  # seconds in which no byte has come, after which what could not be understood is over
_LONE = 2  # bytes that may come one by one, as a hand types, before a report that was cut short is given up
_LONGEST = 32  # characters of a sequence
_LONGEST_PASTE = 100_000  # bytes; what is beyond is left out

_PASTE_BEGINS, _PASTE_ENDS = f"{ESC}[200~", b"\x1b[201~"
_STRINGS = b"]P_^X"  # OSC, DCS, APC, PM, SOS: text for programs, up to its terminator
_BELL, _CANCEL, _SUBSTITUTE = 0x07, 0x18, 0x1A
_KNOWN = re.compile(
    r"\x1b\[\[[A-E]"  # function keys of Linux without a window system
    r"|\x1bO[A-DFHP-Sa-d]"
    r"|\x1b\[(\d{1,2}(;\d{1,2})?)?[A-HPQRSZa-d~^$@]"
    r"|\x1b\[[IO]"  # the window has come to the front, or is not there any more
    r"|\x1b\[<\d{1,4};-?\d{1,5};-?\d{1,5}[Mm]"  # mouse, SGR 1006
    r"|\x1b\[\?2026;\d\$y"  # whether painting can be synchronised
)


@frozen
class Typed:
    """A character that was typed, control characters included; Esc is an escape by itself."""

    character: str


@frozen
class Sequence:
    """A whole escape sequence of a known form, or an escape and the character that was typed with Alt."""

    text: str


@frozen
class Pasted:
    """A text that was pasted, without its escapes."""

    text: str


Piece = Typed | Sequence | Pasted


class _State(Enum):
    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    SS3 = auto()
    X10 = auto()  # three bytes of an old mouse report
    STRING = auto()
    STRING_END = auto()  # an escape within a string
    PASTE = auto()
    NOISE = auto()  # after what could not be understood


class TerminalBytes:
    """Takes a stream of bytes apart. Times are seconds of one clock that never goes back."""

    def __init__(self) -> None:
        """Begin between two keys."""
        self._state = _State.GROUND
        self._sequence = ""
        self._pasted = bytearray()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._alt = False  # whether the character that comes was typed with Alt
        self._last = float("-inf")  # when the last bytes came
        self._quiet = _QUIET  # how long nothing must come until noise is over
        self._lone = 0  # bytes of an unfinished sequence that came one by one
        self._was_escape = False  # whether Esc was the last thing that came, and may have been the head of a key
        self._left = 0  # bytes still to come of an old mouse report

    def due_in(self, at: float) -> float | None:
        """Return in how many seconds `tick` has something to tell, None where it waits for bytes only."""
        return max(0.0, self._last + ESCAPE_WAIT - at) if self._state is _State.ESCAPE else None

    def tick(self, at: float) -> list[Piece]:
        """Return the key Esc if nothing has followed an escape for long enough."""
        if self._state is not _State.ESCAPE or at - self._last < ESCAPE_WAIT:
            return []
        self._state, self._was_escape = _State.GROUND, True
        return [Typed(ESC)]

    def feed(self, data: bytes, at: float) -> list[Piece]:
        """Take in bytes that came at that time; return what is whole by now."""
        pieces = self.tick(at)
        apart = at - self._last > _APART
        if apart and data:
            pieces += self._after_a_pause(data, at)
        self._last = at
        for place, byte in enumerate(data):
            alone = apart and len(data) == 1
            pieces += self._take(byte, more=len(data) - place - 1, apart=apart and place == 0, alone=alone)
        return pieces

    def _after_a_pause(self, data: bytes, at: float) -> list[Piece]:
        """End what need not be waited for any more: noise after quiet, a torn sequence after keys of a hand."""
        if self._state is _State.NOISE and at - self._last >= self._quiet:
            self._state = _State.GROUND
        if self._state in {_State.GROUND, _State.ESCAPE}:
            return []
        self._lone = self._lone + 1 if len(data) == 1 else 0
        if self._lone <= _LONE:
            return []
        ended = self._end_of_paste() if self._state is _State.PASTE else []
        self._state = _State.GROUND
        return ended

    def _take(self, byte: int, *, more: int, apart: bool, alone: bool) -> Iterator[Piece]:
        was_escape, self._was_escape = self._was_escape, False
        if self._state is _State.PASTE:
            yield from self._paste(byte)
        elif byte == 0x1B:
            yield from self._escape(alone=alone)
        elif self._state is _State.STRING and byte in {_BELL, _CANCEL, _SUBSTITUTE}:
            self._state = _State.GROUND
        elif self._state not in {_State.GROUND, _State.ESCAPE} and byte < 0x20 and alone:  # Ctrl+Q of a hand
            self._state = _State.GROUND
            yield from self._character(byte)
        elif self._state is _State.GROUND and was_escape and ((byte == 0x5B and more) or (byte == 0x4F and more == 1)):
            self._begin(_State.CSI if byte == 0x5B else _State.SS3)  # an arrow that was cut after its escape
        elif self._state is _State.GROUND and 0x80 <= byte < 0xA0 and not self._decoder.getstate()[0]:
            self._begin(_State.ESCAPE)  # one byte in place of an escape and a letter
            yield from self._after_escape(byte - 0x40, more=more, apart=False)
        elif self._state is _State.GROUND:
            yield from self._character(byte)
        elif self._state in {_State.ESCAPE, _State.STRING_END}:
            yield from self._after_escape(byte, more=more, apart=apart)
        else:
            yield from self._within(byte)

    def _escape(self, *, alone: bool) -> Iterator[Piece]:
        if self._state is _State.ESCAPE:
            yield Typed(ESC)
        in_string = self._state is _State.STRING and not alone
        self._begin(_State.STRING_END if in_string else _State.ESCAPE)

    def _begin(self, state: _State) -> None:
        self._decoder.reset()
        self._state, self._alt, self._lone = state, False, 0
        self._sequence = {_State.CSI: f"{ESC}[", _State.SS3: f"{ESC}O"}.get(state, ESC)

    def _after_escape(self, byte: int, *, more: int, apart: bool) -> Iterator[Piece]:
        by_hand = apart and not more
        if byte == 0x5B:
            self._begin(_State.CSI)
        elif byte == 0x4F:
            self._begin(_State.SS3)
        elif byte in _STRINGS and not by_hand:
            self._begin(_State.STRING)
        elif byte == 0x5C or self._state is _State.STRING_END:  # the end of a string
            self._state = _State.GROUND
        else:
            self._state = _State.GROUND
            self._alt = not apart and byte not in b"\r\n"
            if not self._alt:
                yield Typed(ESC)
            yield from self._character(byte)

    def _character(self, byte: int) -> Iterator[Piece]:
        for character in self._decoder.decode(bytes([byte])):
            if "\x80" <= character < "\xa0":
                self._make_noise(_QUIET)
            elif self._alt:
                yield Sequence(f"{ESC}{character}")
            else:
                yield Typed(character)
            self._alt = False

    def _within(self, byte: int) -> Iterator[Piece]:
        """Take a byte of an unfinished sequence."""
        match self._state:
            case _State.CSI:
                yield from self._csi(byte)
            case _State.SS3:
                self._sequence += chr(byte)
                if byte not in b"0123456789;":
                    yield from self._whole()
            case _State.X10:
                self._left -= 1
                if not self._left:
                    self._state = _State.GROUND
            case _State.NOISE if self._sequence.startswith(f"{ESC}[<") and byte in b"Mm":
                self._make_noise(_APART)
            case _:
                pass

    def _csi(self, byte: int) -> Iterator[Piece]:
        if len(self._sequence) < _LONGEST:
            self._sequence += chr(byte)
        of_mouse = self._sequence.startswith(f"{ESC}[<")
        if self._sequence == f"{ESC}[M":
            self._state, self._left = _State.X10, 3
        elif self._sequence == f"{ESC}[[" or 0x20 <= byte < 0x40:
            return
        elif byte > 0x7E or byte < 0x20 or (of_mouse and byte not in b"Mm"):
            self._state, self._quiet = _State.NOISE, float("inf") if of_mouse else _QUIET  # up to its own end
        else:
            yield from self._whole()

    def _whole(self) -> Iterator[Piece]:
        if self._sequence == _PASTE_BEGINS:
            self._state = _State.PASTE
            self._pasted.clear()
        elif _KNOWN.fullmatch(self._sequence):
            self._state = _State.GROUND
            yield Sequence(self._sequence)
        else:
            self._make_noise(_APART if self._sequence.encode() == _PASTE_ENDS else _QUIET)

    def _make_noise(self, quiet: float) -> None:
        """Take nothing for a key until nothing has come for so long."""
        self._lone = 0 if self._state is _State.GROUND else self._lone
        self._state, self._quiet, self._sequence = _State.NOISE, quiet, ""

    def _paste(self, byte: int) -> list[Piece]:
        self._pasted.append(byte)
        if self._pasted.endswith(_PASTE_ENDS):
            del self._pasted[-len(_PASTE_ENDS) :]
            ended = self._end_of_paste()
            self._make_noise(_APART)  # a paste that holds the sign of its end is not to type what follows
            return ended
        if len(self._pasted) > _LONGEST_PASTE + len(_PASTE_ENDS):
            del self._pasted[_LONGEST_PASTE]
        return []

    def _end_of_paste(self) -> list[Piece]:
        text = self._pasted[:_LONGEST_PASTE].decode("utf-8", "replace")
        self._pasted.clear()
        return [Pasted(text.replace(ESC, "").replace("\x00", ""))]
