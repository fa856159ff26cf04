/** A right submission of fixtures/assignments and what turns it into one with a mistake: text, and what stands in its place. */
export interface Edit {
  readonly id: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const inFile =
  (file: string) =>
  (id: string, from: string, to: string): Edit => ({ id, file, from, to })

const py = inFile('vectorised.py')
const ts = inFile('functional.ts')
const js = inFile('loops.js')

const softmaxOfRow = `const top = Math.max(...z)
    const e = z.map((v) => Math.exp(v - top))
    return e.map((v) => v / sum(e))`

export const edits: Readonly<Record<string, readonly Edit[]>> = {
  'linear-regression': [
    py('predict-missing-bias', 'X @ w + b', 'X @ w'),
    ts('predict-missing-bias', ', 0) + b)', ', 0))'),
    py('loss-sum-not-mean', 'np.mean((', 'np.sum(('),
    js('loss-sum-not-mean', ' / y.length\n  return total', '\n  return total'),
    py('loss-half', 'np.mean(', '0.5 * np.mean('),
    ts('loss-half', '=> mean(y', '=> 0.5 * mean(y'),
    py('loss-absolute', '(y - t) ** 2', 'np.abs(y - t)'),
    ts('loss-absolute', '(v - t[i]) ** 2', 'Math.abs(v - t[i])'),
    py('loss-root', 'np.mean((y - t) ** 2)', 'np.sqrt(np.mean((y - t) ** 2))'),
    js('loss-root', 'return total', 'return Math.sqrt(total)'),
    py('sum-not-mean', '(y - t) / n', '(y - t)'),
    js('sum-not-mean', '(2 / n)', '2'),
    py('divided-by-n-twice', '(y - t) / n', '(y - t) / n**2'),
    js('divided-by-n-twice', 'return [w, b]', 'return [w.map((g) => g / n), b / n]'),
    py('sign-flipped', '2 * (y - t)', '2 * (t - y)'),
    ts('sign-flipped', 'v - t[i])\n  const', 't[i] - v)\n  const'),
    py('missing-factor-two', '2 * (y - t)', '(y - t)'),
    js('missing-factor-two', '(2 / n)', '(1 / n)'),
    py('bias-gradient-not-averaged', 'residual.sum()', 'residual.sum() * n'),
    ts('bias-gradient-not-averaged', '2 * mean(error)]', '2 * mean(error) * t.length]'),
    py('bias-gradient-not-summed', 'residual.sum()', 'residual'),
    ts('bias-gradient-not-summed', '2 * mean(error)]', 'error.map((e) => 2 * e) as any]'),
  ],
  'logistic-regression': [
    py('predict-missing-bias', 'X @ w + b', 'X @ w'),
    js('predict-missing-bias', 'let z = b', 'let z = 0'),
    py('activation-missing', '1 / (1 + np.exp(-(X @ w + b)))', 'X @ w + b'),
    js('activation-missing', '1 / (1 + Math.exp(-z))', 'z'),
    py('activation-sign', 'np.exp(-(', 'np.exp(('),
    js('activation-sign', 'Math.exp(-z)', 'Math.exp(z)'),
    py('activation-tanh', '1 / (1 + np.exp(-(X @ w + b)))', 'np.tanh(X @ w + b)'),
    ts('activation-tanh', '0.5 * (1 + Math.tanh(z / 2))', 'Math.tanh(z)'),
    py('loss-sum-not-mean', '-np.mean', '-np.sum'),
    js('loss-sum-not-mean', '-total / p.length', '-total'),
    py('loss-sign', '-np.mean', 'np.mean'),
    ts('loss-sign', '-mean(p', 'mean(p'),
    py('log-of-the-wrong-probability', 't * np.log(p) + (1 - t)', '(1 - t) * np.log(p) + t'),
    js('log-of-the-wrong-probability', 't[i] ? M', 't[i] === 0 ? M'),
    py('loss-one-class-only', ' + (1 - t) * np.log(1 - p)', ''),
    ts('loss-one-class-only', ' + (1 - t[i]) * Math.log(1 - v)', ''),
    py(
      'loss-squared-error',
      '-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))',
      'np.mean((p - t) ** 2)',
    ),
    ts(
      'loss-squared-error',
      '-mean(p.map((v, i) => t[i] * Math.log(v) + (1 - t[i]) * Math.log(1 - v)))',
      'mean(p.map((v, i) => (v - t[i]) ** 2))',
    ),
    py('sum-not-mean', '(p - t) / n', '(p - t)'),
    js('sum-not-mean', '[w.map((g) => g / n), b / n]', '[w, b]'),
    py('divided-by-n-twice', '(p - t) / n', '(p - t) / n / n'),
    js('divided-by-n-twice', 'p[i] - t[i]', '(p[i] - t[i]) / n'),
    py('sign-flipped', '(p - t)', '(t - p)'),
    ts('sign-flipped', 'v - t[i])', 't[i] - v)'),
    py('extra-activation-derivative', '(p - t) / n', '(p - t) * p * (1 - p) / n'),
    js('extra-activation-derivative', 'p[i] - t[i]', '(p[i] - t[i]) * p[i] * (1 - p[i])'),
    py('bias-gradient-not-averaged', 'np.sum(difference)', 'np.sum(p - t)'),
    js('bias-gradient-not-averaged', 'b / n]', 'b]'),
    py('bias-gradient-not-summed', 'np.sum(difference)', 'difference'),
    ts('bias-gradient-not-summed', ', mean(error)]', ', error as any]'),
  ],
  'softmax-cross-entropy': [
    py('softmax-without-max', 'np.exp(Z - Z.max(axis=1, keepdims=True))', 'np.exp(Z)'),
    ts('softmax-without-max', 'Math.exp(v - top)', 'Math.exp(v)'),
    py(
      'softmax-over-batch',
      '(axis=1, keepdims=True))\n    return E / E.sum(axis=1',
      '(axis=0, keepdims=True))\n    return E / E.sum(axis=0',
    ),
    py(
      'softmax-over-everything',
      'Z.max(axis=1, keepdims=True))\n    return E / E.sum(axis=1, keepdims=True)',
      'Z.max())\n    return E / E.sum()',
    ),
    ts(
      'softmax-over-batch',
      softmaxOfRow,
      `return z.map((_, k) => {
        const e = Z.map((row) => Math.exp(row[k] - Math.max(...Z.map((r) => r[k]))))
        return e[i] / sum(e)
      })`,
    ),
    ts(
      'softmax-over-everything',
      softmaxOfRow,
      `const top = Math.max(...Z.flat())
      const e = Z.map((row) => row.map((v) => Math.exp(v - top)))
      return e[i].map((v) => v / sum(e.flat()))`,
    ),
    py('softmax-not-normalised', 'E / E.sum(axis=1, keepdims=True)', 'E'),
    js('softmax-not-normalised', 'row[k] /= total', 'row[k] /= 1'),
    py('loss-sum-not-mean', ' / len(P)\n\n\ndef gradient', '\n\n\ndef gradient'),
    ts('loss-sum-not-mean', ' / P.length\n\nexport', '\n\nexport'),
    py('loss-mean-over-classes', '-np.sum(T * np.log(P)) / len(P)', '-np.mean(T * np.log(P))'),
    js('loss-mean-over-classes', '/ P.length\n  return', '/ P.length / P[i].length\n  return'),
    py('loss-sign', '-np.sum', 'np.sum'),
    ts('loss-sign', '-sum', 'sum'),
    py('log-of-the-wrong-probability', 'np.log(P)', 'np.log(1 - P)'),
    js('log-of-the-wrong-probability', 'Math.log(P[i][k])', 'Math.log(1 - P[i][k])'),
    py('sum-not-mean', '(P - T) / len(P)', 'P - T'),
    ts('sum-not-mean', '(v - T[i][k]) / P.length', 'v - T[i][k]'),
    py('divided-by-n-twice', '(P - T) / len(P)', '(P - T) / len(P) ** 2'),
    ts('divided-by-n-twice', '(v - T[i][k]) / P.length', '(v - T[i][k]) / P.length / P.length'),
    py('sign-flipped', '(P - T)', '(T - P)'),
    ts('sign-flipped', '(v - T[i][k])', '(T[i][k] - v)'),
    py('divided-by-classes', '(P - T) / len(P)', '(P - T) / P.size'),
    ts('divided-by-classes', '(v - T[i][k]) / P.length', '(v - T[i][k]) / P.length / p.length'),
    py('gradient-without-targets', '(P - T)', 'P'),
    js('gradient-without-targets', ' - T[i][k] / P.length', ''),
  ],
  'two-layer-network': [
    py('hidden-missing-bias', 'X @ W1 + b1', 'X @ W1'),
    ts('hidden-missing-bias', 'Math.tanh(v + b1[j])', 'Math.tanh(v)'),
    py('activation-missing', 'np.tanh(X @ W1 + b1)', 'X @ W1 + b1'),
    js('activation-missing', 'Math.tanh(row[j])', 'row[j]'),
    py('activation-sigmoid', 'np.tanh(X @ W1 + b1)', '1 / (1 + np.exp(-(X @ W1 + b1)))'),
    ts('activation-sigmoid', 'Math.tanh(v + b1[j])', '1 / (1 + Math.exp(-v - b1[j]))'),
    py('output-missing-bias', 'H @ W2 + b2', 'H @ W2'),
    ts('output-missing-bias', 'v + b2[j]', 'v'),
    py('activation-of-the-wrong-layer', 'H @ W2 + b2', 'np.tanh(H @ W2 + b2)'),
    ts('activation-of-the-wrong-layer', 'v + b2[j]', 'Math.tanh(v + b2[j])'),
    py('loss-sum-not-mean', 'np.mean(', 'np.sum('),
    js('loss-sum-not-mean', 'total / y.length / y[0].length', 'total'),
    py('loss-sum-over-outputs', 'np.mean((y - t) ** 2)', 'np.sum((y - t) ** 2) / len(y)'),
    js('loss-sum-over-outputs', ' / y[0].length', ''),
    py('loss-half', 'np.mean(', '0.5 * np.mean('),
    js('loss-half', 'return total / y.length', 'return total / 2 / y.length'),
    py('sum-not-mean', 'y.size', 'y.shape[1]'),
    js('sum-not-mean', '/ (n * k)', '/ k'),
    py('divided-by-n-twice', 'y.size', 'y.size / len(y)'),
    js('divided-by-n-twice', '/ (n * k)', '/ (n * n * k)'),
    py('sign-flipped', '2 * (y - t)', '2 * (t - y)'),
    js('sign-flipped', 'y[i][o] - t[i][o]', 't[i][o] - y[i][o]'),
    py('missing-factor-two', '2 * (y - t)', '(y - t)'),
    ts('missing-factor-two', '(2 * (v', '(1 * (v'),
    py('not-divided-by-outputs', 'y.size', 'len(y)'),
    js('not-divided-by-outputs', '/ (n * k)', '/ n'),
    py('missing-activation-derivative', ' * (1 - H**2)', ''),
    js('missing-activation-derivative', ' * (1 - H[i][u] * H[i][u])', ''),
    py('derivative-at-output', '1 - H**2', '1 - np.tanh(H) ** 2'),
    ts('derivative-at-output', '1 - H[i][j] ** 2', '1 - Math.tanh(H[i][j]) ** 2'),
    py('derivative-of-sigmoid', '1 - H**2', 'H * (1 - H)'),
    ts('derivative-of-sigmoid', '(1 - H[i][j] ** 2)', 'H[i][j] * (1 - H[i][j])'),
    py(
      'weight-gradient-transposed',
      'return X.T @ E, E.sum(axis=0), H.T @ D',
      'return E.T @ X, E.sum(axis=0), D.T @ H',
    ),
    ts(
      'weight-gradient-transposed',
      'product(transpose(X), E), sums(E), product(transpose(H), D)',
      'product(transpose(E), X), sums(E), product(transpose(D), H)',
    ),
    py('bias-gradient-not-summed', 'E.sum(axis=0), H.T @ D, D.sum(axis=0)', 'E, H.T @ D, D'),
    ts(
      'bias-gradient-not-summed',
      'sums(E), product(transpose(H), D), sums(D)',
      'E, product(transpose(H), D), D',
    ),
  ],
}
