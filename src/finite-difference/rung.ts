/** f at x - h and x + h, less f(x). */
export interface Rung {
  readonly step: number
  readonly up: number
  readonly down: number
}

export const isFiniteRung = ({ up, down }: Rung): boolean =>
  Number.isFinite(up) && Number.isFinite(down)
