"""Tunes in ABC notation (Walshaw, the ABC standard 2.1), read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from keras_seq.data.folders import File
from keras_seq.data.music.keys import key_name, sharps
from keras_seq.data.music.pieces import PITCHES, Note, Piece, checked_metre, end_of, ordered
from keras_seq.errors import InputError

SUFFIXES = (".abc",)
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SHARPS = "FCGDAEB"
_TOKEN = re.compile(
    r'(?P<skip>\s+|`|"[^"]*"|![^!]*!|\+[a-z]+\+|\{[^}]*\}|[~HLMOPSTuvJRyK.](?=[\[\]^_=A-Ga-gzZ("!{~.(])|[()](?!\d)|\\)'
    r"|(?P<tuplet>\((?P<many>\d)(?::(?P<time>\d?)(?::(?P<over>\d?))?)?)"
    r"|(?P<field>\[(?P<name>[A-Za-z]):(?P<value>[^\]]*)\])"
    r"|(?P<bar>\[\||\|\]|:*\|+:*|::+|:+(?=\s*$))(?P<ending>\s*\[?\d[\d,-]*)?"
    r"|(?P<onlyending>\[\d[\d,-]*)"
    r"|(?P<chord>\[(?:[\^_=]*[A-Ga-g][,']*[\d/]*-?)+\])(?P<chordlength>[\d/]*)(?P<chordtie>-?)"
    r"|(?P<note>(?P<accidental>\^{1,2}|_{1,2}|=)?(?P<letter>[A-Ga-gzxZ])(?P<octave>[,']*)"
    r"(?P<length>\d*(?:/\d*)*)(?P<tie>-?))"
    r"|(?P<broken>>+|<+)"
)
_INNER = re.compile(r"(\^{1,2}|_{1,2}|=)?([A-Ga-g])([,']*)([\d/]*)(-?)")


def read_abc(path: File) -> list[Piece]:
    """Read the tunes of a file: notes, chords, lengths, keys, metres, repeats and endings.

    The field R of a tune is its genre. Ornaments, words, chord names and grace notes are passed
    over; of several voices in a tune each is written over the others, from the beginning.

    Args:
        path: the file, perhaps in a zip.

    Returns:
        The tunes.

    Raises:
        InputError: naming file, line and what is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("latin-1")
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from None
    found = list(tunes(text, str(path)))
    if not found:
        raise InputError(f"{path}: no tunes in it; each begins with X: and has K: and notes")
    return found


def tunes(text: str, source: str) -> Iterator[Piece]:
    r"""Read the tunes of a text; arguments and errors as of `read_abc`.

    >>> (tune,) = tunes("X:1\nL:1/8\nM:6/8\nK:D\nA3 F2A|d6|", "here")
    >>> [(note.start, note.length, note.pitch) for note in tune.notes]
    [(0.0, 1.5, 69), (1.5, 1.0, 66), (2.5, 0.5, 69), (3.0, 3.0, 74)]
    """
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("X:")]
    for start, end in itertools.pairwise([*starts, len(lines)]):
        made = _Tune(source, start + 1).read(lines[start:end])
        if made is not None:
            yield made


class _Tune:
    """Reads one tune, line by line, into bars; then plays them with their repeats."""

    def __init__(self, source: str, line: int) -> None:
        self.source, self.line = source, line
        self.fields: dict[str, str] = {}
        self.unit: Fraction | None = None
        self.key = "C major"
        self.voices: dict[str, list[tuple[str, Sequence[tuple[Fraction, list[int], bool]]]]] = {}
        self.voice = ""
        self.scale: dict[str, int] = {}
        self.bar_signs: dict[tuple[str, str], int] = {}
        self.events: list[tuple[Fraction, list[int], bool]] = []
        self.tuplet: tuple[int, Fraction] = (0, Fraction(1))
        self.broken: Fraction | None = None
        self.body = False

    def read(self, lines: Sequence[str]) -> Piece | None:
        first = self.line
        for number, line in enumerate(lines):
            self.line = first + number
            line = line.partition("%")[0].rstrip()
            field = re.match(r"([A-Za-z]):(.*)", line)
            if field:
                self.set_field(field[1], field[2].strip())
            elif line and self.body:
                self.music(line)
        self.end_bar("end")
        return self.piece(first)

    def set_field(self, name: str, value: str) -> None:
        if name == "L":
            found = re.fullmatch(r"(\d+)/(\d+)", value.replace(" ", ""))
            if not found or not int(found[1]) or not int(found[2]):
                self.fail(f"L:{value} is no length, such as 1/8")
            self.unit = Fraction(int(found[1]), int(found[2])) * 4  # type: ignore[index]
        elif name == "M":
            self.fields.setdefault("M", value)
            if self.unit is None and self.body:
                self.unit = self.usual_unit()
        elif name == "K":
            known = key_name(value.split()[0]) if value.split() else None
            if value.lower().startswith(("none", "hp")) or not value:
                known = "C major"
            if known is None:
                if self.body:
                    return  # a clef
                self.fail(f"K:{value} is no key, such as D, Em or Ador")
            self.key = str(known)
            self.scale = self.signature(self.key)
            self.fields.setdefault("K", self.key)
            if not self.body and self.unit is None:
                self.unit = self.usual_unit()
            self.body = True
        elif name == "V" and self.body:
            self.end_bar("end")
            self.voice = value.split()[0] if value else ""
        elif name in "XTRQ" and name not in self.fields:
            self.fields[name] = value

    def usual_unit(self) -> Fraction:
        """A sixteenth where a bar is shorter than three quarter notes, else an eighth."""
        metre = checked_metre(self.fields.get("M", "").replace("none", ""))
        short = metre is not None and Fraction(metre) < Fraction(3, 4)
        return Fraction(1, 4) if short else Fraction(1, 2)

    @staticmethod
    def signature(key: str) -> dict[str, int]:
        count = sharps(key)
        if count >= 0:
            return dict.fromkeys(_SHARPS[:count], 1)
        return dict.fromkeys(_SHARPS[count:], -1)

    def music(self, line: str) -> None:
        at = 0
        while at < len(line):
            found = _TOKEN.match(line, at)
            if not found or found.end() == at:
                self.fail(f"{line[at : at + 12]!r} is nothing that ABC knows here")
            assert found is not None
            at = found.end()
            if found["tuplet"]:
                many = int(found["many"])
                usual = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}.get(many, 2)
                if many < 2:
                    self.fail(f"{found['tuplet']} is no tuplet")
                time = int(found["time"]) if found["time"] else usual
                over = int(found["over"]) if found["over"] else many
                self.tuplet = (over, Fraction(time, many))
            elif found["field"]:
                self.set_field(found["name"], found["value"].strip())
            elif found["bar"]:
                self.end_bar(found["bar"])
                if found["ending"]:
                    self.ending(found["ending"])
            elif found["onlyending"]:
                self.ending(found["onlyending"])
            elif found["chord"]:
                self.chord(found)
            elif found["note"]:
                self.note(found)
            elif found["broken"]:
                self.broken_rhythm(found["broken"])

    def length_of(self, text: str) -> Fraction:
        if len(text) > 12:
            self.fail(f"{text[:12]}... is no length")
        over, slash, under = text.partition("/")
        length = Fraction(int(over) if over else 1)
        if slash:
            halves = 1 + under.count("/")
            under = under.replace("/", "")
            divisor = int(under) if under else 2**halves
            if not divisor:
                self.fail(f"{text} is no length")
            length /= divisor
        if not 0 < length <= 64:
            self.fail(f"{text} is no length")
        unit = self.unit or Fraction(1, 2)
        left, ratio = self.tuplet
        if left:
            self.tuplet = (left - 1, ratio)
            length *= ratio
        if self.broken is not None:
            length *= self.broken
            self.broken = None
        return length * unit

    def pitch(self, sign: str | None, letter: str, octave: str) -> int:
        name = letter.upper()
        place = (name, octave + letter)
        if sign:
            self.bar_signs[place] = {"^": 1, "_": -1, "=": 0}[sign[0]] * len(sign)
        shift = self.bar_signs.get(place, self.scale.get(name, 0))
        pitch = 60 + _LETTERS[name] + 12 * letter.islower() + shift
        pitch += 12 * (octave.count("'") - octave.count(","))
        if pitch not in PITCHES:
            self.fail(f"{letter}{octave} lies beyond a piano, A0 to C8")
        return pitch

    def note(self, found: re.Match[str]) -> None:
        if found["letter"] == "Z":  # whole bars of rest
            bar = Fraction(checked_metre(self.fields.get("M", "")) or "4/4") * 4
            if (not found["length"].isdigit() and found["length"]) or len(found["length"]) > 3:
                self.fail(f"Z{found['length'][:12]} is no number of bars")
            self.events.append((bar * int(found["length"] or 1), [], False))
            return
        length = self.length_of(found["length"])
        rest = found["letter"] in "zx"
        pitches = [] if rest else [
            self.pitch(found["accidental"], found["letter"], found["octave"])
        ]  # fmt: skip
        self.events.append((length, pitches, bool(found["tie"])))

    def chord(self, found: re.Match[str]) -> None:
        inner = _INNER.findall(found["chord"])
        pitches = [self.pitch(sign or None, letter, octave) for sign, letter, octave, *_ in inner]
        outer = self.length_of(found["chordlength"])
        first = inner[0][3]
        if first:
            keep, self.tuplet = self.tuplet, (0, Fraction(1))
            outer *= self.length_of(first) / (self.unit or Fraction(1, 2))
            self.tuplet = keep
        self.events.append((outer, pitches, bool(found["chordtie"] or inner[0][4])))

    def broken_rhythm(self, signs: str) -> None:
        if not self.events:
            self.fail(f"{signs} needs a note before it")
        short = Fraction(1, 2 ** len(signs))
        first, second = (2 - short, short) if signs[0] == ">" else (short, 2 - short)
        length, pitches, tie = self.events[-1]
        self.events[-1] = (length * first, pitches, tie)
        self.broken = second

    def end_bar(self, sign: str) -> None:
        """Close a bar; a sign without notes before it still says where repeats are."""
        self.voices.setdefault(self.voice, []).append((sign, self.events))
        self.events, self.bar_signs = [], {}

    def ending(self, text: str) -> None:
        if self.events:
            self.end_bar("|")
        self.voices.setdefault(self.voice, []).append(("ending " + re.sub(r"\D", "", text)[:1], []))

    def piece(self, first: int) -> Piece | None:
        notes: list[Note] = []
        pickup, end = Fraction(0), 0.0
        metre = checked_metre(self.fields.get("M", "")) or ""
        for bars in self.voices.values():
            at, tied = Fraction(0), dict[int, Fraction]()
            for number, events in enumerate(played(bars)):
                begun = at
                for length, pitches, tie in events:
                    held = {}
                    for pitch in pitches:
                        start = tied.pop(pitch, at)
                        if tie:
                            held[pitch] = start
                        else:
                            notes.append(Note(float(start), float(at + length - start), pitch))
                    notes += [Note(float(start), float(at - start), pitch)
                              for pitch, start in tied.items()]  # fmt: skip
                    tied, at = held, at + length
                if number == 0 and metre and at - begun < Fraction(metre) * 4:
                    pickup = at - begun
            notes += [Note(float(s), float(at - s), pitch) for pitch, s in tied.items()]
            end = max(end, float(at))
        if not notes:
            return None
        made = ordered(notes)
        return Piece(
            made, max(end, end_of(made)), genre=self.fields.get("R", "").lower(), metre=metre,
            key=self.fields.get("K", ""), pickup=float(pickup), tempo=self.tempo(),
            title=self.fields.get("T", ""), source=f"{self.source}, line {first}",
        )  # fmt: skip

    def tempo(self) -> float:
        """Read `Q:1/4=120`, or a number of units; else 120 quarter notes a minute."""
        found = re.search(r"(?:(\d+)/(\d+)\s*=\s*)?(\d+)", self.fields.get("Q", ""))
        if not found or not int(found[3]) or (found[2] and not int(found[2])):
            return 120.0
        beat = Fraction(int(found[1]), int(found[2])) * 4 if found[1] else self.unit or Fraction(1)
        return min(400.0, max(20.0, float(int(found[3]) * beat)))

    def fail(self, why: str) -> None:
        raise InputError(f"{self.source}, line {self.line}: {why}")


def played(
    bars: Sequence[tuple[str, Sequence[tuple[Fraction, list[int], bool]]]],
) -> Iterator[Sequence[tuple[Fraction, list[int], bool]]]:
    """Put bars in the order in which they are played, repeats and endings carried out."""
    begin, at, turn = 0, 0, 1
    while at < len(bars):
        sign, events = bars[at]
        if sign.startswith("ending "):
            if sign[7:] and int(sign[7:]) != turn:  # another turn's: on to the next one
                at += 1
                while at < len(bars) and not bars[at][0].startswith("ending "):
                    ends = "|]" in bars[at][0] or "||" in bars[at][0] or ":" in bars[at][0]
                    at += 1
                    if ends:
                        break
                continue
            at += 1
            continue
        if events:
            yield events
        if sign.startswith(":") and turn == 1:
            at, turn = begin, 2
            continue
        if sign.startswith(":") or sign.endswith(":") or sign in ("||", "|]"):
            begin, turn = at + 1, 1
        at += 1
