"""Ways to spoil a file, each from bytes to bytes."""

import random
import re
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

MAGIC = [
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"PAR1"),
    *(b"SQLite format 3\x00", b"bplist00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"<?xml version='1.0'?><plist>"),
    *(
        b"[",
        b"{",
        b'[{"ts":"',
        b'{"recenttracks":',
        b"#AUDIOSCROBBLER/1.1\n",
        b"uts,artist,track\n",
        b'"',
        b"artist\ttime\n",
    ),
]
HUGE = [
    *(b"0", b"-1", b"9" * 18, b"9" * 19, b"9" * 40, b"9" * 5000, b"1e999", b"-1e-999", b"NaN", b"Infinity", b"1e18"),
    *(b"0x10", b"1_000", b"\xd9\xa3\xd9\xa4", b"\xc2\xb2", b"9007199254740993", b"253402300800", b"-62135596801"),
]
ODD = [
    *(b"null", b"true", b"[]", b"{}", b'""', b'"\\ud800"', b'"\\u0000"', b'[{"a":[1]}]', b"1.5", b'"\x7f"', b"<x/>"),
    *(
        b"&#0;",
        b"&lol;",
        b"<![CDATA[",
        b"]]>",
        b"\\N",
        b"\t\t\t",
        b",,,,",
        b";;",
        b"\r",
        b"\xe2\x80\xa8",
        b"#",
        b"2024-13-45",
    ),
]

LONG = [
    b"a",
    b" ",
    b"\xc3\xa9",
    b'""',
    b",",
    b"\n",
    b"(",
    b" feat. ",
    b"\\",
    b"\t",
    b"#",
    b"1",
    b"&amp;",
    b" - ",
    b"\r\n\r\n",
]

_NUMBER = re.compile(rb"\d+")
_VALUE = re.compile(rb'"(?:[^"\\]|\\.)*"|\d+|[A-Za-z]+')


def _places(data: bytes, rng: random.Random) -> tuple[int, int]:
    begin = rng.randrange(len(data) + 1)
    return begin, min(len(data), begin + 1 + int(rng.expovariate(1 / 40)))


def flip(data: bytes, rng: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(rng.randint(1, 8) if data else 0):
        spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def behead(data: bytes, rng: random.Random) -> bytes:
    return data[rng.randrange(len(data) + 1) :]


def delete(data: bytes, rng: random.Random) -> bytes:
    begin, end = _places(data, rng)
    return data[:begin] + data[end:]


def duplicate(data: bytes, rng: random.Random) -> bytes:
    begin, end = _places(data, rng)
    return data[:begin] + data[begin:end] * rng.choice((2, 2, 3, 50)) + data[end:]


def insert_noise(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.randint(1, 30)) + data[at:]


def insert_nul(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes(rng.choice((1, 2, 300))) + data[at:]


def nest(data: bytes, rng: random.Random) -> bytes:
    at = rng.choice([0, len(data), *(found.start() for found in re.finditer(rb"[\[{<\"]", data[:4000]))])
    opening, closing = rng.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<dict>", b"</dict>"), (b'"', b'"')))
    depth = rng.choice((10, 1500, 30_000))
    return data[:at] + opening * depth + closing * rng.choice((0, depth)) + data[at:]


def lengthen(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return (
        data[:at] + rng.choice((b"a", b" ", b"\xc3\xa9", b'""', b",")) * rng.choice((200, 70_000, 140_000)) + data[at:]
    )


def _replace(pattern: re.Pattern[bytes], values: list[bytes]) -> Mutation:
    def replace(data: bytes, rng: random.Random) -> bytes:
        found = list(pattern.finditer(data))
        for match in rng.sample(found, min(len(found), rng.choice((1, 1, 3))))[:1]:
            data = data[: match.start()] + rng.choice(values) + data[match.end() :]
        return data

    return replace


def replace_everywhere(data: bytes, rng: random.Random) -> bytes:
    found = _VALUE.findall(data)
    return data.replace(rng.choice(found), rng.choice(ODD + HUGE), 100) if found else data


def recode(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", errors="replace")
    name = rng.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "utf-8-sig", "cp500", "shift-jis"))
    return text.encode(name, errors="replace")


def shuffle_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return rng.choice((b"\n", b"\r\n", b"\r", b"\n\n")).join(lines)


def twice(data: bytes, rng: random.Random) -> bytes:
    return data + rng.choice((b"", b"\n", b"\x00", b",")) + data


def magic(data: bytes, rng: random.Random) -> bytes:
    begin = rng.choice(MAGIC)
    return begin + rng.choice((rng.randbytes(rng.randint(0, 300)), data, data[len(begin) :]))


MUTATIONS: list[Mutation] = [
    *(flip, truncate, behead, delete, duplicate, insert_noise, insert_nul, nest, lengthen),
    *(_replace(_NUMBER, HUGE), _replace(_VALUE, ODD), _replace(_VALUE, HUGE), replace_everywhere),
    *(recode, shuffle_lines, twice, magic),
]
