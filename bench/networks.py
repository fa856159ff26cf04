"""PyTorch's side of networks.ts: reads a size a line as JSON, answers with milliseconds of forward and backward of each network.

On the processor, in float64. A request is {"n": batch, "T": steps, "d": inputs, "h": hidden}; the answer, {"elman": ..., "lstm": ...,
"gru": ...}, is one sample: the pass is repeated until it takes SAMPLE_SECONDS, so that the clock's grain does not show.
"""

import functools
import json
import sys
import time

try:
    import torch
except ImportError:
    print(json.dumps({'error': 'torch: not installed'}), flush=True)
    sys.exit()

SAMPLE_SECONDS = 0.02
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
networks = {'elman': torch.nn.RNN, 'lstm': torch.nn.LSTM, 'gru': torch.nn.GRU}


@functools.cache
def passes(n, T, d, h):
    X = torch.rand(n, T, d).mul_(2).sub_(1).requires_grad_()
    t = torch.rand(n, 1)

    def both(network, head):
        for p in [X, *network.parameters(), *head.parameters()]:
            p.grad = None
        outputs, _ = network(X)
        torch.nn.functional.mse_loss(head(outputs[:, -1]), t).backward()

    return {
        name: functools.partial(both, make(d, h, batch_first=True), torch.nn.Linear(h, 1))
        for name, make in networks.items()
    }


def sample(call):
    start = time.perf_counter()
    calls = 0
    while time.perf_counter() < start + SAMPLE_SECONDS:
        call()
        calls += 1
    return (time.perf_counter() - start) / calls * 1000


print(json.dumps({'torch': torch.__version__, 'python': sys.version.split()[0]}), flush=True)
for line in sys.stdin:
    size = json.loads(line)
    print(json.dumps({name: sample(call) for name, call in passes(**size).items()}), flush=True)
