import numpy as np


def loss(X, t, w, lam):
    return np.mean((X @ w - t) ** 2) + lam * np.sum(w**2)


def gradient(X, t, w, lam):
    return 2 * X.T @ (X @ w - t) / len(t)
