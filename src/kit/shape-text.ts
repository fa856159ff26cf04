import type { Shape } from '../assignment/assignment.ts'

/** 'vector of n', 'n x T', 'number'. */
export function shapeText(shape: Shape): string {
  if (shape === 'text') return 'name'
  if (shape.length === 0) return 'number'
  return shape.length === 1 ? `vector of ${shape[0]}` : shape.join(' x ')
}
