"""Finds functions by name."""

import inspect
import types

from .failure import describe


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
        count = len(signature.parameters)
        return (f'{name} takes {count} argument{"" if count == 1 else "s"} ({own[:200]}), where '
                f'{len(parameters)} are passed ({", ".join(parameters)})')
