/** Largest power of two that is not above size. */
export const powerBelow = (size: number): number => 2 ** Math.floor(Math.log2(size))
