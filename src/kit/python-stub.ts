import type { AssignedFunction } from '../assignment/assignment.ts'
import type { Kit } from './kit.ts'
import { shapeText } from './shape-text.ts'

/** Nothing in a text may end the docstring that it stands in. */
const inDocstring = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', String.raw`\"\"\"`)
    .replaceAll('\n', ' ')

function stub({ name, parameters, takes, returns }: AssignedFunction): string {
  const described = parameters.map((each, i) => `    ${each}: ${shapeText(takes[i])}`)
  return `def ${name}(${parameters.join(', ')}):
    """Return ${inDocstring(returns)}.

${described.join('\n')}
    """
    raise NotImplementedError("${name} is not written yet")
`
}

/** Every function asked for, documented, and none written. */
export const pythonStub = ({ title, functions }: Kit): string =>
  [
    `"""${inDocstring(title)}. Vectors and matrices are numpy arrays."""\n\nimport numpy as np\n`,
    ...functions.map(stub),
  ].join('\n\n')
