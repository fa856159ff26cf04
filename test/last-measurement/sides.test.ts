import { expect, test } from 'vitest'
import { oneSidedDifferentiation } from '../../src/finite-difference/index.ts'
import '../../src/vitest.ts'
import { ofAll, shapes } from './shapes.ts'
import type { Line } from './shapes.ts'

const sidesOf = (f: Line, x: number) =>
  [-1, 1].flatMap((start) => {
    const work = oneSidedDifferentiation(x, start, f(x))
    let [asked, last] = [0, x]
    let state = work.next()
    while (state.done !== true) {
      asked += state.value.length
      last = state.value[0]
      state = work.next(state.value.map(f))
    }
    return [state.value.value, state.value.errorBound, asked, last]
  })

test.each(Object.entries(shapes))(
  '%s has the slopes to either side of the last measurement',
  (shape, g) => {
    expect(ofAll(g, sidesOf)).toMatchGolden(shape)
  },
)
