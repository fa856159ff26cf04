import { expect, test } from 'vitest'
import { confined, why } from '../submission/bubblewrap.ts'
import { Classroom, reportsIn } from './graded.ts'

const timeless = (report: object) => ({ ...report, durationMs: 0 })

const right = ['right/closed-form.js', 'right/plain-script.js']
const hostile = ['hostile/kills.js', 'hostile/writes-results.js', 'hostile/floods.js']

test.skipIf(!confined)(
  `a class with hostile submissions in it is graded as it is without them${why}`,
  { timeout: 300_000 },
  async () => {
    const room = new Classroom()
    const argv = ['--sandbox', 'bwrap', '--timeout', '20', '--jobs', '2']
    room.enrol(...right)
    const alone = reportsIn(await room.grade(...argv, '--out', 'alone'))
    room.enrol(...hostile)
    const run = await room.grade(...argv, '--out', 'together')
    expect(run.code).toBe(0)
    const together = reportsIn(run)
    const rightOnes = together.filter(({ submission }) => submission.path.includes('right-'))
    expect(rightOnes.map(timeless)).toEqual(alone.map(timeless))
    const enemies = together.filter(({ submission }) => submission.path.includes('hostile-'))
    expect(enemies.map(({ score }) => score)).toEqual([0, 0, 0])
    expect(room.results('together')).toHaveLength(right.length + hostile.length)
  },
)
