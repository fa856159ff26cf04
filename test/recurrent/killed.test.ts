import { describe, expect, test } from 'vitest'
import type { AnyImplementation } from '../../properties/assigned.ts'
import type { Quantities, Quantity } from '../../properties/property.ts'
import { quantityOf } from '../../properties/quantity.ts'
import type { FunctionModel } from '../../src/mistakes/recurrent/function-model.ts'
import type { RecurrentName } from '../../src/mistakes/recurrent/network-functions.ts'
import type { Assignment, Law } from '../../src/assignment/assignment.ts'
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

const isBroken = async (law: Law<object>, implementation: object): Promise<boolean> => {
  const { status } = await law.check(implementation, { seed: 1, runs: 20 })
  return status === 'failed' || status === 'error'
}

/** The network with each mistake in its usual way in one of its functions. */
async function mutants(network: RecurrentName) {
  const { assignment } = await assignmentNamed(network)
  const names = new Map<string, string[]>()
  const wrong = [...mistakesOf(network)]
    .filter(({ way }) => way === 0)
    .map(({ name, ids, made }) => {
      const model = networks[network][name]
      const implementation = {
        ...assignment.reference,
        [name]: async (given: Quantities) => {
          const parts = names.get(name) ?? (await partNames(assignment, name, given))
          names.set(name, parts)
          return returnedBy(model, made, parts)(given)
        },
      }
      return { name, id: ids.join(), implementation }
    })
  return { laws: assignment.laws, wrong }
}

describe.each(Object.keys(networks) as RecurrentName[])('%s', (network) => {
  test('every mistake, in its usual way, breaks a law', { timeout: 120_000 }, async () => {
    const { laws, wrong } = await mutants(network)
    expect(wrong.length).toBeGreaterThan(45)
    const survivors: string[] = []
    for (const { name, id, implementation } of wrong) {
      // The law that takes least time comes first.
      const own = laws
        .filter((law) => law.function === name)
        .toSorted((a, b) => Number(b.name === 'agreement') - Number(a.name === 'agreement'))
      let killed = false
      for (const law of own) killed ||= await isBroken(law, implementation)
      if (!killed) survivors.push(`${name} ${id}`)
    }
    expect(survivors).toEqual([])
  })

  test('every law of the backward pass is broken by a mistake', { timeout: 120_000 }, async () => {
    const { laws, wrong } = await mutants(network)
    const idle: string[] = []
    for (const law of laws.filter((each) => each.function === 'backward_gradient')) {
      let breaks: string | undefined
      for (const { name, id, implementation } of wrong)
        if (name === law.function && breaks === undefined && (await isBroken(law, implementation)))
          breaks = id
      if (breaks === undefined) idle.push(law.name)
    }
    expect(idle).toEqual([])
  })
})
