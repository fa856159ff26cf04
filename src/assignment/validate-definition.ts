import * as fc from 'fast-check'
import {
  type Assigned,
  type FunctionDeclaration,
  shapeIn,
  sizesIn,
  sourceOf,
} from '../../properties/assigned.ts'
import { type Declared, symbols } from '../../properties/declared.ts'
import type { Quantities } from '../../properties/property.ts'
import { shapeName, shapeOf } from '../../properties/quantity.ts'
import type { AnyDefinition } from './define-assignment.ts'
import { anObject, DefinitionError, expected, isObject, oneOf, shown } from './definition-error.ts'

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const identifier = /^[A-Za-z_]\w*$/
const snake = /^[a-z_]\w*$/

function text(field: string, what: string, value: unknown, pattern = /\S/): string {
  return typeof value === 'string' && pattern.test(value) ? value : expected(field, what, value)
}

function declarations(field: string, value: unknown): Readonly<Record<string, Declared>> {
  const all = anObject(field, "declarations such as { X: matrix('n', 'd') }", value)
  for (const [name, declared] of Object.entries(all)) {
    if (!identifier.test(name)) expected(`${field}.${name}`, 'a name', name)
    if (!isObject(declared) || !Array.isArray(declared.dimensions))
      expected(`${field}.${name}`, 'number(), vector(…), matrix(…) or tensor(…)', declared)
  }
  return all as Readonly<Record<string, Declared>>
}

const symbolsIn = (declared: Readonly<Record<string, Declared>>): Set<string> =>
  new Set(
    Object.values(declared).flatMap(({ dimensions }) =>
      dimensions.flatMap(({ symbol }) => symbol ?? []),
    ),
  )

function checkFunction(name: string, value: unknown): void {
  const field = `functions.${name}`
  if (!snake.test(name)) expected(field, 'a name in snake_case', name)
  const { parameters, returns } = anObject(field, '{ parameters, returns }', value)
  const given = symbolsIn(declarations(`${field}.parameters`, parameters))
  const parts = declarations(`${field}.returns`, returns)
  if (Object.keys(parts).length === 0) expected(`${field}.returns`, 'at least one value', 'none')
  for (const [part, declared] of Object.entries(parts))
    for (const symbol of symbolsIn({ [part]: declared }))
      if (!given.has(symbol))
        throw new DefinitionError(
          `${field}.returns.${part}: the dimension ${symbol} is in none of its parameters, so its length is not known`,
        )
}

function checkFunctions({ functions }: AnyDefinition): void {
  const all = anObject('functions', 'functions by name', functions)
  if (Object.keys(all).length === 0) expected('functions', 'at least one function', 'none')
  for (const [name, each] of Object.entries(all)) checkFunction(name, each)
  checkNames(functions)
}

/** A name means one thing throughout: one shape, and one function that returns it. */
function checkNames(functions: AnyDefinition['functions']): void {
  const shapes = new Map<string, string>()
  for (const [name, { parameters, returns }] of Object.entries(functions)) {
    for (const part of Object.keys(returns))
      if (sourceOf(functions, part) !== name)
        throw new DefinitionError(
          `functions.${name}.returns.${part}: ${sourceOf(functions, part)} returns ${part} already`,
        )
    for (const [each, declared] of Object.entries({ ...parameters, ...returns })) {
      const shape = symbols(declared)
      const before = shapes.get(each) ?? shape
      if (before !== shape)
        throw new DefinitionError(
          `functions.${name}: ${each} is ${shape || 'a number'} here and ${before || 'a number'} elsewhere`,
        )
      shapes.set(each, shape)
    }
  }
}

function checkLimits(field: string, value: unknown): void {
  const bounds: unknown[] = Array.isArray(value) ? value : []
  const [smallest, largest] = bounds
  const fits =
    bounds.length === 2 &&
    Number.isInteger(smallest) &&
    Number.isInteger(largest) &&
    Number(smallest) >= 1 &&
    Number(largest) >= Number(smallest)
  if (!fits)
    expected(
      field,
      '[smallest, largest], whole numbers >= 1',
      Array.isArray(value) ? `[${value.join(', ')}]` : value,
    )
}

function checkProblem({ functions, problem }: AnyDefinition): void {
  const declared = anObject('problem', '{ dimensions, numbers } or an arbitrary', problem)
  if ('generate' in declared) return
  const dimensions = anObject('problem.dimensions', 'limits by symbol', declared.dimensions)
  for (const [symbol, limits] of Object.entries(dimensions))
    checkLimits(`problem.dimensions.${symbol}`, limits)
  const numbers = anObject('problem.numbers', 'kinds of numbers by parameter', declared.numbers)
  for (const [name, kind] of Object.entries(numbers)) checkKind(functions, dimensions, name, kind)
}

function checkKind(
  functions: AnyDefinition['functions'],
  dimensions: Readonly<Record<string, unknown>>,
  name: string,
  kind: unknown,
): void {
  const field = `problem.numbers.${name}`
  const owner = Object.values(functions).find(({ parameters }) => name in parameters)
  if (!owner) throw new DefinitionError(`${field}: no function has a parameter ${name}`)
  if (!isObject(kind) || typeof kind.draw !== 'function')
    expected(field, 'a kind of numbers such as real() or weight', kind)
  for (const symbol of symbolsIn({ [name]: owner.parameters[name] }))
    if (!(symbol in dimensions))
      throw new DefinitionError(
        `problem.dimensions: there are no limits of ${symbol}, a dimension of ${name}`,
      )
}

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
  checkReference(definition, 'golden', definition.golden)
}

function checkDetours({ functions, reference, detours }: AnyDefinition): void {
  if (detours === undefined) return
  if (reference === undefined)
    throw new DefinitionError('detours: they say nothing without a reference')
  for (const [name, detour] of Object.entries(
    anObject('detours', 'detours by function', detours),
  )) {
    oneOf('detours', 'functions of the assignment', Object.keys(functions), name)
    const { by, result } = anObject(`detours.${name}`, '{ by, result }', detour)
    if (typeof by !== 'function') expected(`detours.${name}.by`, 'a function', by)
    if (typeof result !== 'function') expected(`detours.${name}.result`, 'a function', result)
  }
}

function checkRecipe(definition: AnyDefinition, index: number, recipe: unknown): void {
  const field = `properties[${index}]`
  const one = anObject(field, "a property such as agreement('loss')", recipe)
  if (typeof one.law !== 'function') expected(field, "a property such as agreement('loss')", recipe)
  const label = `${field} (${String(one.name)})`
  oneOf(label, 'a function of the assignment', Object.keys(definition.functions), one.function)
  if (one.needsReference === true && definition.reference === undefined)
    throw new DefinitionError(`${label}: it says nothing without a reference`)
  if (one.needsGolden === true && definition.golden === undefined)
    throw new DefinitionError(`${label}: it says nothing without a golden problem`)
  const names = Object.values(definition.functions).flatMap(({ parameters, returns }) =>
    Object.keys({ ...parameters, ...returns }),
  )
  for (const name of Array.isArray(one.quantities) ? (one.quantities as unknown[]) : [])
    oneOf(label, 'a parameter or something returned', names, name)
}

function checkProperties(definition: AnyDefinition): void {
  const { properties } = definition
  if (properties === undefined) return
  if (!Array.isArray(properties)) expected('properties', 'a list of properties', properties)
  const seen = new Set<string>()
  for (const [index, recipe] of properties.entries()) {
    checkRecipe(definition, index, recipe)
    const key = `${recipe.name} of ${recipe.function}`
    if (seen.has(key)) throw new DefinitionError(`properties[${index}]: there is ${key} already`)
    seen.add(key)
  }
}

function checkPoints({ functions, points }: AnyDefinition): void {
  const all = anObject('points', 'points by function', points)
  for (const name of Object.keys(functions))
    if (!(name in all)) expected(`points.${name}`, 'a number >= 0', undefined)
  for (const name of Object.keys(all))
    if (!(name in functions))
      throw new DefinitionError(`points.${name}: there is no function ${name}`)
}

function checkMistake(definition: AnyDefinition, index: number, mistake: unknown): void {
  const field = `mistakes[${index}]`
  const one = anObject(field, '{ id, function, explanation, hint, formula, wrong }', mistake)
  text(`${field}.id`, "an id in kebab-case, as 'loss-sum-not-mean'", one.id, kebab)
  oneOf(
    `${field}.function`,
    'a function of the assignment',
    Object.keys(definition.functions),
    one.function,
  )
  for (const key of ['explanation', 'hint', 'formula'])
    text(`${field}.${key}`, 'a sentence', one[key])
  const ways: unknown[] = Array.isArray(one.wrong) ? one.wrong : [one.wrong]
  if (!ways.every((way) => typeof way === 'function'))
    throw new DefinitionError(
      `${field}.wrong: expected a function (given, right) => result, got ${shown(one.wrong)}`,
    )
}

function checkMistakes(definition: AnyDefinition): void {
  const { mistakes } = definition
  if (mistakes === undefined) return
  if (!Array.isArray(mistakes)) expected('mistakes', 'a list of mistakes', mistakes)
  for (const [index, mistake] of mistakes.entries()) checkMistake(definition, index, mistake)
}

/** What can be seen without a problem. Throws DefinitionError. */
export function validateFields(definition: AnyDefinition): void {
  anObject('defineAssignment', 'a definition', definition)
  text('name', "a name in kebab-case, as 'linear-regression'", definition.name, kebab)
  if (definition.title !== undefined) text('title', 'a sentence', definition.title)
  checkFunctions(definition)
  checkProblem(definition)
  checkProperties(definition)
  checkDetours(definition)
  checkPoints(definition)
  checkMistakes(definition)
}

/** What shows on a problem: names that lead nowhere, shapes that do not fit. Throws DefinitionError. */
export function validateOnProblem(definition: AnyDefinition, { problems }: Assigned): void {
  const [problem] = fc.sample(problems, { seed: 1, numRuns: 1 })
  checkSources(definition, problem)
  checkReference(definition, 'problem', problem)
  checkGolden(definition, problem)
}
