"""The process of a Python submission: reads frames, calls the student's functions, writes replies. It runs nowhere but
in a process of its own."""

import json
import os
import site
import sys

# The folders of modules are the arguments: Python looks for none itself. What it adds besides is made here.
sys.path[:] = [os.path.dirname(__file__), *sys.argv[1:]]
del sys.argv[1:]
site.setquit()
site.sethelper()

from gradproof_serve.channel import PROOF, SETUP, Channel, receive
from gradproof_serve.opening import open_submission
from gradproof_serve.proof import proof
from gradproof_serve.server import Server

del sys.path[0]


def serve():
    channel = Channel()
    # Before it hears of the submission.
    channel.send_json(PROOF, proof())
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
