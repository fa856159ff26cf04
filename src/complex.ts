/** A complex number, and the arithmetic that analytic functions are written in. */
export interface Complex {
  readonly re: number
  readonly im: number
}

export const complex = (re: number, im = 0): Complex => ({ re, im })

export const add = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im })

export const subtract = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im })

export const multiply = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
})

/** Smith's algorithm (1962), doi:10.1145/368637.368661: no square of b that could overflow or vanish. */
export const divide = (a: Complex, b: Complex): Complex => {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re
    const size = b.re + b.im * ratio
    return { re: (a.re + a.im * ratio) / size, im: (a.im - a.re * ratio) / size }
  }
  const ratio = b.re / b.im
  const size = b.re * ratio + b.im
  return { re: (a.re * ratio + a.im) / size, im: (a.im * ratio - a.re) / size }
}

export const exp = ({ re, im }: Complex): Complex => ({
  re: Math.exp(re) * Math.cos(im),
  im: Math.exp(re) * Math.sin(im),
})

/** The principal branch. */
export const log = ({ re, im }: Complex): Complex => ({
  re: Math.log(Math.hypot(re, im)),
  im: Math.atan2(im, re),
})

export const sin = ({ re, im }: Complex): Complex => ({
  re: Math.sin(re) * Math.cosh(im),
  im: Math.cos(re) * Math.sinh(im),
})

export const cos = ({ re, im }: Complex): Complex => ({
  re: Math.cos(re) * Math.cosh(im),
  im: -Math.sin(re) * Math.sinh(im),
})

/** tanh(a + bi) = (tanh a + i tan b) / (1 + i tanh a tan b). */
export const tanh = ({ re, im }: Complex): Complex => {
  const t = Math.tanh(re)
  const u = Math.tan(im)
  return divide({ re: t, im: u }, { re: 1, im: t * u })
}
