import { expect, test } from 'vitest'
import { compareGradient, complex, complexStep } from '../src/index.ts'

const { add, cos, divide, exp, log, multiply, sin, subtract, tanh } = complex
const f = ([a, b]: readonly complex.Complex[]) =>
  add(
    subtract(multiply(exp(a), sin(b)), divide(log(a), add(complex.complex(2), cos(b)))),
    tanh(multiply(a, b)),
  )
const gradient = ([a, b]: Float64Array) => {
  const s = 1 - Math.tanh(a * b) ** 2
  const c = 2 + Math.cos(b)
  return [
    Math.exp(a) * Math.sin(b) - 1 / (a * c) + b * s,
    Math.exp(a) * Math.cos(b) - (Math.log(a) * Math.sin(b)) / c ** 2 + a * s,
  ]
}

test('gives derivatives to rounding', () => {
  const derivative = complexStep(f, [1.25, 0.5])
  const right = gradient(Float64Array.of(1.25, 0.5))
  expect(compareGradient(right, derivative).status).toBe('passed')
  expect(compareGradient([right[0] * (1 + 1e-13), right[1]], derivative).status).toBe('failed')
})

test('has no derivative where f is not finite', () => {
  expect(complexStep(([a]) => log(a), [0]).limit).toEqual(['not finite'])
})
