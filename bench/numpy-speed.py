"""numpy's side of numpy-speed.ts: reads one problem a line as JSON, times the passes over it, answers with a line.

A request is {"samples": n, "steps": T, "wx": ..., "wRec": ..., "calls": c}; the answer, {"seconds": [c times], "sha256": ...},
the digest of the states, the output gradient, the gradient over time, the loss and both gradients.
"""
import functools
import hashlib
import json
import sys
import time

try:
    import numpy as np
except ImportError:
    print(json.dumps({'error': 'numpy: not installed'}), flush=True)
    sys.exit()


@functools.cache
def sequences(samples, steps):
    X = np.around(np.random.RandomState(1).rand(samples, steps))
    return X, X.sum(axis=1)


def update_state(xk, sk, wx, wRec):
    return xk * wx + sk * wRec


def forward_states(X, wx, wRec):
    S = np.zeros((X.shape[0], X.shape[1] + 1))
    for k in range(X.shape[1]):
        S[:, k + 1] = update_state(X[:, k], S[:, k], wx, wRec)
    return S


def backward_gradient(X, S, grad_out, wRec):
    G = np.zeros((X.shape[0], X.shape[1] + 1))
    G[:, -1] = grad_out
    wx_grad = wRec_grad = 0
    for k in range(X.shape[1], 0, -1):
        wx_grad += np.sum(np.mean(G[:, k] * X[:, k - 1], axis=0))
        wRec_grad += np.sum(np.mean(G[:, k] * S[:, k - 1], axis=0))
        G[:, k - 1] = G[:, k] * wRec
    return wx_grad, wRec_grad, G


def passes(X, t, wx, wRec):
    S = forward_states(X, wx, wRec)
    y = S[:, -1]
    loss = np.mean((t - y) ** 2)
    grad_out = 2.0 * (y - t)
    wx_grad, wRec_grad, G = backward_gradient(X, S, grad_out, wRec)
    return S, grad_out, G, np.array([loss, wx_grad, wRec_grad])


def answer(samples, steps, wx, wRec, calls):
    X, t = sequences(samples, steps)
    seconds = []
    for _ in range(calls):
        start = time.perf_counter()
        results = passes(X, t, wx, wRec)
        seconds.append(time.perf_counter() - start)
    digest = hashlib.sha256(b''.join(result.tobytes() for result in results))
    return {'seconds': seconds, 'sha256': digest.hexdigest()}


print(json.dumps({'numpy': np.__version__, 'python': sys.version.split()[0]}), flush=True)
for line in sys.stdin:
    print(json.dumps(answer(**json.loads(line))), flush=True)
