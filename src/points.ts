/** Points are decimal numbers: their sum is rounded to nine digits, so that 0.1 + 0.2 is 0.3 wherever it is shown. */
export const sumOfPoints = (points: readonly number[]): number =>
  Number(points.reduce((total, each) => total + each, 0).toFixed(9))
