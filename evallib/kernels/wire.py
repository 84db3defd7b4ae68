"""Messages over a Unix socket: a length, JSON, and open files beside them."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

HEAD = struct.Struct("!I")


def send(
    channel: socket.socket, message: dict[str, Any], *, files: Sequence[int] = ()
) -> None:
    """One message, and descriptors that the receiver will hold as its own."""
    body = json.dumps(message).encode()
    head = HEAD.pack(len(body))
    if files:
        socket.send_fds(channel, [head], list(files))
    else:
        channel.sendall(head)
    channel.sendall(body)


def receive(
    channel: socket.socket, *, files: int = 0
) -> tuple[dict[str, Any], list[int]]:
    """The next message; the other side being gone is an ``EOFError``."""
    head, received, _, _ = socket.recv_fds(channel, HEAD.size, files)
    if len(head) < HEAD.size:
        raise EOFError
    body = _exactly(channel, HEAD.unpack(head)[0])
    message: dict[str, Any] = json.loads(body)
    return message, received


def _exactly(channel: socket.socket, count: int) -> bytes:
    body = b""
    while len(body) < count:
        part = channel.recv(count - len(body))
        if not part:
            raise EOFError
        body += part
    return body
