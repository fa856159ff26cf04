import type { NumberKind } from '../../../properties/number-kinds.ts'
import { real } from '../../../properties/number-kinds.ts'

/** Beyond e^-16 probabilities would have no digits of float32 left. */
const widest = 8
const small = real({ from: -widest / 2, to: widest / 2 })

/** e^710 overflows, and e^-746 is 0. */
const large = 1000

const spread = (values: Float64Array): number =>
  values.reduce((most, each) => Math.max(most, each), -Infinity) -
  values.reduce((least, each) => Math.min(least, each), Infinity)

/**
 * Logits that lie within a few units of each other, in one array of four far from 0: softmax does not change when a
 * number is added to all of them, but exp overflows.
 */
export const logits: NumberKind = {
  draw(random, length, place) {
    const offset = [0, 0, 0, 0, 0, 0, large, -large][random.nextInt(0, 7)]
    return small.draw(random, length, place).map((each) => each + offset)
  },
  fits: (values) => spread(values) <= widest,
  *simpler(values, place) {
    const centre = Math.abs(values[0]) > large / 2 ? Math.sign(values[0]) * large : 0
    if (centre !== 0) yield values.map((each) => Number((each - centre).toFixed(1)))
    const near = values.map((each) => each - centre)
    for (const simpler of small.simpler(near, place))
      if (spread(simpler) <= widest) yield simpler.map((each) => each + centre)
  },
}
