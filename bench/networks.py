"""Median milliseconds of forward and backward of each network in PyTorch on the processor, in float64, as JSON.

Usage: python networks.py BATCH STEPS INPUTS HIDDEN
"""

import json
import statistics
import sys
import time

import torch

SAMPLES = 21
SAMPLE_SECONDS = 0.02
n, T, d, h = map(int, sys.argv[1:5])
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
X = torch.rand(n, T, d).mul_(2).sub_(1).requires_grad_()
t = torch.rand(n, 1)


def elman():
    network = torch.nn.RNN(d, h, batch_first=True)
    return network, torch.nn.Linear(h, 1)


def lstm():
    return torch.nn.LSTM(d, h, batch_first=True), torch.nn.Linear(h, 1)


def gru():
    return torch.nn.GRU(d, h, batch_first=True), torch.nn.Linear(h, 1)


def both(network, head):
    for p in [X, *network.parameters(), *head.parameters()]:
        p.grad = None
    outputs, _ = network(X)
    torch.nn.functional.mse_loss(head(outputs[:, -1]), t).backward()


def sample(call):
    start = time.perf_counter()
    calls = 0
    while time.perf_counter() < start + SAMPLE_SECONDS:
        call()
        calls += 1
    return (time.perf_counter() - start) / calls * 1000


def median(network, head):
    def call():
        both(network, head)

    warmed_up = time.perf_counter() + 0.5
    while time.perf_counter() < warmed_up:
        call()
    return statistics.median(sample(call) for _ in range(SAMPLES))


print(json.dumps({make.__name__: median(*make()) for make in [elman, lstm, gru]}))
