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
import { entriesOf, shapeName, shapeOf } from '../../properties/quantity.ts'
import type { AnyDefinition } from './definition.ts'
import { anObject, DefinitionError, expected, isObject, oneOf } from './definition-error.ts'

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

function checkShapes(where: string, declared: FunctionDeclaration, given: Quantities): void {
  const refuse = (name: string): never => {
    const [came, one] = [shapeName(shapeOf(given[name])), declared.parameters[name]]
    throw new DefinitionError(
      `${where}: ${name} is ${came}, where ${symbols(one) || 'a number'} is declared`,
    )
  }
  const names = Object.keys(declared.parameters)
  for (const name of names)
    if (shapeOf(given[name]).length !== declared.parameters[name].dimensions.length) refuse(name)
  const sizes = sizesIn(declared, given)
  for (const name of names)
    if (shapeOf(given[name]).join() !== shapeIn(declared.parameters[name], sizes).join())
      refuse(name)
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
    if (!isQuantity(value))
      return expected(
        `reference.${name}`,
        `${part} to be a number, a Float64Array or an array with Float64Array data`,
        value,
      )
    const [came, wanted] = [shapeOf(value), shapeIn(one, sizes)]
    if (came.join() !== wanted.join())
      throw new DefinitionError(
        `reference.${name}: ${part} is ${shapeName(came)}, where ${shapeName(wanted)} (${symbols(one)}) is declared`,
      )
  }
}

/** The reference on one problem, so that what it returns fits what is declared. */
function checkReference(definition: AnyDefinition, where: string, problem: Quantities): void {
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
    checkShapes(where, functions[name], given)
    const result = run(name, f as (given: Quantities) => unknown, given)
    checkResult(name, functions[name], given, result)
    const parts = Object.keys(functions[name].returns)
    Object.assign(known, parts.length === 1 ? { [parts[0]]: result } : result)
  }
  for (const name of Object.keys(functions)) compute(name)
}

const isQuantity = (value: unknown): value is Quantities[string] =>
  typeof value === 'number' ||
  value instanceof Float64Array ||
  (isObject(value) && value.data instanceof Float64Array)

/** The golden problem is one of those that are asked for. */
function checkGolden(definition: AnyDefinition, problem: Quantities): void {
  if (definition.golden === undefined) return
  if (definition.reference === undefined)
    throw new DefinitionError('golden: it says nothing without a reference')
  const golden = anObject('golden', 'a problem, its quantities by name', definition.golden)
  for (const name of Object.keys(problem))
    if (!isQuantity(golden[name]))
      expected(
        `golden.${name}`,
        'a number, a Float64Array or an array with Float64Array data',
        golden[name],
      )
  for (const name of Object.keys(golden))
    oneOf('golden', 'quantities of the problem', Object.keys(problem), name)
  for (const [name, quantity] of Object.entries(definition.golden)) {
    const bad = entriesOf(quantity).find((entry) => !Number.isFinite(entry))
    if (bad !== undefined) expected(`golden.${name}`, 'finite numbers', bad)
  }
  checkReference(definition, 'golden', definition.golden)
}

/** What shows on a problem: names that lead nowhere, shapes that do not fit. Throws DefinitionError. */
export function validateOnProblem(definition: AnyDefinition, { problems }: Assigned): void {
  const [problem] = fc.sample(problems, { seed: 1, numRuns: 1 })
  checkSources(definition, problem)
  checkReference(definition, 'problem', problem)
  checkGolden(definition, problem)
}
