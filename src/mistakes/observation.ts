import type { Matrix } from '../numpy/matrix.ts'
import type { FunctionName } from './mistake.ts'

interface Call<Name extends FunctionName, Arguments, Returned> {
  readonly function: Name
  /** The arguments as they were before the call. */
  readonly arguments: Arguments
  readonly returned: Returned
  /** The names of the arguments that the call changed; absent if it changed none. */
  readonly mutated?: readonly string[]
}

/** One call of a submitted function on right arguments, and what it returned. */
export type Observation =
  | Call<'loss', readonly [y: Float64Array, t: Float64Array], number>
  | Call<'output_gradient', readonly [y: Float64Array, t: Float64Array], Float64Array>
  | Call<
      'update_state',
      readonly [xk: Float64Array, sk: Float64Array, wx: number, wRec: number],
      Float64Array
    >
  | Call<'forward_states', readonly [X: Matrix, wx: number, wRec: number], Matrix>
  | Call<
      'backward_gradient',
      readonly [X: Matrix, S: Matrix, gradOut: Float64Array, wRec: number],
      readonly [readonly [number, number], Matrix]
    >

export type ObservationOf<Name extends FunctionName> = Extract<Observation, { function: Name }>

export function observationsOf<Name extends FunctionName>(
  name: Name,
  observations: readonly Observation[],
): ObservationOf<Name>[] {
  return observations.filter(
    (observation): observation is ObservationOf<Name> => observation.function === name,
  )
}

/** The sum of the sizes of all arguments: small problems are tried first, because they rule out as much for less. */
export function sizeOf({ arguments: given }: Observation): number {
  const sizes = given.map((value) => {
    if (typeof value === 'number') return 1
    return 'data' in value ? value.data.length : value.length
  })
  return sizes.reduce((sum, size) => sum + size, 0)
}
