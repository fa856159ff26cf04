"""The code of a notebook, without what is IPython's own."""

import ast
import json
import re

from .failure import describe

# a magic, a command of the shell or a question, a question behind a name, and what is assigned from the first two
MAGIC = re.compile(r'(\s*)([%!?].*|[^\s#][^#]*\?\s*|[\w., ()\[\]*]+=\s*[!%].*)$')
HARMLESS_CELL = re.compile(r'%%(time|timeit|capture|prun)\b')


class NotANotebook(Exception):
    """What was read is no notebook of Python with cells."""


def code_cells(source, notes):
    """Number and text of each code cell; what is left out is told to the notes."""
    code = [cell for cell in cells_of(source) if cell.get('cell_type') == 'code']
    for number, cell in enumerate(code, 1):
        lines = cell.get('source')
        text = ''.join(map(str, lines)) if isinstance(lines, list) else str(lines or '')
        yield number, plain(text, number, notes)


def cells_of(source):
    try:
        notebook = json.loads(source)
        refuse_others(notebook)
        return [cell for cell in notebook.get('cells', []) if isinstance(cell, dict)]
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise NotANotebook(f'the notebook is not JSON with cells: {describe(error)}') from None


def refuse_others(notebook):
    if 'cells' not in notebook and 'worksheets' in notebook:
        raise NotANotebook(f'the notebook is of format {str(notebook.get("nbformat"))[:9]}: expected format 4, '
                           f'in which a Jupyter of today saves it')
    kernel = ((notebook.get('metadata') or {}).get('kernelspec') or {}).get('language') or 'python'
    if not str(kernel).lower().startswith('python'):
        raise NotANotebook(f'the notebook is in {str(kernel)[:40]}: expected Python')


def plain(text, cell, notes):
    lines = text.split('\n')
    first = next((line.strip() for line in lines if line.strip()), '')
    if first.startswith('%%') and not HARMLESS_CELL.match(first):
        notes.append(f'cell {cell} was left out: it is for {first.split()[0][:40]}')
        return ''
    while (number := line_of_magic(lines)) is not None:
        notes.append(f'cell {cell}, line {number + 1} was left out: {lines[number].strip()[:40]}')
        continues = lines[number].rstrip().endswith('\\')
        lines[number] = f'{MAGIC.match(lines[number])[1]}pass'
        while continues and (number := number + 1) < len(lines):
            continues = lines[number].rstrip().endswith('\\')
            lines[number] = ''
    return '\n'.join(lines)


def line_of_magic(lines):
    """Index of the line that keeps the cell from being Python, where it is IPython's; in Python `%` may begin a line too."""
    try:
        ast.parse('\n'.join(lines))
    except SyntaxError as error:
        number = (error.lineno or 0) - 1
        return number if 0 <= number < len(lines) and MAGIC.match(lines[number]) else None
    except (ValueError, RecursionError, MemoryError):
        return None
    return None
