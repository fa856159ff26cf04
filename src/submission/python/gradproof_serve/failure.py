"""What went wrong, in words, whatever it was that was raised."""

import traceback

CRASH, MEMORY, PROTOCOL = 1, 2, 3
KIND_NAMES = {CRASH: 'crash', MEMORY: 'memory', PROTOCOL: 'protocol'}


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
