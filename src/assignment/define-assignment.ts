import * as fc from 'fast-check'
import { agreement } from '../../properties/agreement.ts'
import {
  type AnyImplementation,
  type Assigned,
  type Detour,
  type DetoursOf,
  type Functions,
  onCopies,
  type ReferenceOf,
} from '../../properties/assigned.ts'
import { wellBehaved } from '../../properties/behaviour.ts'
import type { DefinedProperty, Recipe } from '../../properties/defined-call.ts'
import type { NumberKind } from '../../properties/number-kinds.ts'
import { type Limits, problems } from '../../properties/problems.ts'
import type { Quantities } from '../../properties/property.ts'
import { type Assignment, law, type Law } from './assignment.ts'
import type { AnyMistake, DefinedMistake } from './defined-mistake.ts'
import { outlineOf } from './defined-outline.ts'
import { definedSubmission } from './defined-submission.ts'
import { definedTable } from './defined-table.ts'
import { DefinitionError } from './definition-error.ts'
import { pointsOf, type Points } from './points.ts'
import { validateFields, validateOnProblem } from './validate-definition.ts'

type NamesIn<Asked extends Functions> = {
  [Name in keyof Asked]: keyof Asked[Name]['parameters']
}[keyof Asked] &
  string

/** Problems made from a declaration: the shapes are those of the functions' parameters. */
export interface DeclaredProblem<Name extends string = string> {
  /** The smallest and the largest length of each symbol: { n: [1, 8], d: [1, 4] }. */
  readonly dimensions: Limits
  /** What the numbers are of every parameter that no function returns: { X: real(), w: weight, t: binary }. */
  readonly numbers: Readonly<Partial<Record<Name, NumberKind>>>
}

/** What an instructor says of an assignment. */
export interface Definition<Asked extends Functions> {
  /** In kebab-case. */
  readonly name: string
  readonly title?: string
  /**
   * In snake_case, in the order in which they are asked for. Parameters are known by name: each is part of the problem
   * or returned by another function, which then is computed by the reference.
   */
  readonly functions: Asked
  /** A declaration, or any arbitrary of fast-check that gives quantities by name. */
  readonly problem: DeclaredProblem<NamesIn<Asked>> | fc.Arbitrary<Quantities>
  /**
   * One problem of numbers that students know, such as that of the handout. A submission that is right on it alone has
   * the mistake `hard-coded`; the law `golden` checks it.
   */
  readonly golden?: Quantities
  /** Right functions; without them the laws that need none decide alone. */
  readonly reference?: ReferenceOf<Asked>
  /** Right ways by numbers whose roundings a right submission may have as well. */
  readonly detours?: DetoursOf<Asked>
  /** The laws, the one that defines a function before its others; `agreement` and `wellBehaved` of each unless given. */
  readonly properties?: readonly Recipe<keyof Asked & string>[]
  /** A number for each function, shared by its laws, or numbers by law. */
  readonly points: Points<keyof Asked & string>
  readonly mistakes?: readonly DefinedMistake<Asked>[]
}

/** A definition whose types are not known here. */
export interface AnyDefinition {
  readonly name: string
  readonly title?: string
  readonly functions: Functions
  readonly problem: DeclaredProblem | fc.Arbitrary<Quantities>
  readonly golden?: Quantities
  readonly reference?: AnyImplementation
  readonly detours?: Readonly<Record<string, Detour>>
  readonly properties?: readonly Recipe[]
  readonly points: Points
  readonly mistakes?: readonly AnyMistake[]
}

const isArbitrary = (problem: AnyDefinition['problem']): problem is fc.Arbitrary<Quantities> =>
  'generate' in problem

const parameterOf = (functions: Functions, name: string) =>
  Object.values(functions).find(({ parameters }) => name in parameters)?.parameters[name]

function problemsOf({ functions, problem }: AnyDefinition): fc.Arbitrary<Quantities> {
  if (isArbitrary(problem)) return problem
  const ingredients = Object.entries(problem.numbers).flatMap(([name, numbers]) => {
    const declared = parameterOf(functions, name)
    return declared && numbers ? [[name, { declared, numbers }] as const] : []
  })
  return problems({ dimensions: problem.dimensions, ingredients: Object.fromEntries(ingredients) })
}

function exactNames({ functions, problem }: AnyDefinition): Set<string> {
  const declared = Object.values(functions).flatMap(({ parameters }) =>
    Object.entries(parameters)
      .filter(([, { exact }]) => exact === true)
      .map(([name]) => name),
  )
  if (isArbitrary(problem)) return new Set(declared)
  const kinds = Object.entries(problem.numbers).filter(([, kind]) => kind?.exact === true)
  return new Set([...declared, ...kinds.map(([name]) => name)])
}

/** What laws need to know of a definition. */
export const assignedOf = (definition: AnyDefinition): Assigned => ({
  functions: definition.functions,
  problems: problemsOf(definition),
  reference: definition.reference && onCopies(definition.reference),
  exact: exactNames(definition),
  detours: definition.detours,
  golden: definition.golden,
})

const defaultRecipes = ({ functions, reference }: AnyDefinition): Recipe[] =>
  Object.keys(functions).flatMap((name) =>
    reference ? [agreement(name), wellBehaved(name)] : [wellBehaved(name)],
  )

/** An empty function keeps many a law; what it earns for them counts with the law that defines the function. */
function lawsOf(definition: AnyDefinition, assigned: Assigned): Law<AnyImplementation>[] {
  const recipes = definition.properties ?? defaultRecipes(definition)
  return Object.keys(definition.functions).flatMap((name) => {
    const own = recipes.filter((recipe) => recipe.function === name)
    const names = own.map((recipe) => recipe.name)
    if (own.length === 0)
      throw new DefinitionError(
        `properties: there is none of ${name}; add wellBehaved('${name}') at least`,
      )
    const points = pointsOf(`points.${name}`, names, definition.points[name])
    return own.map((recipe, index) => {
      const property: DefinedProperty = recipe.law(assigned)
      const countsWith = index === 0 ? undefined : names[0]
      return law(name, property, { points: points[index], countsWith, onCopies })
    })
  })
}

/** The assignment of a definition whose types are not known here. Throws DefinitionError. */
export function assignmentOf(definition: AnyDefinition): Assignment<AnyImplementation> {
  validateFields(definition)
  const assigned = assignedOf(definition)
  validateOnProblem(definition, assigned)
  const { functions, mistakes = [] } = definition
  return {
    outline: outlineOf(definition),
    reference: assigned.reference,
    implementation: (call) => definedSubmission(functions, call),
    laws: lawsOf(definition, assigned),
    // What searches for mistakes is loaded where one was made.
    diagnose: async (...observed) =>
      (await import('./defined-diagnosis.ts')).diagnoseDefined(assigned, mistakes, ...observed),
    table: definedTable,
  }
}

/**
 * An assignment: what is asked for, how problems are made, what a right submission is, what is checked, what it is
 * worth, and which mistakes are known. Throws DefinitionError, whose message names the field.
 */
export const defineAssignment = <const Asked extends Functions>(
  definition: Definition<Asked>,
): Assignment<AnyImplementation> => assignmentOf(definition as unknown as AnyDefinition)
