/** What an id names: a function that is right in single precision is right. */
export const nounOf = (id: string): 'mistake' | 'note' =>
  id === 'single-precision' ? 'note' : 'mistake'
