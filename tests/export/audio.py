"""The smallest files that are music: silence in six containers, with invented tags."""

from __future__ import annotations

import struct
import wave
from collections.abc import Callable
from pathlib import Path

from mutagen.aiff import AIFF
from mutagen.flac import FLAC
from mutagen.id3 import TALB, TIT2, TPE1, TPE2
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.ogg import OggPage
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

Tags = dict[str, str]
"""Artist, title, and optionally album and albumartist."""

SECONDS = 2


def _id3(path: Path, tags: Tags, kind: type[MP3 | WAVE | AIFF]) -> None:
    file = kind(path)
    if file.tags is None:
        file.add_tags()
    frames = {"artist": TPE1, "title": TIT2, "album": TALB, "albumartist": TPE2}
    for name, text in tags.items():
        file.tags.add(frames[name](encoding=3, text=[text]))
    file.save()


def mp3(path: Path, tags: Tags) -> None:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # 128 kbit/s at 44.1 kHz: 417 bytes and 1152 samples
    path.write_bytes(frame * round(SECONDS * 44_100 / 1152))
    _id3(path, tags, MP3)


def wav(path: Path, tags: Tags) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(1000)
        sound.writeframes(bytes([128]) * 1000 * SECONDS)
    _id3(path, tags, WAVE)


def flac(path: Path, tags: Tags) -> None:
    rate, channels, bits = 44_100, 1, 16
    packed = (rate << 44) | ((channels - 1) << 41) | ((bits - 1) << 36) | (rate * SECONDS)
    info = struct.pack(">HH", 4096, 4096) + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    path.write_bytes(b"fLaC\x80" + len(info).to_bytes(3, "big") + info)
    _comments(FLAC(path), tags)


def _ogg(path: Path, packets: list[bytes], end: int) -> None:
    with path.open("wb") as file:
        for number, packet in enumerate([*packets, b"\x00"]):
            page = OggPage()
            page.serial, page.sequence, page.packets = 1, number, [packet]
            page.first, page.last = number == 0, number == len(packets)
            page.position = end if page.last else 0
            file.write(page.write())


def _blank_comments() -> bytes:
    return struct.pack("<II", 0, 0)


def ogg(path: Path, tags: Tags) -> None:
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44_100, 0, 128_000, 0, 0xB8, 1)
    _ogg(path, [head, b"\x03vorbis" + _blank_comments() + b"\x01", b"\x05vorbis"], 44_100 * SECONDS)
    _comments(OggVorbis(path), tags)


def opus(path: Path, tags: Tags) -> None:
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    _ogg(path, [head, b"OpusTags" + _blank_comments()], 48_000 * SECONDS)
    _comments(OggOpus(path), tags)


def _comments(file: FLAC | OggVorbis | OggOpus, tags: Tags) -> None:
    for name, text in tags.items():
        file[name] = [text]
    file.save()


def _atom(name: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + name + content


def m4a(path: Path, tags: Tags) -> None:
    handler = _atom(b"hdlr", bytes(8), b"soun", bytes(13))
    times = _atom(b"mdhd", bytes(12), struct.pack(">II", 1000, 1000 * SECONDS), bytes(4))
    movie = _atom(b"moov", _atom(b"trak", _atom(b"mdia", times, handler)))
    path.write_bytes(_atom(b"ftyp", b"M4A ", bytes(4), b"M4A ") + movie + _atom(b"mdat"))
    file = MP4(path)
    file.add_tags()
    names = {"artist": "\xa9ART", "title": "\xa9nam", "album": "\xa9alb", "albumartist": "aART"}
    for name, text in tags.items():
        file[names[name]] = [text]
    file.save()


KINDS: dict[str, Callable[[Path, Tags], None]] = {
    ".mp3": mp3,
    ".wav": wav,
    ".flac": flac,
    ".ogg": ogg,
    ".opus": opus,
    ".m4a": m4a,
}


def music(path: Path, artist: str, title: str, **more: str) -> Path:
    """A file of the kind that its name's ending says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    KINDS[path.suffix.lower()](path, {"artist": artist, "title": title, **more})
    return path
