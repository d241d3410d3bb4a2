"""MIDI files, read and written by mido."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from keras_seq import files
from keras_seq.data.folders import File
from keras_seq.data.music.keys import key_name, parts_of, sharps
from keras_seq.data.music.pieces import Note, Piece, checked_metre, end_of, ordered
from keras_seq.errors import InputError

SUFFIXES = (".mid", ".midi")
TICKS = 480  # of a quarter note, in files that are written
DRUMS = 9  # the channel whose numbers are no pitches


def read_midi(path: File) -> Piece:
    """Read a MIDI file of type 0 or 1: the notes of all tracks, drums left out.

    Notes are counted in quarter notes, so that changes of tempo don't move them; of several
    tempi, metres and keys the first counts.

    Args:
        path: the file, perhaps in a zip.

    Returns:
        The piece.

    Raises:
        InputError: if mido is missing, or the file is damaged or has no notes.
    """
    mido = _import_mido()
    try:
        with path.open("rb") as stream:
            content = mido.MidiFile(file=stream)
            if content.type not in (0, 1):
                raise ValueError("of type 2, of unrelated tracks")
            if content.ticks_per_beat <= 0:
                raise ValueError("counts frames, not quarter notes")
            return _piece(mido, content, str(path))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: a folder, not a MIDI file") from None
    except MemoryError:
        raise
    except InputError:
        raise
    except Exception as error:  # mido has no error of its own
        why = str(error)[:120] or type(error).__name__
        raise InputError(f"{path}: not a MIDI file, or damaged ({why})") from None


def _piece(mido: Any, content: Any, source: str) -> Piece:
    notes, drums, end = [], 0, 0
    said: dict[str, tuple[int, Any]] = {}
    for track in content.tracks:
        at = 0
        sounding: dict[tuple[int, int], list[int]] = defaultdict(list)
        for message in track:
            at += message.time
            if message.type in ("set_tempo", "time_signature", "key_signature"):
                if message.type not in said or at < said[message.type][0]:
                    said[message.type] = (at, message)
            elif message.type in ("note_on", "note_off"):
                place = (message.channel, message.note)
                if message.type == "note_on" and message.velocity:
                    sounding[place].append(at)
                elif sounding[place]:
                    begun = sounding[place].pop(0)
                    if message.channel == DRUMS:
                        drums += 1
                    elif at > begun:
                        notes.append((begun, at - begun, message.note))
        end = max(end, at)
    if not notes:
        why = f"there are no notes in it, {drums} beats of drums apart" if drums else "no notes"
        raise InputError(f"{source}: {why}")
    beat = content.ticks_per_beat
    made = ordered([Note(begun / beat, long / beat, pitch) for begun, long, pitch in notes])
    metre = said.get("time_signature", (0, None))[1]
    key = said.get("key_signature", (0, None))[1]
    tempo = said.get("set_tempo", (0, None))[1]
    return Piece(
        made, end_of(made),
        metre=(checked_metre(f"{metre.numerator}/{metre.denominator}") or "") if metre else "",
        key=(key_name(key.key) or "") if key else "",
        tempo=mido.tempo2bpm(tempo.tempo) if tempo else 120.0,
        title=Path(source).stem, source=source,
    )  # fmt: skip


def write_midi(path: Path, piece: Piece) -> None:
    """Write a piece as a MIDI file of type 1, whole or not at all.

    Args:
        path: ends with `.mid`.
        piece: whose notes start on multiples of a 480th of a quarter note.
    """
    mido = _import_mido()
    content = mido.MidiFile(type=1, ticks_per_beat=TICKS)
    head, track = mido.MidiTrack(), mido.MidiTrack()
    content.tracks += [head, track]
    if piece.title:
        title = piece.title.encode("latin-1", "replace").decode("latin-1")
        head.append(mido.MetaMessage("track_name", name=title))
    head.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(piece.tempo)))
    if piece.metre:
        over, under = map(int, piece.metre.split("/"))
        head.append(mido.MetaMessage("time_signature", numerator=over, denominator=under))
    if piece.key:
        head.append(mido.MetaMessage("key_signature", key=_signature(piece.key)))
    events = []
    for note in piece.notes:
        begun, end = round(note.start * TICKS), round((note.start + note.length) * TICKS)
        events += [(begun, 1, note.pitch), (end, 0, note.pitch)]
    at = 0
    for when, sounds, pitch in sorted(events):  # a note ends before the next one begins
        kind = "note_on" if sounds else "note_off"
        track.append(mido.Message(kind, note=pitch, velocity=80 if sounds else 0, time=when - at))
        at = when
    with files.atomic(path) as temporary:
        content.save(temporary)


def _signature(key: str) -> str:
    """Name a key as MIDI does, which knows major and minor."""
    majors = {0: "C", 1: "G", 2: "D", 3: "A", 4: "E", 5: "B", 6: "F#", -1: "F", -2: "Bb", -3: "Eb",
              -4: "Ab", -5: "Db"}  # fmt: skip
    minors = {0: "Am", 1: "Em", 2: "Bm", 3: "F#m", 4: "C#m", 5: "G#m", 6: "D#m", -1: "Dm",
              -2: "Gm", -3: "Cm", -4: "Fm", -5: "Bbm"}  # fmt: skip
    return (minors if parts_of(key)[1] == "minor" else majors)[sharps(key)]


def _import_mido() -> Any:
    try:
        import mido
    except ImportError:
        raise InputError("MIDI needs mido: pip install 'keras_seq[music]'") from None
    return mido
