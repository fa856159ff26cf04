"""Calls the student's functions, and answers."""

import struct
import time

from numpy import float64

from .batch import Batch
from .channel import REPLIES
from .encoder import Encoder, Refused, framed
from .failure import PROTOCOL, kind_of, report

REPLY_ALLOWANCE = 4096
LONGEST_TEXT = 4096

# Replies are kept back for this many bytes or seconds, so that little is lost in a crash.
FULL_BYTES = 32 * 1024
OLD_SECONDS = 0.002

REPLY = struct.Struct('<3d').pack
NUMBER_REPLY = struct.Struct('<5d').pack


class Server:
    def __init__(self, functions, path, channel):
        self.functions = functions
        self.path = path
        self.channel = channel
        self.sequence = 0
        self.last = -1
        self.buffer = bytearray()
        self.sent_at = 0.0

    def run(self, body, now=time.monotonic):
        batch = Batch(body)
        self.sent_at = now()
        while batch.left:
            call = batch.take()
            due = len(self.buffer) > FULL_BYTES or now() - self.sent_at > OLD_SECONDS
            if self.buffer and (due or call.function != self.last):
                self.flush()
                self.sent_at = now()
            self.last = call.function
            self.buffer += self.answer(body, call)
            self.sequence += 1
        self.flush()

    def flush(self):
        self.channel.send(REPLIES, self.buffer)
        self.buffer = bytearray()

    def answer(self, body, call):
        try:
            function = self.functions[call.function]
            if isinstance(function, str):
                raise Refused(function)
            value = function(*call.arguments(body))
            return self.returned(value, call.mutated(body), call.words)
        except Refused as refused:
            return self.error(PROTOCOL, str(refused), 0)
        except BaseException as thrown:
            failure = report(thrown, self.path)
            return self.error(kind_of(thrown), failure['message'], failure['line'])

    def returned(self, value, mask, words):
        kind = type(value)
        if kind is float or kind is float64:
            return NUMBER_REPLY(self.sequence, 0, mask, 0, value)
        encoder = Encoder(REPLY_ALLOWANCE // 2 + 4 * words)
        return REPLY(self.sequence, 0, mask) + framed(encoder.encode(value))

    def error(self, kind, message, line):
        text = message.encode('utf-8', 'backslashreplace')[:LONGEST_TEXT]
        header = struct.pack('<4d', self.sequence, kind, line, len(text))
        return header + text + bytes(-len(text) % 8)
