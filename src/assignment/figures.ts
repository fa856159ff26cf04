/** How the gradient fades or grows on its way back through time, at one recurrent weight. */
export interface GradientOverTimeCurve<Value> {
  readonly wRec: number
  /** Root mean square over the batch of dL/dS_k, for k = 0 ... T; dL/dS_T is 1. */
  readonly expected: readonly Value[]
  readonly received: readonly Value[]
}

/** How the error of a central difference depends on its step, beside the error of the submission's gradient. */
export interface StepSizeFigure<Value> {
  /** The weight whose derivative it is. */
  readonly parameter: string
  readonly at: Readonly<Record<string, number>>
  readonly derivative: number
  readonly steps: readonly number[]
  /** |central difference - derivative| at each step. */
  readonly errors: readonly Value[]
  /** What truncation and rounding together can amount to at each step. */
  readonly bounds: readonly Value[]
  /** The bound of the extrapolated derivative with which a gradient is checked. */
  readonly checkBound: Value
  /** |the submission's gradient - derivative|. */
  readonly received: Value
}

/** The loss over two weights, and its gradient at some of their values. */
export interface LossSurfaceFigure<Value> {
  readonly x: { readonly name: string; readonly values: readonly number[] }
  readonly y: { readonly name: string; readonly values: readonly number[] }
  /** A row for each y. */
  readonly loss: readonly (readonly number[])[]
  readonly gradients: readonly {
    readonly at: readonly [number, number]
    readonly expected: readonly [number, number]
    readonly received: readonly [Value, Value]
  }[]
}

/** The data of the plots, got by calling the submission; `Value` is how a number that may not be finite is written. */
export interface Figures<Value = number> {
  readonly gradientOverTime?: readonly GradientOverTimeCurve<Value>[]
  readonly stepSize?: StepSizeFigure<Value>
  readonly lossSurface?: LossSurfaceFigure<Value>
}
