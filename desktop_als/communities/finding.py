"""Where the newest file of a data set lies, and the checksum that its publisher put beside it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from desktop_als.communities.catalogue import DataSet
from desktop_als.communities.kept import Begun
from desktop_als.communities.web import GoneError, PassingError, Patience, asked
from desktop_als.errors import DownloadError
from desktop_als.progress import CancelToken

LONGEST_PAGE = 1 << 22
"""Bytes of a list of links, or of a checksum file."""

_LINK = re.compile(r"""href\s*=\s*["']?([^"'\s>?#]+)""", re.IGNORECASE)
_CHECKSUM = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{32})\b", re.IGNORECASE)


def find(wanted: DataSet, cancel: CancelToken) -> Begun:
    """Ask the publisher where the file lies.

    Raises:
        DownloadError: it is offered no longer, or cannot be asked for.
        Cancelled: ``cancel`` was raised.
    """
    address = wanted.address
    if address is None:
        raise DownloadError(withdrawn(wanted))
    try:
        for pattern in wanted.links:
            address = _newest(_page(address, cancel), address, pattern)
    except GoneError as error:
        raise DownloadError(withdrawn(wanted)) from error
    return Begun(address, wanted.checksum or _checksum_beside(wanted, address, cancel))


def withdrawn(wanted: DataSet) -> str:
    """What to do without a publisher."""
    return (
        f"{wanted.title} is not offered for download any more. If you have a copy, or get one from somebody who may pass it on, "
        "add that file instead."
    )


def _newest(page: str, address: str, pattern: str) -> str:
    links: set[str] = {urljoin(address, link) for link in _LINK.findall(page)}
    fit = [link for link in links if link.startswith(address) and re.fullmatch(pattern, link[len(address) :])]
    if not fit:
        raise DownloadError(f"What is wanted was not found at {address}. Fetch it with a browser and add the file.")
    return max(fit, key=_by_numbers)


def _by_numbers(link: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", link)]


def _checksum_beside(wanted: DataSet, address: str, cancel: CancelToken) -> str | None:
    if wanted.checksum_beside is None:
        return None
    try:
        found = _CHECKSUM.search(_page(address + wanted.checksum_beside, cancel))
    except GoneError:
        return None
    return f"{'sha256' if len(found[0]) == 64 else 'md5'}:{found[0].lower()}" if found else None


def _page(address: str, cancel: CancelToken) -> str:
    patience = Patience(cancel)
    while True:
        try:
            return _read(address, cancel)
        except PassingError as trouble:
            patience.take(trouble)


def _read(address: str, cancel: CancelToken) -> str:
    page = bytearray()
    with asked(address, cancel) as (_, pieces):
        for piece in pieces:
            page += piece
            if len(page) > LONGEST_PAGE:
                raise DownloadError(f"{address} is far longer than a list of links, so it was not read.")
    return page.decode(errors="replace")
