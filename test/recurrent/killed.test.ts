import { describe, expect, test } from 'vitest'
import type { AnyImplementation } from '../../properties/assigned.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { quantityOf } from '../../properties/quantity.ts'
import type { FunctionModel } from '../../src/mistakes/recurrent/function-model.ts'
import type { RecurrentName } from '../../src/mistakes/recurrent/network-functions.ts'
import type { Assignment } from '../../src/assignment/assignment.ts'
import { assignmentNamed } from './written/judge.ts'
import { mistakesOf, networks } from './written/settings.ts'

/** Parts by name, as an implementation returns them; a shape that is not asked for stays as it is. */
function returnedBy(model: FunctionModel<object>, settings: object, names: readonly string[]) {
  return (given: Quantities): Quantity | Quantities => {
    const parts = model
      .on(given)(settings)
      .map((part) => part())
      .map(({ shape, value }) => quantityOf(shape, value))
    return names.length === 1
      ? parts[0]
      : Object.fromEntries(names.map((name, i) => [name, parts[i]]))
  }
}

/** The names of what a function returns, as the reference returns it. */
async function partNames(assignment: Assignment<object>, name: string, given: Quantities) {
  const reference = assignment.reference as AnyImplementation
  const returned = await reference[name](given)
  const isOne =
    typeof returned === 'number' || returned instanceof Float64Array || 'data' in returned
  return isOne ? [name] : Object.keys(returned)
}

/** The first law of a function that does not hold for it; the one that takes least time comes first. */
async function broken(assignment: Assignment<object>, name: string, implementation: object) {
  const laws = assignment.laws
    .filter((law) => law.function === name)
    .toSorted((a, b) => Number(b.name === 'agreement') - Number(a.name === 'agreement'))
  for (const law of laws) {
    const { status } = await law.check(implementation, { seed: 1, runs: 20 })
    if (status === 'failed' || status === 'error') return law.name
  }
  return undefined
}

describe.each(Object.keys(networks) as RecurrentName[])('%s', (network) => {
  test('every mistake, in its usual way, breaks a law', { timeout: 120_000 }, async () => {
    const { assignment } = await assignmentNamed(network)
    const names = new Map<string, string[]>()
    const survivors: string[] = []
    const usual = Array.from(mistakesOf(network)).filter(({ way }) => way === 0)
    expect(usual.length).toBeGreaterThan(45)
    for (const { name, ids, made } of usual) {
      const model = networks[network][name]
      const wrong = {
        ...assignment.reference,
        [name]: async (given: Quantities) => {
          const parts = names.get(name) ?? (await partNames(assignment, name, given))
          names.set(name, parts)
          return returnedBy(model, made, parts)(given)
        },
      }
      if ((await broken(assignment, name, wrong)) === undefined)
        survivors.push(`${name} ${ids.join()}`)
    }
    expect(survivors).toEqual([])
  })
})
