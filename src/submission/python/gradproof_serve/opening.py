"""Loads the submission and tells the judge which of the wanted functions it has."""

from .channel import READY
from .finder import Finder, misfit
from .loader import Loader


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
