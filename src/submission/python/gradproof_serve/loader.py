"""Runs the submission's file."""

import ast
import os
import sys
import types

from .channel import RUNNING
from .failure import describe, report
from .notebook import NotANotebook, code_cells

FUTURE_FLAGS = 0x1000000  # annotations: the one future statement that still changes anything


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
            self.run_notebook(source)
        else:
            self.run(source, 0)

    def run_notebook(self, source):
        try:
            for cell, text in code_cells(source, self.notes):
                self.run(text, cell)
        except NotANotebook as error:
            self.failures.append({'kind': 'syntax', 'message': str(error), 'line': 0})

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
