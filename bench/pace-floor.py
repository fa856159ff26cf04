"""The floor of a check in Python: numpy, the submission, and the recorded calls, each made once.

python3 pace-floor.py SUBMISSION CALLS prints milliseconds of processor time: of the start, and of the calls.
"""
import sys
import time

import numpy

start = time.process_time()

import json
import runpy


def argument(value):
    if isinstance(value, dict):
        return numpy.array(value['data'], dtype=float).reshape(value['shape'])
    return float(value)


with open(sys.argv[2]) as file:
    calls = [(name, [argument(value) for value in args]) for name, args in json.load(file)]

functions = runpy.run_path(sys.argv[1])
before = time.process_time()
for name, args in calls:
    functions[name](*args)
print(1000 * start, 1000 * (time.process_time() - before))
