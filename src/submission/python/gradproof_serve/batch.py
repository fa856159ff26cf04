"""Calls, as the words of a batch hold them."""

from math import prod

from numpy import ndarray

TEXT = -1


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
