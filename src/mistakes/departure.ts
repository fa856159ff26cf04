/** Significant digits that are shown at least. */
const FEWEST = 6

/** What came beside what was expected, each with as many digits as tell the two apart. */
export function departure(received: number, expected: number): string {
  for (let digits = FEWEST; digits < 17; digits++) {
    const [came, right] = [received, expected].map((value) => Number(value.toPrecision(digits)))
    if (!Object.is(came, right)) return `${came} where ${right} was expected`
  }
  return `${received} where ${expected} was expected`
}
