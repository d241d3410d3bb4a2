"""YAML that may come from a stranger: plain values, never more of them than a file can say."""

from __future__ import annotations

from typing import Any

import yaml

LARGEST = 256 << 10  # bytes of a file; options take a few thousand


class BadYAMLError(ValueError):
    """What stands in the file can't be read; the message says why.

    Attributes:
        line: where, counted from 1; None: of no line in particular.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


class _Loader(yaml.SafeLoader):
    """The safe loader without aliases, a few of which stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise BadYAMLError("an alias (*) stands there; write the value out", mark.line + 1)
        return super().compose_node(parent, index)


def parse(content: bytes) -> tuple[Any, dict[Any, int]]:
    """Read one document.

    Args:
        content: of the file.

    Returns:
        Its value, None if there is none; and for a mapping the line of each key.

    Raises:
        BadYAMLError: if it isn't a document of plain values.
    """
    if len(content) > LARGEST:
        raise BadYAMLError(f"more than {LARGEST >> 10} KiB, which no options take")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadYAMLError(f"not UTF-8 text (byte {error.start})") from None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None, {}
        value = loader.construct_document(node)
    except BadYAMLError:
        raise
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadYAMLError(f"not valid YAML: {error.problem}", line) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadYAMLError(f"not valid YAML: a character {error.character:#04x}", line) from None
    except RecursionError:
        raise BadYAMLError("not valid YAML: nested too deeply") from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        # PyYAML's own answers to `!!int x`, 2024-99-99 or a number of 5,000 digits.
        raise BadYAMLError(f"not valid YAML: a value can't be read ({error})") from None
    if not isinstance(value, dict):
        return value, {}
    if len(node.value) != len(value):
        raise BadYAMLError("an option stands there twice")
    keys = [key.start_mark.line + 1 for key, _ in node.value]
    return value, dict(zip(value, keys, strict=True))
