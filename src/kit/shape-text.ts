import type { Shape } from '../assignment/assignment.ts'

/** 'vector of n', 'n x T', 'number', 'tanh or relu'. */
export function shapeText(shape: Shape): string {
  if ('oneOf' in shape) return shape.oneOf.join(' or ')
  const { axes } = shape
  if (axes.length === 0) return 'number'
  return axes.length === 1 ? `vector of ${axes[0]}` : axes.join(' x ')
}
