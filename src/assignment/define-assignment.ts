import type * as fc from 'fast-check'
import { agreement } from '../../properties/agreement.ts'
import {
  type AnyImplementation,
  type Assigned,
  type Functions,
  onCopies,
} from '../../properties/assigned.ts'
import { wellBehaved } from '../../properties/behaviour.ts'
import type { DefinedProperty, Recipe } from '../../properties/defined-call.ts'
import { problems } from '../../properties/problems.ts'
import type { Quantities } from '../../properties/property.ts'
import { type Assignment, law, type Law } from './assignment.ts'
import { outlineOf } from './defined-outline.ts'
import { definedSubmission } from './defined-submission.ts'
import { definedTable } from './defined-table.ts'
import type { AnyDefinition, Definition } from './definition.ts'
import { DefinitionError } from './definition-error.ts'
import { pointsOf } from './points.ts'
import { validateFields } from './validate-fields.ts'
import { validateOnProblem } from './validate-on-problem.ts'

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
