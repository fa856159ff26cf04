import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  failure,
  fileWith,
  folderWith,
  functions,
  open,
  returned,
  session,
  vector,
} from './opening.ts'

const y = vector(3, 4)

/** A notebook with these code cells; a cell of text stands before them. */
const notebook = (...cells: string[]): string =>
  JSON.stringify({
    nbformat: 4,
    metadata: { kernelspec: { language: 'python' } },
    cells: [
      { cell_type: 'markdown', source: ['# Exercise\n'] },
      ...cells.map((text) => ({
        cell_type: 'code',
        source: text.split(/(?<=\n)/),
        outputs: [],
        execution_count: null,
      })),
    ],
  })

describe('a script as it is handed in', () => {
  test('keeps functions and the globals that they read around statements that fail (Python)', async () => {
    const script = [
      'import numpy as np',
      'import matplotlib_that_is_missing.pyplot as plt',
      'n_samples = 2',
      "X = np.loadtxt('data.csv')",
      'def loss(y, t):',
      "    print('loss', y)",
      '    return np.sum((t - y) ** 2) / n_samples',
      'plt.plot([1], [2])',
      'for i in range(3):',
      '    print(i)',
      '    raise ValueError(i)',
      'def output_gradient(y, t):',
      '    return 2 * (y - t) / n_samples',
    ].join('\n')
    const opened = await session(fileWith('a.py', script))
    expect(await opened.call('loss', [y, vector(1, 1)])).toEqual(returned(6.5))
    expect(await opened.call('output_gradient', [y, vector(1, 1)])).toEqual(returned(vector(2, 3)))
    expect(opened.notes).toEqual([
      "the statement in line 2 failed: ModuleNotFoundError: No module named 'matplotlib_that_is_missing'",
      'the statement in line 4 failed: FileNotFoundError: data.csv not found.',
      "the statement in line 8 failed: NameError: name 'plt' is not defined",
      'the statement in line 11 failed: ValueError: 0',
    ])
  })

  test('is no module for the sake of a package.json above the folder it is run in (JavaScript)', async () => {
    vi.stubEnv('TMPDIR', folderWith({ 'package.json': '{ "type": "module" }' }))
    onTestFinished(() => void vi.unstubAllEnvs())
    const common = fileWith('a.js', 'exports.loss = (y, t) => y[0] - t[0]')
    const opened = await session(common, { sandbox: 'none' })
    expect(await opened.call('loss', [y, vector(1, 1)])).toEqual(returned(2))
  })

  test.each([
    [
      'CommonJS',
      "const plot = require('no-plots')",
      "const { readFileSync } = require('node:fs')",
      '',
    ],
    [
      'a module',
      "import plot from 'no-plots'",
      "import { readFileSync } from 'node:fs'",
      'export ',
    ],
  ])(
    'keeps functions and globals around statements that fail (%s)',
    async (_, first, second, exported) => {
      const script = [
        first,
        second,
        'const nSamples = 2, { length } = [1, 2, 3], [one] = [1]',
        "let data = readFileSync('data.csv')",
        `${exported}const loss = (y, t) => y.reduce((sum, v, i) => sum + (t[i] - v) ** 2, 0) / nSamples`,
        'plot.line([1, 2])',
        'for (const i of [1]) { throw new RangeError(`${i}`) }',
        'class Model extends plot.Base {}',
        `${exported}function outputGradient(y) { return [length, one, data === undefined ? 7 : 8] }`,
      ].join('\n')
      const opened = await session(fileWith('a.js', script))
      expect(await opened.call('loss', [y, vector(1, 1)])).toEqual(returned(6.5))
      expect(await opened.call('output_gradient', [y, y])).toEqual(returned(vector(3, 1, 7)))
      expect(opened.notes.map((note) => note.replace(/(failed: \w+: .{15}).*/, '$1'))).toEqual([
        'the statement in line 1 failed: Error: Cannot find pac'.replace(
          'pac',
          first.includes('import') ? 'pac' : 'mod',
        ),
        'the statement in line 4 failed: Error: ENOENT: no such',
        expect.stringMatching(/^the statement in line 6 failed: TypeError: Cannot read pro/),
        'the statement in line 7 failed: RangeError: 1',
        expect.stringMatching(/^the statement in line 8 failed: TypeError: Cannot read pro/),
      ])
    },
  )

  test('keeps its types (TypeScript)', async () => {
    const script = [
      "import plot from 'no-plots'",
      'export const loss = (y: number[]): number => y[0]',
      'plot.line(loss([1]) as number)',
    ].join('\n')
    const opened = await session(fileWith('a.ts', script))
    expect(await opened.call('loss', [y, y])).toEqual(returned(3))
    expect(opened.notes.length).toBe(2)
  })

  test.each([
    ['a.js', 'for (;;);\nfunction loss(y) { return y[0] }\nwhile (true) {}\n', [1, 3]],
    ['a.py', 'while True: pass\ndef loss(y, t): return y[0]\nwhile True:\n    pass\n', [1, 3]],
  ])(
    'is not lost by loops without end (%s)',
    async (name, script, lines) => {
      const opened = await session(fileWith(name, script), {
        timeoutSeconds: 9,
        functions: [functions[2]],
      })
      expect(await opened.call('loss', [y, y])).toEqual(returned(3))
      expect(opened.notes.map((note) => note.slice(0, 35))).toEqual(
        lines.map((line) => `the statement in line ${line} was left ou`),
      )
    },
    30_000,
  )

  test('whose every function is lost says the first reason', async () => {
    const python = fileWith(
      'a.py',
      'import nothing_of_the_kind\n@nothing_of_the_kind.fast\ndef loss(y, t): return 1\n',
    )
    expect(failure(await open(python))).toBe(
      "crash: ModuleNotFoundError: No module named 'nothing_of_the_kind' (1)",
    )
    const javascript = fileWith(
      'a.js',
      "const wrap = require('no-such')\nconst loss = wrap(() => 1)\n",
    )
    expect(failure(await open(javascript))).toMatch(
      /^crash: Error: Cannot find module 'no-such'.* \(1\)$/,
    )
  })
})

describe('methods', () => {
  test.each([
    [
      'a.py',
      'class Network:\n    def __init__(self, scale=2): self.scale = scale\n    def loss(self, y, t): return y[0] * self.scale',
    ],
    [
      'a.js',
      'class Network { constructor(scale = 2) { this.scale = scale }\n loss(y, t) { return y[0] * this.scale } }',
    ],
    [
      'a.ts',
      'export class Network { scale: number = 2; loss(y: number[]) { return y[0] * this.scale } }',
    ],
    ['a.mjs', 'export default class Network { scale = 2\n loss(y) { return y[0] * this.scale } }'],
  ])('of a class with a plain constructor are found (%s)', async (name, script) => {
    const opened = await session(fileWith(name, script))
    expect(opened.functions['loss']).toEqual({ status: 'found', as: 'Network.loss' })
    expect(await opened.call('loss', [y, y])).toEqual(returned(6))
  })

  test.each([
    ['a.py', 'class Network:\n    @staticmethod\n    def loss(y, t): return y[0]'],
    ['a.js', 'class Network { static loss(y) { return y[0] } }'],
    ['b.js', 'const Network = { loss(y) { return y[0] } }\nmodule.exports = { Network }'],
    ['b.py', 'class N:\n    def loss(self, y, t): return y[0]\nNetwork = N()'],
  ])('of other owners are found (%s)', async (name, script) => {
    const opened = await session(fileWith(name, script))
    expect(await opened.call('loss', [y, y])).toEqual(returned(3))
  })

  test.each([
    [
      'a.py',
      'class Network:\n    def __init__(self, size): pass\n    def loss(self, y, t): return 1\n',
    ],
    ['a.js', 'class Network { constructor(size) {}\n loss() { return 1 } }\n'],
  ])('of a class that needs arguments are named (%s)', async (name, script) => {
    const opened = await session(
      fileWith(
        name,
        `${script}${name === 'a.py' ? 'def output_gradient(y, t): return y' : 'function output_gradient(y) { return y }'}`,
      ),
    )
    expect(opened.functions['loss'].status).toBe('missing')
    expect(opened.notes[0]).toMatch(/^the methods of the class Network cannot be called: /)
  })
})

test('an extra parameter is named exactly', async () => {
  const python = await session(
    fileWith('a.py', 'def loss(y, t, n): return 1\ndef output_gradient(y): return y'),
  )
  expect(failure(await python.call('loss', [y, y]))).toBe(
    'protocol: loss takes 3 arguments (y, t, n), where 2 are passed (y, t)',
  )
  expect(failure(await python.call('output_gradient', [y, y]))).toBe(
    'protocol: output_gradient takes 1 argument (y), where 2 are passed (y, t)',
  )
  const javascript = await session(fileWith('a.js', 'function loss(y, t, n) { return 1 }'))
  expect(javascript.notes).toEqual(['loss takes 3 parameters, where 2 are passed (y, t)'])
})

test('the line of a failure is told where it is the one of the file', async () => {
  const thrower = 'export function loss() {\n  throw new Error("here")\n}\n'
  const typed = await session(fileWith('a.ts', `type Loss = number\n\n${thrower}`))
  expect(failure(await typed.call('loss', [y, y]))).toBe('crash: Error: here (4)')
  const turned = `enum Kind {\n  squared,\n\n  absolute,\n}\n${thrower}`
  const moved = await session(fileWith('b.ts', turned))
  expect(failure(await moved.call('loss', [y, y]))).toBe('crash: Error: here')
})

describe('a notebook', () => {
  test('runs its code cells in order, without magics, shell lines and failures of exploring', async () => {
    const opened = await session(
      fileWith(
        'a.ipynb',
        notebook(
          '%matplotlib inline\n!pip install numpy\nimport numpy as np\nn = 2\n',
          '%%bash\nrm -rf /\n',
          '%%time\ndef loss(y, t):\n    return np.sum(y) / n\n',
          'import plots_that_are_missing\n\nplt.show()\n',
          'def broken(:\n    pass\n',
          'np.sum?\ndef output_gradient(y, t):\n    z = y + 1\n    return z.nothing\n',
        ),
      ),
    )
    expect(await opened.call('loss', [y, y])).toEqual(returned(3.5))
    expect(failure(await opened.call('output_gradient', [y, y]))).toBe(
      "crash: cell 6: AttributeError: 'numpy.ndarray' object has no attribute 'nothing' (4)",
    )
    expect(opened.notes).toEqual([
      "the statement in line 1 failed: cell 4: ModuleNotFoundError: No module named 'plots_that_are_missing'",
      "the statement in line 3 failed: cell 4: NameError: name 'plt' is not defined",
      'the statement in line 1 failed: cell 5: SyntaxError: invalid syntax',
      'cell 1, line 1 was left out: %matplotlib inline',
      'cell 1, line 2 was left out: !pip install numpy',
      'cell 2 was left out: it is for %%bash',
      'cell 3, line 1 was left out: %%time',
      'cell 6, line 1 was left out: np.sum?',
    ])
  })

  test('keeps the lines of Python that look like magics', async () => {
    const cells = [
      'import numpy as np\ndef loss(y, t):  # of what?\n# is it a mean?\n    return np.mean((t - y) ** 2)\n',
      "print('%d samples'\n      % 3)\nn = (7\n% 4)\n",
      'def output_gradient(y, t):\n    """Is it\n    %d of them?\n    !"""\n    return np.sum(y) * n\n',
    ]
    const opened = await session(fileWith('a.ipynb', notebook(...cells)))
    expect(await opened.call('loss', [y, y])).toEqual(returned(0))
    expect(await opened.call('output_gradient', [y, y])).toEqual(returned(21))
    expect(opened.notes).toEqual([])
  })

  test('leaves out magics that assign and commands of several lines', async () => {
    const cell = [
      'import numpy as np',
      'files = !ls | grep "it\'s"',
      'spent = %timeit -o 1 + 1',
      'if True:',
      '    !pip install \\',
      '        numpy',
      'x = np.sum??',
      'def loss(y, t):',
      '    return np.mean((t - y) ** 2)',
    ]
    const opened = await session(fileWith('a.ipynb', notebook(cell.join('\n'))))
    expect(await opened.call('loss', [y, y])).toEqual(returned(0))
    const left = [
      'files = !ls | grep "it\'s"',
      'spent = %timeit -o 1 + 1',
      '!pip install \\',
      'x = np.sum??',
    ]
    expect(opened.notes.toSorted()).toEqual(
      [2, 3, 5, 7].map((line, k) => `cell 1, line ${line} was left out: ${left[k]}`),
    )
  })

  test('with a line that is neither Python nor IPython is a syntax error there', async () => {
    const cell = '%matplotlib inline\ndef loss(y, t)  # why?\n    return 0\n'
    expect(failure(await open(fileWith('a.ipynb', notebook(cell))))).toBe(
      "syntax: cell 1: SyntaxError: expected ':' (2:17)",
    )
  })

  test.each([
    '{}',
    'null',
    '{"kernelspec": null}',
    '{"kernelspec": {"display_name": "Python 3"}}',
    '{"kernelspec": {"language": null}}',
    '{"kernelspec": {"language": "Python"}}',
  ])('whose metadata is %s is taken for Python', async (metadata) => {
    const cell = '{"cell_type": "code", "source": "def loss(y, t): return 5"}'
    const opened = await session(
      fileWith('a.ipynb', `{"cells": [${cell}], "metadata": ${metadata}}`),
    )
    expect(await opened.call('loss', [y, y])).toEqual(returned(5))
  })

  test.each([
    ['not JSON', '{"cells": [', /^syntax: the notebook is not JSON with cells: JSONDecodeError/],
    ['without cells', '{}', /^missing: /],
    [
      'with cells of another kind',
      '{"cells": [1, {"cell_type": "code", "source": 5}]}',
      /^(missing|syntax): /,
    ],
    ['a list', '[]', /^syntax: /],
    [
      'of an old format',
      '{"nbformat": 3, "worksheets": [{"cells": []}]}',
      /^syntax: the notebook is of format 3: expected format 4/,
    ],
    [
      'in another language',
      '{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}',
      /^syntax: the notebook is in R: expected Python/,
    ],
  ])('%s is an error in words', async (_, content, message) => {
    expect(failure(await open(fileWith('a.ipynb', content)))).toMatch(message)
  })
})
