import type { AssignedFunction, ReturnedShape, Shape } from '../assignment/assignment.ts'
import { camelCase } from '../submission/names.ts'
import type { Kit } from './kit.ts'
import { shapeText } from './shape-text.ts'

const typeOfShape = (shape: Shape): string =>
  'oneOf' in shape
    ? shape.oneOf.map((name) => `'${name}'`).join(' | ')
    : `number${'[]'.repeat(shape.axes.length)}`

const typeOf = (returned: ReturnedShape): string =>
  'parts' in returned ? `[${returned.parts.map(typeOf).join(', ')}]` : typeOfShape(returned)

/** Nothing in a text may end the comment that it stands in. */
const inComment = (text: string): string => text.replaceAll('*/', '*\\/').replaceAll('\n', ' ')

function stub({ name, parameters, takes, returns, gives }: AssignedFunction): string {
  const own = camelCase(name)
  const described = parameters.map((each, i) => ` * @param ${each} ${shapeText(takes[i])}`)
  const typed = parameters.map((each, i) => `${each}: ${typeOfShape(takes[i])}`)
  return `/**
${described.join('\n')}
 * @returns ${inComment(returns)}
 */
export function ${own}(${typed.join(', ')}): ${typeOf(gives)} {
  throw new Error('${own} is not written yet')
}
`
}

/** Every function asked for, documented, and none written. */
export const typescriptStub = ({ title, functions }: Kit): string =>
  [
    `/* ${inComment(title)}. Vectors are number[], matrices number[][]. */\n`,
    ...functions.map(stub),
  ].join('\n')
