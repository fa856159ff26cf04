"""Frames from the judge and to it, on descriptor 3 (the format is in wire.ts)."""

import json
import os
import struct

CHANNEL = 3
SETUP = 1
READY, REPLIES, RUNNING, PROOF = 1, 2, 4, 5


def receive_bytes(count):
    """The next bytes of the channel, or None at its end."""
    buffer = bytearray(count)
    view = memoryview(buffer)
    at = 0
    while at < count:
        got = os.readv(CHANNEL, [view[at:]])
        if got == 0:
            return None
        at += got
    return buffer


def receive():
    header = receive_bytes(8)
    if header is None:
        return None
    length, kind = struct.unpack('<II', header)
    body = receive_bytes(length)
    return None if body is None else (kind, body)


class Channel:
    def __init__(self):
        self.nonce = bytes(16)

    def send(self, kind, body, write=os.write):
        view = memoryview(struct.pack('<II', len(body), kind) + self.nonce + body)
        while view:
            view = view[write(CHANNEL, view):]

    def send_json(self, kind, message):
        self.send(kind, json.dumps(message).encode())
