import { type Functions, shapeIn } from '../../properties/assigned.ts'
import type { Declared } from '../../properties/declared.ts'
import type { Sizes } from '../../properties/dimension.ts'
import type { Quantities } from '../../properties/property.ts'
import { quantityOf, sizeOf } from '../../properties/quantity.ts'
import { around, RandomState } from '../numpy/index.ts'

const declaredIn = (functions: Functions, name: string): Declared => {
  const owner = Object.values(functions).find(({ parameters }) => name in parameters)
  if (owner === undefined) throw new RangeError(`no function has a parameter ${name}`)
  return owner.parameters[name]
}

/**
 * Numbers of [-1, 1] in hundredths for the parameters of these names, in this order: numpy's
 * `around(200 * random.rand(*shape) - 100) / 100` with one `random = RandomState(1)`, so that anyone can make them.
 */
export function drawnByNumpy(
  functions: Functions,
  sizes: Sizes,
  names: readonly string[],
): Quantities {
  const random = new RandomState(1)
  const drawn: Quantities = {}
  for (const name of names) {
    const shape = shapeIn(declaredIn(functions, name), sizes)
    const hundredths = around(random.rand(sizeOf(shape)).map((each) => 200 * each - 100))
    drawn[name] = quantityOf(
      shape,
      hundredths.map((each) => each / 100),
    )
  }
  return drawn
}
