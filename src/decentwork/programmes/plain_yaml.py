"""Reading YAML of plain values, event by event: a large programme in a third of the usual time."""

import json
from collections.abc import Hashable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from decentwork.estimates.errors import DamagedFile

TEXT, MERGE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"


class Aliased(ValueError):
    """A text has aliases: a short one can stand for an endless one."""


def read_plain(path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what a YAML file holds, or a JSON file, by its name.

    Raises
    ------
    DamagedFile
        It cannot be read; tells where and why.
    """
    kind = "JSON" if path.suffix.lower() == ".json" else "YAML"
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if kind == "JSON" else plain_yaml(text)
    except UnicodeDecodeError as error:
        what = f"Byte {error.start} is not UTF-8 text."
        raise DamagedFile(str(path), what, "Save it as UTF-8.") from error
    except Aliased as error:
        raise DamagedFile(str(path), "It has aliases (*name).", "Write each entry out.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise DamagedFile(str(path), f"It is no {kind}: {reason}.", "Mend it there.") from error


def plain_yaml(text: str) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what a YAML text holds, as `yaml.safe_load` does, without aliases.

    Raises
    ------
    Aliased
        An entry stands for another.
    yaml.YAMLError, RecursionError
        It is no YAML, has several documents or tags of its own, or is nested too deep.
    """
    events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
    next(events)  # the stream begins
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    held = _value(next(events), events)
    next(events)  # the document ends
    if not isinstance(extra := next(events), yaml.StreamEndEvent):
        raise _refused("it holds several documents", extra)
    return held


def _value(event: yaml.Event, events: Iterator[yaml.Event]) -> Any:  # noqa: ANN401 - see above
    if isinstance(event, yaml.ScalarEvent):
        if event.tag is None and event.implicit[0]:
            return _read(event.value)
        return event.value if event.tag in (None, "!", TEXT) else _made(event.tag, event.value)
    if isinstance(event, yaml.AliasEvent):
        raise Aliased
    if isinstance(event, yaml.CollectionStartEvent) and event.tag is not None:
        raise _refused(f"no tag such as {event.tag!r} is read", event)
    if isinstance(event, yaml.SequenceStartEvent):
        entries = []
        while not isinstance(entry := next(events), yaml.SequenceEndEvent):
            entries.append(_value(entry, events))
        return entries
    fields: dict[Hashable, Any] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        name = _value(key, events)
        if not isinstance(name, Hashable):
            raise _refused("a list or mapping names nothing", key)
        fields[name] = _value(next(events), events)
    return fields


@lru_cache(maxsize=65_536)  # days, numbers and ids come again and again
def _read(text: str) -> Any:  # noqa: ANN401 - text, number, day, yes or no
    """Return what an unquoted text means: a number, a day, yes or no, nothing, else itself."""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, pattern in resolvers.get(text[:1], ()):
        if pattern.match(text):
            return _made(tag, text)
    return text


def _made(tag: str, text: str) -> Any:  # noqa: ANN401 - see above
    if tag == MERGE:
        return text
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_object(yaml.ScalarNode(tag, text))
    except ValueError as error:  # such as the 30th of February
        raise yaml.constructor.ConstructorError(None, None, f"{text!r}: {error}", None) from error


def _refused(problem: str, event: yaml.Event) -> yaml.YAMLError:
    mark: Any = event.start_mark
    return yaml.constructor.ConstructorError(None, None, problem, mark)
