"""Lines of a text file that says nothing of how it was written: packed, wide, old, or all mixed."""

import codecs
import gzip
import re
import zlib
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from decentwork.estimates.errors import DamagedFile
from decentwork.sources.odk_packed import UNPACKED_LIMIT
from decentwork.sources.odk_workbook import OLD_OR_ENCRYPTED
from decentwork.sources.rows import FETCH_AGAIN

Progress = Callable[[int, int], None]  # bytes done, bytes in all

AS_TABLE = "Save the table as CSV or XLSX."
TOLD = 20  # places told one by one; the rest are counted

_BLOCK = 1 << 20  # bytes
_LONGEST_LINE = 10 * _BLOCK
_SAMPLED = 2000  # lines that are not UTF-8, from which their encoding is guessed
_GZIP = b"\x1f\x8b"
_NO_TABLES = {
    b"%PDF": "It is a PDF.",
    b"\x89PNG": "It is an image.",
    b"\xff\xd8\xff": "It is an image.",
    b"GIF8": "It is an image.",
    b"PK\x03\x04": "It is a zip, or a damaged workbook.",
    b"{\\rtf": "It is a text document.",
    b"{": "It is JSON.",
    OLD_OR_ENCRYPTED: "It has a password, or is an old .xls.",
}
_CONVINCING = 0.7  # of the characters beyond ASCII are everyday ones
_FEW = 4  # characters; fewer can be of any encoding of two bytes
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PAGE = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml|meta|div)", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f]")

_MARKS = "’‘“”–—…°ºª®™€£§©·•´«»¡\xa0"
_SINGLE = {  # letters that the languages of an encoding write, Western ones first in a tie
    "cp1252": "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÿ",
    "cp1254": "àâäåæçèéêëìíîïñòóôöøùúûüßğışİ",
    "cp1250": "áâäçéëíîóôöúüýßăąćčďđęěĺľłńňőŕřśşšťţůűźżž",
    "cp1251": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
}
_DOUBLE = {  # the stricter encoding of everyday characters, and their first bytes
    "cp949": ("euc_kr", 0xA1, 0xC8),
    "cp932": ("shift_jis", 0x81, 0x97),
    "gb18030": ("gb2312", 0xA1, 0xD7),
    "big5": ("big5", 0xA1, 0xC6),
}
_NAMES = {
    "utf-8": "UTF-8",
    "cp949": "Korean (Windows-949)",
    "cp932": "Shift-JIS",
    "gb18030": "GB18030",
    "big5": "Big5",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a text file is written: `wide` as UTF-16 or UTF-32, else line by line.

    A line is in `first`, or else in `then`; `doubtful` are the first lines that are not in `first`,
    of `number_doubtful`, and `example` the text of one.
    """

    wide: str = ""
    first: str = "utf-8"
    then: str = "cp1252"
    doubtful: tuple[int, ...] = ()
    number_doubtful: int = 0
    is_one: bool = True
    example: str = ""

    @property
    def name(self) -> str:
        """Return what people call it."""
        if self.wide:
            return self.wide[:6].upper()
        if self.first == "utf-8" and not self.number_doubtful:
            return "UTF-8"
        if self.is_one:
            return encoding_name(self.then if self.first == "utf-8" else self.first)
        return f"UTF-8 and {encoding_name(self.then)}"

    def text(self, line: bytes) -> str:
        """Return a line as text; what no encoding explains is shown as U+FFFD."""
        for codec in (self.first, self.then):
            if codec not in _SINGLE:
                try:
                    return line.decode(codec)
                except UnicodeDecodeError:
                    continue
        return _mended(line, self.then if self.then in _SINGLE else "cp1252")


def encoding_name(codec: str) -> str:
    """Return what people call an encoding."""
    return _NAMES.get(codec) or codec.replace("cp", "Windows-")


def writing(path: Path) -> Writing:
    """Return how a text file is written; all of it is looked at.

    Raises
    ------
    DamagedFile
        It is empty, no text, no table (a web page, a PDF, an image), or cannot be unpacked.
    """
    start = _start(path)
    _refuse_others(start, path.name)
    wide = _wide(start)
    right, wrong = 0, 0
    sample: list[bytes] = []
    doubtful: list[int] = []
    for number, line in enumerate(raw_lines(path, wide), start=1):
        if b"\0" in line:
            raise DamagedFile(path.name, f"Line {number} is no text.", AS_TABLE)
        if line.isascii():
            continue
        if _is(line, "utf-8"):
            right += 1
            continue
        wrong += 1
        if len(sample) < _SAMPLED:
            sample.append(line)
            doubtful.append(number)
    if not wrong:
        return Writing(wide=wide)
    guess = _guess(sample, are_mixed=right > 0)
    is_one = 10 * right <= wrong
    if is_one and guess in _DOUBLE:  # a line of such an encoding can be UTF-8 by chance
        return _in_double(path, guess)
    found = Writing(
        then=guess, doubtful=tuple(doubtful[:TOLD]), number_doubtful=wrong, is_one=not right
    )
    return _with_example(found, sample[0])


def raw_lines(
    path: Path, wide: str = "", tell: Progress = lambda done, total: None
) -> Generator[bytes]:
    """Yield the lines of a file, gzipped or not; wide ones as UTF-8.

    Raises
    ------
    DamagedFile
        It cannot be read or unpacked, or has a line that no table has.
    """
    where = path.name
    try:
        with path.open("rb") as file:
            total, done, rest = path.stat().st_size, 0, b""
            is_packed = file.peek(2)[:2] == _GZIP
            stream = gzip.GzipFile(fileobj=file) if is_packed else file
            source = codecs.EncodedFile(stream, "utf-8", wide) if wide else stream
            while block := source.read(_BLOCK):
                done += len(block)
                if is_packed and done > UNPACKED_LIMIT:
                    raise DamagedFile(where, "It unpacks to more than 1 GB.", "Split the list.")
                lines = (rest + block).splitlines(keepends=True)
                rest = b"" if lines[-1].endswith(b"\n") else lines.pop()
                if len(rest) > _LONGEST_LINE:
                    raise DamagedFile(where, "A line is longer than 10 MB.", AS_TABLE)
                yield from lines
                tell(file.tell(), total)
            yield from rest.splitlines(keepends=True)
            tell(total, total)
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
        raise DamagedFile(where, "It is cut short or damaged.", FETCH_AGAIN) from error
    except OSError as error:
        reason = f"The file cannot be read ({error.strerror})."
        raise DamagedFile(where, reason, "Name a file that is there.") from error


def text_lines(
    path: Path, written: Writing, tell: Progress = lambda done, total: None
) -> Generator[str]:
    """Yield the lines of a text file as text, with their ends."""
    for number, line in enumerate(raw_lines(path, written.wide, tell)):
        text = written.text(line)
        yield text if number else text.removeprefix("\ufeff")


def _start(path: Path) -> bytes:
    start, size = [], 0
    with closing(raw_lines(path)) as lines:
        for line in lines:
            start.append(line)
            size += len(line)
            if size > _BLOCK:
                break
    return b"".join(start)


def _refuse_others(start: bytes, where: str) -> None:
    bare = start.removeprefix(codecs.BOM_UTF8)
    if not bare.strip(b"\0 \t\r\n"):
        raise DamagedFile(where, "The file is empty.", FETCH_AGAIN)
    for begins, reason in _NO_TABLES.items():
        if bare.startswith(begins):
            raise DamagedFile(where, reason, AS_TABLE)
    if _PAGE.match(bare.replace(b"\0", b"")):
        hint = "Open it in a spreadsheet and save it as CSV or XLSX."
        raise DamagedFile(where, "It is a web page, whatever its name says.", hint)
    has_controls = b"\0" in start or 100 * len(_CONTROLS.findall(start)) > len(start)
    if has_controls and not _wide(start):
        raise DamagedFile(where, "The file is no text.", AS_TABLE)


def _wide(start: bytes) -> str:
    """Return the encoding of a file in 16 or 32 bits, "" for any other."""
    for mark, codec in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return codec
    even, odd = start[::2].count(0), start[1::2].count(0)
    if 4 * max(even, odd) > len(start) and 20 * min(even, odd) < max(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _is(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _in_double(path: Path, codec: str) -> Writing:
    """Return a file in an encoding of two bytes, with the lines that are not in it."""
    doubtful = []
    first = b""
    for number, line in enumerate(raw_lines(path), start=1):
        first = first or (b"" if line.isascii() else line)
        if not _is(line, codec):
            doubtful.append(number)
    found = Writing(
        first=codec,
        then="utf-8",
        doubtful=tuple(doubtful[:TOLD]),
        number_doubtful=len(doubtful),
    )
    return _with_example(found, first)


def _with_example(found: Writing, line: bytes) -> Writing:
    words = re.findall(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*", found.text(line))
    return replace(found, example=words[0][:40] if words else "")


def _mended(line: bytes, codec: str) -> str:
    """Return a line of UTF-8 with other bytes in it, these read by `codec`."""
    parts: list[str] = []
    while True:
        try:
            return "".join((*parts, line.decode()))
        except UnicodeDecodeError as error:
            odd = line[error.start : error.end]
            parts += [line[: error.start].decode(), odd.decode(codec, errors="replace")]
            line = line[error.end :]


def _guess(lines: Iterable[bytes], *, are_mixed: bool) -> str:
    """Return the encoding that makes words of lines which are not UTF-8, or not all of them."""
    joined = b"".join(_UTF_8.sub(b"", line) if are_mixed else line for line in lines)
    shares = {codec: _fitting(codec, joined) for codec in (*_SINGLE, *_DOUBLE)}
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] >= _CONVINCING else "cp1252"


def _fitting(codec: str, lines: bytes) -> float:
    """Return the share of characters beyond ASCII that everyday texts of an encoding have."""
    text = lines.decode(codec, errors="replace")
    number = sum(not letter.isascii() for letter in text)
    if codec in _DOUBLE:
        strict, first, last = _DOUBLE[codec]
        codes = [it.encode(strict, "ignore") for it in text if not it.isascii()]
        fitting = sum(len(code) == 2 and first <= code[0] <= last for code in codes)
        return fitting / number if number >= _FEW else 0.0
    letters = {*_SINGLE[codec], *_SINGLE[codec].upper()}
    fitting = sum(letter in _MARKS for letter in text)
    for word in re.findall(r"[^\W\d_]+", text):
        beyond = [letter for letter in word.rstrip("ºª") if not letter.isascii()]
        is_cyrillic = codec == "cp1251" and len(beyond) == len(word)
        is_latin = codec != "cp1251" and len(beyond) < max(len(word), 3)
        if (is_cyrillic or is_latin) and letters.issuperset(beyond):
            fitting += len(beyond)
    return fitting / max(number, 1)
