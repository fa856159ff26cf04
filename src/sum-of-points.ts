/** The finest share of a point is one of so many: sums are formed in it, so that they are exact. */
export const grain = 1000

/** Points that add up exactly, whatever the number of laws. */
export const sumOfPoints = (points: readonly number[]): number =>
  points.reduce((sum, each) => sum + Math.round(each * grain), 0) / grain
