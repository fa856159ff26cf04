import { afterEach, expect, test, vi } from 'vitest'
import * as networks from '../../src/rnn/index.ts'
import { NetworkProblem } from './network-problem.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

function Refused(): never {
  throw new Error('the security policy of the page allows no compilation')
}

test('with WebAssembly both kernels are compiled', async () => {
  vi.resetModules()
  const { compileProductKernel } = await import('../../src/rnn/product-kernel.ts')
  const { compileLinearKernel } = await import('../../src/rnn/linear-kernel.ts')
  expect(compileProductKernel()).toBeDefined()
  expect(compileLinearKernel()).toBeDefined()
})

/** What stands for the platform's WebAssembly. */
const platforms: [string, unknown][] = [
  ['without WebAssembly', undefined],
  ['where compiling is not allowed', { Module: Refused }],
]

async function loadedAnew() {
  vi.resetModules()
  return import('../../src/rnn/index.ts')
}

function results({ backwardGradient, forwardStates, lstm }: typeof networks) {
  const problem = new NetworkProblem(1, { n: 40, T: 5, d: 3, h: 6, o: 2 })
  const X = problem.matrix(40, 5)
  const S = forwardStates(X, 0.7, 0.9)
  const pass = lstm(problem.X(), problem.torch(4))
  const gradient = pass.backward(problem.output())
  return { S, linear: backwardGradient(X, S, problem.vector(40), 0.9), y: pass.y, gradient }
}

test.each(platforms)('%s every network gives the same bits', async (_, replacement) => {
  const expected = results(networks)
  expect(results(await loadedAnew())).toStrictEqual(expected)
  vi.stubGlobal('WebAssembly', replacement)
  expect(results(await loadedAnew())).toStrictEqual(expected)
  const { compileProductKernel } = await import('../../src/rnn/product-kernel.ts')
  expect(compileProductKernel()).toBeUndefined()
})
