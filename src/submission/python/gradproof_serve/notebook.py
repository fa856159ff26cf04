"""The code of a notebook, without what is IPython's own."""

import json
import re

from .failure import describe

MAGIC = re.compile(r'(\s*)((?:%|!|\?).*|\S.*\?)$')
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
    kept = []
    for number, line in enumerate(text.split('\n'), 1):
        magic = MAGIC.match(line)
        if magic and magic[2].startswith('%%') and not HARMLESS_CELL.match(magic[2]):
            notes.append(f'cell {cell} was left out: it is for {magic[2].split()[0][:40]}')
            return ''
        if magic:
            notes.append(f'cell {cell}, line {number} was left out: {line.strip()[:40]}')
        kept.append(f'{magic[1]}pass' if magic else line)
    return '\n'.join(kept)
