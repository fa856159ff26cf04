import { type Functions, sourceOf } from '../../properties/assigned.ts'
import { type Declared, symbols } from '../../properties/declared.ts'
import type { AnyDefinition } from './definition.ts'
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
function checkNames(functions: Functions): void {
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
  functions: Functions,
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
