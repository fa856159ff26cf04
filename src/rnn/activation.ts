/** What activations are called, the easiest to work with by hand first. */
export const activationNames = ['identity', 'relu', 'tanh', 'sigmoid'] as const

export type ActivationName = (typeof activationNames)[number]

/** An activation f of one number, and its derivative f'(a) written as a function of the output s = f(a). */
export interface Activation {
  readonly value: (a: number) => number
  readonly slope: (s: number) => number
}

/** The logistic function 1 / (1 + e^-a). */
export function sigmoid(a: number): number {
  return 1 / (1 + Math.exp(-a))
}

/** f' = f (1 - f) for the logistic function. */
export function sigmoidSlope(s: number): number {
  return s * (1 - s)
}

/** f' = 1 - f^2 for the hyperbolic tangent; the product form loses no digits where |s| is close to 1. */
export function tanhSlope(s: number): number {
  return (1 - s) * (1 + s)
}

/** relu has a kink at 0, where its slope is taken as 0, PyTorch's choice. NaN stays NaN. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  identity: { value: (a) => a, slope: () => 1 },
  tanh: { value: Math.tanh, slope: tanhSlope },
  relu: { value: (a) => (a < 0 ? 0 : a), slope: (s) => (s <= 0 ? 0 : 1) },
  sigmoid: { value: sigmoid, slope: sigmoidSlope },
}
