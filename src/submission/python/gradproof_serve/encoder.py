"""What a call returned, as words of a reply."""

import struct
from array import array

import numpy
from numpy import float64, ndarray

DEEPEST = 8
WORD = struct.Struct('<d').pack
# The rank of an array and its dimensions, by rank.
HEADERS = [struct.Struct(f'<{1 + rank}d').pack for rank in range(65)]


class Refused(Exception):
    """What a call returned is not made of numbers."""


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
        if isinstance(value, (numpy.ndarray, array, memoryview)) or hasattr(value, '__array__'):
            return self.array(numpy.asarray(value), path)
        return refuse(value, path)

    def number(self, value, path):
        try:
            return struct.pack('<d', float(value))
        except OverflowError:
            raise Refused(f'an integer of {int(value).bit_length()} bits was returned, too large for a '
                          f'floating-point number') from None

    def array(self, value, path):
        if value.dtype.kind == 'O' and value.ndim > 0:
            self.spend(value.size)
            return self.sequence(value.tolist(), path)
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
