"""The process of a Python submission: reads frames from descriptor 3, calls the student's
functions, writes replies (the format is in wire.ts). It runs nowhere but in a process of its own."""

import ast
import json
import os
import struct
import sys
import time
import traceback
import types
from array import array

import numpy

CHANNEL = 3
SETUP, BATCH = 1, 2
READY, REPLIES, LAST_WORDS, RUNNING = 1, 2, 3, 4
CRASH, MEMORY, PROTOCOL = 1, 2, 3
DEEPEST = 8
REPLY_ALLOWANCE = 4096
LONGEST_TEXT = 4096

# Replies are kept back for this many bytes or seconds, so that little is lost in a crash.
FULL_BYTES = 32 * 1024
OLD_SECONDS = 0.002

KIND_NAMES = {CRASH: 'crash', MEMORY: 'memory', PROTOCOL: 'protocol'}


class Refused(Exception):
    """What a call returned is not made of numbers."""


# ---------------------------------------------------------------------------------------- frames


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


# -------------------------------------------------------------------------------- what went wrong


def describe(thrown):
    name = type(thrown).__name__[:100]
    try:
        text = str(thrown)[:1000]
    except BaseException:
        text = '(a message that cannot be shown)'
    return f'{name}: {text}' if text else name


def line_of(thrown, path):
    """The line of the innermost frame in the student's file, or 0."""
    lines = [line for frame, line in traceback.walk_tb(thrown.__traceback__)
             if frame.f_code.co_filename == path]
    return lines[-1] if lines else 0


def kind_of(thrown):
    return MEMORY if isinstance(thrown, MemoryError) else CRASH


def report(thrown, path):
    return {'kind': KIND_NAMES[kind_of(thrown)], 'message': describe(thrown), 'line': line_of(thrown, path)}


# ---------------------------------------------------------------------------------------- loading


def syntax_report(error):
    column = error.offset or 0
    return {'kind': 'syntax', 'message': f'{type(error).__name__}: {error.msg}', 'line': error.lineno or 0,
            'column': max(column, 0)}


def first_line(node):
    decorators = [decorator.lineno for decorator in getattr(node, 'decorator_list', [])]
    return min([node.lineno, *decorators])


def load(setup):
    """Runs the file statement by statement, so that one that fails costs itself alone."""
    path = setup['entry']
    with open(path, encoding='utf-8') as file:
        source = file.read()
    try:
        tree = ast.parse(source, path)
    except SyntaxError as error:
        return {'failure': syntax_report(error)}, {}
    module = types.ModuleType(setup['module'])
    module.__file__ = path
    sys.modules[setup['module']] = module
    # Last, so that a numpy.py beside the submission takes the place of nothing.
    sys.path.append(os.path.dirname(path))
    failures = run_statements(tree, path, module.__dict__)
    return {'notes': [note(failure) for failure in failures], 'failures': failures}, module.__dict__


def note(failure):
    return f"the statement in line {failure['line']} failed: {failure['message']}"


def run_statements(tree, path, namespace):
    failures = []
    futures = 0
    for node in tree.body:
        try:
            statement = ast.Module([node], [])
            code = compile(statement, path, 'exec', flags=futures, dont_inherit=True)
            futures |= code.co_flags & FUTURE_FLAGS
            exec(code, namespace)
        except BaseException as thrown:
            failure = report(thrown, path)
            failures.append({**failure, 'line': failure['line'] or first_line(node)})
    return failures


FUTURE_FLAGS = 0x1000000  # annotations: the one future statement that still changes anything


def find(namespace, spellings):
    return next((name for name in spellings if callable(namespace.get(name))), None)


def open_submission(setup, channel):
    message, namespace = load(setup)
    names = [name for name, value in namespace.items()
             if isinstance(value, types.FunctionType) and not name.startswith('__')]
    found = [find(namespace, spellings) for spellings in setup['wanted']]
    if 'failure' not in message:
        failures = message.pop('failures')
        if failures and not any(found):
            message = {'failure': failures[0]}
    if 'failure' not in message:
        message.update(found=found, names=[name[:100] for name in names[:200]])
    channel.send_json(READY, message)
    return [namespace.get(name) if name else None for name in found]


# -------------------------------------------------------------------------------- values going in


class Batch:
    """A batch of calls, read from the first to the last."""

    def __init__(self, body):
        self.body = body
        self.words = memoryview(body).cast('d')
        self.left = int(self.words[0])
        self.at = 1

    def take(self):
        words = self.words
        self.left -= 1
        function, count = int(words[self.at]), int(words[self.at + 1])
        at = self.at + 2
        places = []
        for _ in range(count):
            rank = int(words[at])
            shape = tuple(map(int, words[at + 1:at + 1 + rank]))
            at += 1 + rank
            size = 1
            for length in shape:
                size *= length
            places.append((shape, at, size))
            at += size
        self.at = at
        return function, places

    def argument(self, place):
        shape, at, size = place
        if not shape:
            return self.words[at]
        return numpy.frombuffer(self.body, '<f8', size, 8 * at).reshape(shape).copy()

    def unchanged(self, place, value):
        shape, at, size = place
        if not shape:
            return True
        return value.shape == shape and value.tobytes() == self.body[8 * at:8 * (at + size)]


# ------------------------------------------------------------------------------ values coming out


PLAIN = {float, int}


def refuse(value, path):
    what = name_of(value)
    if not path:
        forgotten = ' (is a return statement missing?)' if value is None else ''
        raise Refused(f'returned {what}, where a number or an array of numbers was expected{forgotten}')
    element = ''.join(f'[{index}]' for index in path)
    raise Refused(f'element {element} of what was returned is {what}, where a number was expected')


def name_of(value):
    if value is None:
        return 'None'
    if isinstance(value, str):
        return f'the string {str(value)[:40]!r}'
    name = type(value).__name__[:60]
    return f'an {name}' if name[:1] in 'aeiou' else f'a {name}'


class Encoder:
    """Writes one returned value; at most `budget` numbers of it."""

    def __init__(self, budget):
        self.budget = budget

    def spend(self, count):
        self.budget -= count
        if self.budget < 0:
            raise Refused('returned far more numbers than were passed')

    def encode(self, value, path=()):
        """(shape, bytes) of a number or a rectangular array, or (None, bytes) of a list."""
        kind = type(value)
        if kind is float or kind is numpy.float64:
            return (), struct.pack('<d', value)
        if isinstance(value, (bool, numpy.bool_, complex, numpy.complexfloating, str, bytes)):
            return refuse(value, path)
        if isinstance(value, (int, float, numpy.integer, numpy.floating)):
            return (), self.number(value, path)
        if isinstance(value, (list, tuple)):
            return self.sequence(value, path)
        if isinstance(value, numpy.ndarray) or hasattr(value, '__array__'):
            return self.array(numpy.asarray(value), path)
        return refuse(value, path)

    def number(self, value, path):
        try:
            return struct.pack('<d', float(value))
        except OverflowError:
            raise Refused(f'an integer of {int(value).bit_length()} bits was returned, too large for a '
                          f'floating-point number') from None

    def array(self, value, path):
        if value.dtype.kind not in 'fiu':
            kind = 'objects' if value.dtype.kind == 'O' else f'type {value.dtype.name[:40]}'
            where = ''.join(f'[{index}]' for index in path)
            element = f'element {where} of what was returned is' if path else 'returned'
            raise Refused(f'{element} an array of {kind}, where an array of numbers was expected')
        self.spend(value.size)
        return value.shape, value.astype('<f8', order='C', copy=False).tobytes()

    def sequence(self, value, path):
        self.spend(len(value))
        if len(path) == DEEPEST:
            raise Refused(f'returned lists nested more than {DEEPEST} deep')
        if set(map(type, value)) <= {float}:
            return (len(value),), array('d', value).tobytes()
        parts = [self.encode(part, (*path, index)) for index, part in enumerate(value)]
        shape = parts[0][0]
        if shape is not None and all(part[0] == shape for part in parts):
            return (len(value), *shape), b''.join(data for _, data in parts)
        return None, struct.pack('<dd', -1, len(parts)) + b''.join(map(framed, parts))


def framed(part):
    shape, data = part
    return data if shape is None else struct.pack(f'<{1 + len(shape)}d', len(shape), *shape) + data


# ------------------------------------------------------------------------------------------ calls


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
            function, places = batch.take()
            due = len(self.buffer) > FULL_BYTES or now() - self.sent_at > OLD_SECONDS
            if self.buffer and (due or function != self.last):
                self.flush()
                self.sent_at = now()
            self.last = function
            self.buffer += self.answer(batch, function, places)
            self.sequence += 1
        self.flush()

    def flush(self):
        self.channel.send(REPLIES, self.buffer)
        self.buffer = bytearray()

    def answer(self, batch, function, places):
        try:
            args = [batch.argument(place) for place in places]
            value = self.functions[function](*args)
            mask = sum(0 if batch.unchanged(place, arg) else 1 << index
                       for index, (place, arg) in enumerate(zip(places, args)))
            budget = REPLY_ALLOWANCE // 2 + 4 * sum(size for _, _, size in places)
            encoded = framed(Encoder(budget).encode(value))
            return struct.pack('<3d', self.sequence, 0, mask) + encoded
        except Refused as refused:
            return self.error(PROTOCOL, str(refused), 0)
        except BaseException as thrown:
            return self.error(kind_of(thrown), describe(thrown), line_of(thrown, self.path))

    def error(self, kind, message, line):
        text = message.encode('utf-8', 'backslashreplace')[:LONGEST_TEXT]
        header = struct.pack('<4d', self.sequence, kind, line, len(text))
        return header + text + bytes(-len(text) % 8)


def serve():
    channel = Channel()
    server = None
    while (frame := receive()) is not None:
        kind, body = frame
        if kind == SETUP:
            setup = json.loads(body)
            channel.nonce = bytes.fromhex(setup['nonce'])
            server = Server(open_submission(setup, channel), setup['entry'], channel)
        else:
            server.run(body)


serve()
os._exit(0)
