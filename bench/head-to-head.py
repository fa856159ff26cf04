"""The Python checkers that are importable, on the problems read from standard input, one JSON row a checker."""

import importlib
import json
import sys
import time

import numpy as np

THRESHOLD = 1e-5  # scipy returns a norm and leaves the limit to its reader


def forward(problem, w):
    state = 0.0
    for k in range(problem["X"].shape[1]):
        state = state * w[1] + problem["X"][:, k] * w[0]
    return state


def check_scipy(module, problem, gradient, count):
    def f(w):
        count[0] += 1
        return float(np.mean((problem["t"] - forward(problem, w)) ** 2))

    return module.check_grad(f, lambda w: gradient, problem["w"]) < THRESHOLD


def check_torch(module, problem, gradient, count):
    X, t, g = (module.tensor(v, dtype=module.float64) for v in (problem["X"], problem["t"], gradient))

    class Loss(module.autograd.Function):
        @staticmethod
        def forward(ctx, w):
            count[0] += 1
            state = module.zeros_like(t)
            for k in range(X.shape[1]):
                state = state * w[1] + X[:, k] * w[0]
            return ((t - state) ** 2).mean()

        @staticmethod
        def backward(ctx, out):
            return out * g

    w = module.tensor(problem["w"], dtype=module.float64, requires_grad=True)
    return module.autograd.gradcheck(Loss.apply, (w,), raise_exception=False)


def check_jax(module, problem, gradient, count):
    from jax.test_util import check_grads

    module.config.update("jax_enable_x64", True)

    @module.custom_vjp
    def f(w):
        count[0] += 1
        return ((problem["t"] - forward(problem, w)) ** 2).mean()

    f.defvjp(lambda w: (f(w), None), lambda _, out: (out * gradient,))
    try:
        check_grads(f, (problem["w"],), order=1, modes=["rev"])
    except AssertionError:
        return False
    return True


CHECKERS = {
    "scipy check_grad < 1e-5": ("scipy.optimize", check_scipy),
    "torch gradcheck": ("torch", check_torch),
    "jax check_grads": ("jax", check_jax),
}


def measure(name, module, check, problems, errors):
    count, rejected, found = [0], 0, [0] * len(errors)
    start = time.perf_counter()
    for problem in problems:
        rejected += not check(module, problem, problem["gradient"], count)
    seconds = time.perf_counter() - start
    evaluations = count[0] / len(problems)
    for problem in problems:
        for k, wrong in enumerate(problem["wrong"]):
            found[k] += not check(module, problem, wrong, count)
    return {
        "name": name,
        "found": [n / len(problems) for n in found],
        "falseAlarms": rejected / len(problems),
        "milliseconds": 1e3 * seconds / len(problems),
        "evaluations": evaluations,
    }


def main():
    request = json.load(sys.stdin)
    problems = [{k: np.array(v, dtype=float) for k, v in p.items()} for p in request["problems"]]
    for name, (path, check) in CHECKERS.items():
        try:
            module = importlib.import_module(path)
        except ImportError:
            print(json.dumps({"name": name, "absent": path}))
            continue
        print(json.dumps(measure(name, module, check, problems, request["errors"])))


main()
