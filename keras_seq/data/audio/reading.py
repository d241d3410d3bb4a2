"""Sets of recordings with texts, in the layouts in which people have them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple, cast

from keras_seq.data import folders, tables
from keras_seq.data.audio.options import SpokenTexts
from keras_seq.data.audio.records import Spoken, plain_text, split
from keras_seq.data.audio.sound import SUFFIXES, read_sound
from keras_seq.data.folders import File
from keras_seq.data.splits import Splits, part_of
from keras_seq.errors import InputError
from keras_seq.progress import say, track

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT = re.compile(r"([0-9])_([^_]+)_(\d+)\.wav")  # {digit}_{speaker}_{index}.wav
_COMMAND = re.compile(r"([0-9a-f]{6,})_nohash_\d+\.wav")  # the speaker's number first
TEST_INDEX = 5  # of the free spoken digits those numbered below are for testing


class _Clip(NamedTuple):
    """A sound file that is still to be read, and what is known of it."""

    file: File
    text: str
    source: str
    speaker: str = ""
    part: str = ""


def load(table: SpokenTexts) -> Splits[Spoken]:
    """Read clips and split them.

    Args and errors are those of `read` and `records.split`.
    """
    return split(read(str(table.data), table), table, str(table.data))


def load_test(table: SpokenTexts, data: str) -> list[Spoken]:
    """Read clips to judge a trained model by: the test part where the data name one, else all."""
    records = read(data, table)
    return [record for record in records if record.part == "test"] or records


def read_inputs(table: SpokenTexts, path: str) -> Iterator[str]:
    """Take a sound file, or all in a folder, for inputs."""
    if not Path(path).is_dir():
        yield path
        return
    found = [str(file) for file in _sounds_in(Path(path))]
    if not found:
        raise InputError(f"{path}: there is no sound file in it")
    yield from found


def one_word_each(data: str) -> bool:
    """Say by names whether data are clips of single words: folders of these, or spoken digits."""
    path: File = Path(data)
    folder = folders.opened_zip(path) if folders.is_zip(path) else path
    if not folder.is_dir():
        return False
    told = (*tables.SUFFIXES, "wav.scp")  # what says more than a word of each
    return not any(entry.name.lower().removesuffix(".gz").endswith(told)
                   for entry in folders.entries(folder))  # fmt: skip


def read(data: str, table: SpokenTexts) -> list[Spoken]:
    """Read recordings and their texts.

    Args:
        data: a folder or zip with

            - `wav.scp` and `text`, and perhaps `utt2spk`, as Kaldi has them;
            - `metadata.csv`, lines of `id|text` (and perhaps `|text as spoken`), as LJSpeech has;
            - tables (.csv, .tsv, .jsonl) of `path`, `text` and perhaps `speaker`, whose names may
              say the part;
            - files `{digit}_{speaker}_{index}.wav`, as the free spoken digits;
            - or folders named by the words that are said in the files inside;

            or such a table.
        table: the columns, and how texts are treated.

    Returns:
        The clips, by name.

    Raises:
        InputError: naming file, line and mend.
    """
    path = Path(data)
    if not path.exists():
        raise InputError(f"{data}: no such file or folder")
    if path.is_file() and not folders.is_zip(path):
        clips = list(_of_table(path, table))
    else:
        clips = _of_folder(folders.opened_zip(path) if folders.is_zip(path) else path, table)
    records = []
    for clip in track(clips, f"reading {data}"):
        text = plain_text(clip.text, table)
        if not text:
            raise InputError(f"{clip.source}: there is no text for {clip.file.name}; leave the "
                             "line out, or say what is spoken")  # fmt: skip
        samples = read_sound(clip.file, table.sample_rate)
        records.append(Spoken(str(clip.file), samples, text, clip.speaker, clip.source, clip.part))
    return records


def _of_folder(folder: File, table: SpokenTexts) -> list[_Clip]:
    there = {entry.name: entry for entry in folders.entries(folder)}
    files = {name: entry for name, entry in there.items() if entry.is_file()}
    if "wav.scp" in files and "text" in files:
        return list(_of_kaldi(folder, files))
    if "metadata.csv" in files and not _has_header(files["metadata.csv"], table):
        return list(_of_metadata(folder, files["metadata.csv"]))
    found = [name for name in files if name.lower().removesuffix(".gz").endswith(tables.SUFFIXES)]
    if found:
        return [clip for name in found for clip in _of_table(files[name], table)]
    sounds = [entry for name, entry in files.items() if name.lower().endswith(SUFFIXES)]
    if sounds:
        digits = [(file, match) for file in sounds if (match := _DIGIT.fullmatch(file.name))]
        if len(digits) < len(sounds):
            odd = next(file for file in sounds if not _DIGIT.fullmatch(file.name))
            raise InputError(f"{odd}: nothing says what is spoken; give a table of path and text, "
                             "or put it into a folder named by its word")  # fmt: skip
        return [
            _Clip(file, DIGITS[int(match[1])], str(file), match[2],
                  "test" if int(match[3]) < TEST_INDEX else "train")
            for file, match in digits
        ]  # fmt: skip
    inner = [entry for name, entry in there.items() if entry.is_dir() and name[0] != "_"]
    packed = [entry for entry in files.values() if folders.is_zip(entry)]
    if not inner and len(packed) == 1:
        return _of_folder(folders.opened_zip(packed[0]), table)
    if len(inner) == 1 and any(map(_DIGIT.fullmatch, (one.name for one in inner[0].iterdir()))):
        return _of_folder(inner[0], table)
    return list(_of_words(folder, inner))


def _of_words(folder: File, inner: Iterable[File]) -> Iterator[_Clip]:
    """Read `word/*.wav`, with the lists of parts of Speech Commands if they are there."""
    listed_in: dict[str, str] = {}
    for part in ("validation", "test"):
        file = folder / f"{'testing' if part == 'test' else part}_list.txt"
        if file.is_file():
            listed_in |= {line.strip(): part for line in tables.read_lines(file)}
    empty = True
    for word in inner:
        for file in folders.entries(word):
            if file.is_file() and file.name.lower().endswith(SUFFIXES):
                empty = False
                match = _COMMAND.fullmatch(file.name)
                part = listed_in.get(f"{word.name}/{file.name}", "train" if listed_in else "")
                said = word.name.replace("_", " ")
                yield _Clip(file, said, str(file), match[1] if match else "", part)
    if empty:
        raise InputError(f"{folder}: neither a table of path and text, nor wav.scp, nor "
                         "metadata.csv, nor folders WORD/*.wav are in it")  # fmt: skip


def _of_table(path: File, table: SpokenTexts) -> Iterator[_Clip]:
    """Read a table that names a sound file a row."""
    part = part_of(path.name) or ""
    text_column, path_column = table.text_column, table.path_column
    for row in tables.read_rows(path):
        values = row.values
        if path_column == "path" and "path" not in values:  # as NeMo's manifests call it
            path_column = next((name for name in ("audio_filepath", "file") if name in values),
                               "path")  # fmt: skip
        if text_column == "text" and "text" not in values and "sentence" in values:
            text_column = "sentence"  # Common Voice
        tables.require_columns(row, {"--path-column": path_column, "--text-column": text_column})
        speaker = values.get(table.speaker_column, values.get("client_id", "")).strip()
        file = _file_of(cast(File, path.parent), values[path_column].strip(), row.source)
        yield _Clip(file, values[text_column], row.source, speaker, part)


def _of_metadata(folder: File, path: File) -> Iterator[_Clip]:
    """Read lines of `id|text` or `id|text|text as spoken`."""
    for number, line in enumerate(tables.read_lines(path), start=1):
        fields = line.rstrip("\r\n").split("|")
        source = f"{path}, line {number}"
        if not line.strip():
            continue
        if len(fields) not in (2, 3):
            raise InputError(f"{source}: {len(fields)} fields; a line must be id|text")
        name = fields[0].strip()
        inside = folder / "wavs" if (folder / "wavs").is_dir() else folder
        yield _Clip(_file_of(inside, name, source), fields[-1] or fields[1], source)


def _has_header(path: File, table: SpokenTexts) -> bool:
    """Whether this is a table of columns, and no lines of `id|text`."""
    first = next(tables.read_lines(path))
    return "|" not in first and table.path_column in first.strip().split(",")


def _of_kaldi(folder: File, files: Mapping[str, File]) -> Iterator[_Clip]:
    paths, texts = _keyed(files["wav.scp"]), _keyed(files["text"])
    speakers = _keyed(files["utt2spk"]) if "utt2spk" in files else {}
    for key, (text, source) in texts.items():
        if key not in paths:
            raise InputError(f"{source}: {key} stands in text and not in wav.scp")
        path, where = paths[key]
        if path.endswith("|"):
            raise InputError(f"{where}: a command, which is not run; write the sound to a file and "
                             "name that")  # fmt: skip
        yield _Clip(_file_of(folder, path, where), text, source, speakers.get(key, ("", ""))[0])
    silent = sorted(set(paths) - set(texts))
    if silent:
        say(f"{folder}: {len(silent):,} of wav.scp have no line in text, as {silent[0]}; left out")


def _keyed(path: File) -> dict[str, tuple[str, str]]:
    """Read lines of a key and a value: value and source by key."""
    values: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(tables.read_lines(path), start=1):
        key, _, value = line.strip().partition(" ")
        source = f"{path}, line {number}"
        if key in values:
            raise InputError(f"{source}: {key} stands there twice")
        if key:
            values[key] = value.strip(), source
    return values


def _file_of(folder: File, name: str, source: str) -> File:
    """Find a sound file by the name that a line gives, with or without its ending.

    Raises:
        InputError: if it isn't there.
    """
    if not name or "\0" in name:
        raise InputError(f"{source}: the name of the sound file is empty, or none")
    if isinstance(folder, Path) and PurePosixPath(name).is_absolute():
        found: File = Path(name)
    else:
        found = folder / name
    endings = [cast(File, found.parent) / (found.name + ending) for ending in SUFFIXES]
    try:
        for candidate in (found, *endings, folder / "clips" / name, folder / "audio" / name):
            if candidate.is_file():
                return candidate
    except OSError:  # such as a name that is too long
        pass
    raise InputError(f"{source}: there is no sound file {name[:100]}")


def _sounds_in(folder: Path) -> list[Path]:
    return sorted(path for path in folders.below(folder)
                  if isinstance(path, Path) and path.name.lower().endswith(SUFFIXES))  # fmt: skip
