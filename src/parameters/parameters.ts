/** What parameters may be made of. */
export type Parameters =
  | number
  | ArrayLike<number>
  | readonly Parameters[]
  | { readonly [name: string]: Parameters }

/** A gradient with respect to P: the same structure, any array-like where P has an array of numbers. */
export type GradientOf<P> = P extends number
  ? number
  : P extends ArrayLike<number>
    ? ArrayLike<number>
    : { readonly [K in keyof P]: GradientOf<P[K]> }
