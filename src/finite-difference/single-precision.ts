/** Whether all are numbers of single precision: as many zeros at the end of doubles are no accident. */
export const isSingle = (values: ArrayLike<number>): boolean => {
  for (let k = 0; k < values.length; k++) if (Math.fround(values[k]) !== values[k]) return false
  return true
}
