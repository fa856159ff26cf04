"""The process of a Python submission: reads frames from descriptor 3, calls the student's
functions, writes replies (the format is in wire.ts). It runs nowhere but in a process of its own."""

import ast
import inspect
import json
import os
import re
import site
import struct
import sys
import time
import traceback
import types
from array import array
from math import prod

# The folders of modules are the arguments: Python looks for none itself. What it adds besides is made here.
sys.path[:] = sys.argv[1:]
del sys.argv[1:]
site.setquit()
site.sethelper()

import numpy

CHANNEL = 3
SETUP, BATCH = 1, 2
READY, REPLIES, LAST_WORDS, RUNNING, PROOF = 1, 2, 3, 4, 5
CRASH, MEMORY, PROTOCOL = 1, 2, 3
TEXT = -1
DEEPEST = 8
REPLY_ALLOWANCE = 4096
LONGEST_TEXT = 4096

# Replies are kept back for this many bytes or seconds, so that little is lost in a crash.
FULL_BYTES = 32 * 1024
OLD_SECONDS = 0.002

# What is needed for every call, bound to names of its own.
ndarray = numpy.ndarray
float64 = numpy.float64
WORD = struct.Struct('<d').pack
REPLY = struct.Struct('<3d').pack
NUMBER_REPLY = struct.Struct('<5d').pack
# The rank of an array and its dimensions, by rank.
HEADERS = [struct.Struct(f'<{1 + rank}d').pack for rank in range(65)]

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


def place_of(thrown, path):
    """Cell (0 outside notebooks) and line of the innermost frame in the student's file, or zeros."""
    places = [(frame.f_code.co_filename[len(path):], line)
              for frame, line in traceback.walk_tb(thrown.__traceback__)
              if frame.f_code.co_filename.startswith(path)]
    if not places:
        return 0, 0
    suffix, line = places[-1]
    return int(suffix[1:] or 0), line


def kind_of(thrown):
    return MEMORY if isinstance(thrown, MemoryError) else CRASH


def report(thrown, path):
    cell, line = place_of(thrown, path)
    message = describe(thrown)
    return {'kind': KIND_NAMES[kind_of(thrown)], 'message': f'cell {cell}: {message}' if cell else message,
            'line': line}


# ---------------------------------------------------------------------------------------- loading


def syntax_report(error, cell):
    where = f'cell {cell}: ' if cell else ''
    return {'kind': 'syntax', 'message': f'{where}{type(error).__name__}: {error.msg}',
            'line': error.lineno or 0, 'column': max(error.offset or 0, 0)}


def first_line(node):
    decorators = [decorator.lineno for decorator in getattr(node, 'decorator_list', [])]
    return min([node.lineno, *decorators])


class Loader:
    """Runs a file statement by statement, so that one that fails costs itself alone."""

    def __init__(self, setup, channel):
        self.setup = setup
        self.channel = channel
        self.path = os.path.join(setup['folder'], setup['entry'])
        self.index = 0
        self.flags = 0
        self.failures = []
        self.notes = []
        self.module = types.ModuleType(setup['module'])
        self.module.__file__ = self.path
        self.namespace = self.module.__dict__

    def load(self):
        sys.modules[self.setup['module']] = self.module
        # Last, so that a numpy.py beside the submission takes the place of nothing.
        sys.path.append(self.setup['folder'])
        with open(self.path, encoding='utf-8-sig') as file:
            source = file.read()
        if self.path.endswith('.ipynb'):
            for cell, text in self.cells(source):
                self.run(text, cell)
        else:
            self.run(source, 0)

    def run(self, source, cell):
        path = f'{self.path}#{cell}' if cell else self.path
        try:
            tree = ast.parse(source, path)
        except SyntaxError as error:
            self.failures.append(syntax_report(error, cell))
            return
        except (RecursionError, MemoryError, ValueError) as error:
            self.failures.append({'kind': 'syntax', 'message': describe(error), 'line': 0})
            return
        for node in tree.body:
            self.run_statement(node, path, cell)

    def run_statement(self, node, path, cell):
        index, line = self.index, first_line(node)
        self.index += 1
        if index in self.setup['skip']:
            return
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            self.channel.send_json(RUNNING, {'index': index, 'line': line})
        try:
            code = compile(ast.Module([node], []), path, 'exec', flags=self.flags, dont_inherit=True)
            self.flags |= code.co_flags & FUTURE_FLAGS
            exec(code, self.namespace)
        except BaseException as thrown:
            failure = report(thrown, self.path)
            if not failure['line']:
                failure['line'] = line
                if cell:
                    failure['message'] = f"cell {cell}: {failure['message']}"
            self.failures.append(failure)

    def cells(self, source):
        """Number and text of each code cell; what is IPython's own is left out with a note."""
        try:
            notebook = json.loads(source)
            cells = [cell for cell in notebook.get('cells', []) if isinstance(cell, dict)]
        except (ValueError, AttributeError, TypeError, RecursionError) as error:
            message = f'the notebook is not JSON with cells: {describe(error)}'
            self.failures.append({'kind': 'syntax', 'message': message, 'line': 0})
            return
        code = [cell for cell in cells if cell.get('cell_type') == 'code']
        for number, cell in enumerate(code, 1):
            lines = cell.get('source')
            text = ''.join(map(str, lines)) if isinstance(lines, list) else str(lines or '')
            yield number, self.plain(text, number)

    def plain(self, text, cell):
        lines = text.split('\n')
        kept = []
        for number, line in enumerate(lines, 1):
            magic = MAGIC.match(line)
            if magic and magic[2].startswith('%%') and not HARMLESS_CELL.match(magic[2]):
                self.notes.append(f'cell {cell} was left out: it is for {magic[2].split()[0][:40]}')
                return ''
            if magic:
                self.notes.append(f'cell {cell}, line {number} was left out: {line.strip()[:40]}')
            kept.append(f'{magic[1]}pass' if magic else line)
        return '\n'.join(kept)


FUTURE_FLAGS = 0x1000000  # annotations: the one future statement that still changes anything
MAGIC = re.compile(r'(\s*)((?:%|!|\?).*|\S.*\?)$')
HARMLESS_CELL = re.compile(r'%%(time|timeit|capture|prun)\b')


class Finder:
    """Finds functions by name: of the module, or methods of a class that is made without arguments."""

    def __init__(self, namespace, notes):
        self.namespace = namespace
        self.notes = notes
        self.instances = {}

    def find(self, spellings):
        """(name, function), or (None, None)."""
        for name in spellings:
            if callable(self.namespace.get(name)):
                return name, self.namespace[name]
        for owner, value in list(self.namespace.items()):
            for name in spellings:
                holder = self.holder(value, name)
                if holder is not None:
                    return f'{owner}.{name}', getattr(holder, name)
        return None, None

    def holder(self, value, name):
        if isinstance(value, types.ModuleType) or not callable(getattr(value, name, None)):
            return None
        if not isinstance(value, type):
            return value
        if isinstance(inspect.getattr_static(value, name), (staticmethod, classmethod)):
            return value
        if value not in self.instances:
            self.instances[value] = self.instance(value)
        return self.instances[value]

    def instance(self, kind):
        try:
            return kind()
        except BaseException as thrown:
            self.notes.append(f'the methods of the class {kind.__name__} cannot be called: it cannot be made '
                              f'without arguments ({describe(thrown)})')
            return None

    def names(self):
        """Of all functions and methods."""
        names = []
        for name, value in self.namespace.items():
            if isinstance(value, types.FunctionType):
                names.append(name)
            elif isinstance(value, type) and value.__module__ == self.namespace['__name__']:
                names += [f'{name}.{method}' for method, one in vars(value).items()
                          if isinstance(one, types.FunctionType) and not method.startswith('__')]
        return [name[:100] for name in names[:200]]


def misfit(name, function, parameters):
    """How a function's parameters differ from what is passed, or None."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*parameters)
        return None
    except TypeError:
        own = ', '.join(signature.parameters)
        return (f'{name} takes {len(signature.parameters)} arguments ({own[:200]}), where '
                f'{len(parameters)} are passed ({", ".join(parameters)})')


def open_submission(setup, channel):
    """The wanted functions; each is callable, a message why it cannot be called, or None."""
    loader = Loader(setup, channel)
    loader.load()
    finder = Finder(loader.namespace, loader.notes)
    found = [finder.find(spellings) for spellings in setup['wanted']]
    if loader.failures and not any(name for name, _ in found):
        channel.send_json(READY, {'failure': loader.failures[0]})
        return []
    notes = [note(failure) for failure in loader.failures] + loader.notes
    channel.send_json(READY, {'found': [name for name, _ in found], 'names': finder.names(), 'notes': notes})
    return [function and (misfit(name, function, parameters) or function)
            for (name, function), parameters in zip(found, setup['parameters'])]


def note(failure):
    return f"the statement in line {failure['line']} failed: {failure['message']}"


# -------------------------------------------------------------------------------- values going in


class Call:
    """One call of a batch: its function, its numbers and texts, and where its arrays lie."""

    def __init__(self, function, args, arrays, words):
        self.function = function
        self.args = args
        self.arrays = arrays
        self.words = words

    def arguments(self, body):
        for index, shape, start, _ in self.arrays:
            self.args[index] = ndarray(shape, float, body, start).copy()
        return self.args

    def mutated(self, body):
        """A bit for each argument into which the function wrote."""
        mask = 0
        for index, shape, start, end in self.arrays:
            value = self.args[index]
            if value.shape != shape or value.tobytes() != body[start:end]:
                mask += 1 << index
        return mask


class Batch:
    """A batch of calls, read from the first to the last."""

    def __init__(self, body):
        self.words = memoryview(body).cast('d')
        self.left = int(self.words[0])
        self.at = 1

    def take(self):
        words, start = self.words, self.at
        self.left -= 1
        args, arrays = [], []
        at = start + 2
        for index in range(int(words[start + 1])):
            rank = int(words[at])
            at += 1
            if rank == 0:
                args.append(words[at])
                at += 1
            elif rank == TEXT:
                end = at + 1 + int(words[at])
                args.append(''.join(chr(int(word)) for word in words[at + 1:end]))
                at = end
            else:
                shape = tuple(map(int, words[at:at + rank]))
                at += rank
                end = at + prod(shape)
                args.append(None)
                arrays.append((index, shape, 8 * at, 8 * end))
                at = end
        self.at = at
        return Call(int(words[start]), args, arrays, at - start)


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
        if kind is float or kind is float64:
            return (), WORD(value)
        if kind is ndarray:
            return self.array(value, path)
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
    if shape is None:
        return data
    return HEADERS[len(shape)](len(shape), *shape) + data


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


def text_of(path):
    try:
        with open(path, encoding='latin-1') as file:
            return file.read()
    except OSError:
        return ''


def prove(channel):
    """What this process sees of its confinement, told before it hears of the submission."""
    channel.send_json(PROOF, {'pid': os.getpid(), 'status': text_of('/proc/self/status'),
                              'net': text_of('/proc/self/net/dev'), 'environment': list(os.environ),
                              'permissions': True})


def serve():
    channel = Channel()
    prove(channel)
    server = None
    while (frame := receive()) is not None:
        kind, body = frame
        if kind == SETUP:
            setup = json.loads(body)
            channel.nonce = bytes.fromhex(setup['nonce'])
            path = os.path.join(setup['folder'], setup['entry'])
            server = Server(open_submission(setup, channel), path, channel)
        else:
            server.run(body)


serve()
os._exit(0)
