import * as fc from 'fast-check'
import {
  type Assigned,
  type FunctionDeclaration,
  shapeIn,
  sizesIn,
  sourceOf,
} from '../../properties/assigned.ts'
import { symbols } from '../../properties/declared.ts'
import type { Quantities } from '../../properties/property.ts'
import { shapeName, shapeOf } from '../../properties/quantity.ts'
import type { AnyDefinition } from './definition.ts'
import { anObject, DefinitionError, expected, isObject } from './definition-error.ts'

/** Every parameter is part of the problem, or returned by a function that does not need it in turn. */
function checkSources({ functions }: AnyDefinition, problem: Quantities): void {
  const visit = (name: string, above: readonly string[]): void => {
    for (const parameter of Object.keys(functions[name].parameters)) {
      if (parameter in problem) continue
      const source = sourceOf(functions, parameter)
      const field = `functions.${name}.parameters.${parameter}`
      if (source === undefined)
        throw new DefinitionError(
          `${field}: it is neither part of the problem nor returned by another function`,
        )
      if ([...above, name].includes(source))
        throw new DefinitionError(`${field}: ${source} returns it, and needs ${name} itself`)
      visit(source, [...above, name])
    }
  }
  for (const name of Object.keys(functions)) visit(name, [])
}

function checkShapes(declared: FunctionDeclaration, given: Quantities): void {
  for (const [name, one] of Object.entries(declared.parameters))
    if (shapeOf(given[name]).length !== one.dimensions.length)
      throw new DefinitionError(
        `problem: ${name} is ${shapeName(shapeOf(given[name]))}, where ${symbols(one) || 'a number'} is declared`,
      )
}

function run(name: string, f: (given: Quantities) => unknown, given: Quantities): unknown {
  try {
    return f(given)
  } catch (error) {
    throw new DefinitionError(`reference.${name}: threw ${String(error)}`, { cause: error })
  }
}

function checkResult(
  name: string,
  declared: FunctionDeclaration,
  given: Quantities,
  result: unknown,
): void {
  const parts = Object.keys(declared.returns)
  const all =
    parts.length === 1
      ? { [parts[0]]: result }
      : anObject(`reference.${name}`, `{ ${parts.join(', ')} }`, result)
  const sizes = sizesIn(declared, given)
  for (const [part, one] of Object.entries(declared.returns)) {
    const value = all[part]
    const isQuantity =
      typeof value === 'number' ||
      value instanceof Float64Array ||
      (isObject(value) && value.data instanceof Float64Array)
    if (!isQuantity)
      expected(
        `reference.${name}`,
        `${part} to be a number, a Float64Array or an array with Float64Array data`,
        value,
      )
    const [came, wanted] = [shapeOf(value as Quantities[string]), shapeIn(one, sizes)]
    if (came.join() !== wanted.join())
      throw new DefinitionError(
        `reference.${name}: ${part} is ${shapeName(came)}, where ${shapeName(wanted)} (${symbols(one)}) is declared`,
      )
  }
}

/** The reference on one problem, so that what it returns fits what is declared. */
function checkReference(definition: AnyDefinition, problem: Quantities): void {
  const { functions, reference } = definition
  if (reference === undefined) return
  anObject('reference', 'functions by name', reference)
  const known: Quantities = { ...problem }
  const compute = (name: string): void => {
    const f: unknown = reference[name]
    if (typeof f !== 'function') return expected(`reference.${name}`, 'a function', f)
    for (const parameter of Object.keys(functions[name].parameters))
      if (!(parameter in known)) compute(sourceOf(functions, parameter) as string)
    const given = Object.fromEntries(
      Object.keys(functions[name].parameters).map((each) => [each, known[each]]),
    )
    checkShapes(functions[name], given)
    const result = run(name, f as (given: Quantities) => unknown, given)
    checkResult(name, functions[name], given, result)
    const parts = Object.keys(functions[name].returns)
    Object.assign(known, parts.length === 1 ? { [parts[0]]: result } : result)
  }
  for (const name of Object.keys(functions)) compute(name)
}

/** What shows on a problem: names that lead nowhere, shapes that do not fit. Throws DefinitionError. */
export function validateOnProblem(definition: AnyDefinition, { problems }: Assigned): void {
  const [problem] = fc.sample(problems, { seed: 1, numRuns: 1 })
  checkSources(definition, problem)
  checkReference(definition, problem)
}
