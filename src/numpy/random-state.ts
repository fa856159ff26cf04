// MT19937 (Matsumoto and Nishimura 1998), constants by their letters in the paper.
const n = 624
const m = 397
const a = 0x9908b0df
const upperMask = 0x80000000
const lowerMask = 0x7fffffff

/**
 * numpy's legacy generator, `numpy.random.RandomState(seed)`: MT19937 seeded by `init_genrand`.
 * Throws RangeError where the seed is not an integer from 0 to 2^32 - 1, as numpy does.
 */
export class RandomState {
  readonly #state: Int32Array
  #next = n

  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw new RangeError(
        `RandomState: expected an integer seed from 0 to 4294967295 (2^32 - 1), received ${String(seed)}`,
      )
    }
    this.#state = initialState(seed)
  }

  /** The next `count` draws, uniform on [0, 1) in steps of 2^-53. Throws RangeError where count is not a length. */
  rand(count: number): Float64Array {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(
        `RandomState.rand: expected a whole number of draws, 0 or more, received ${String(count)}`,
      )
    }
    const draws = new Float64Array(count)
    for (let i = 0; i < count; i++) draws[i] = this.#double()
    return draws
  }

  /** 27 high bits of one word and 26 of the next make the 53 bits of a double (`genrand_res53`). */
  #double(): number {
    const high = this.#word() >>> 5
    const low = this.#word() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }

  #word(): number {
    if (this.#next === n) {
      regenerate(this.#state)
      this.#next = 0
    }
    let word = this.#state[this.#next++]
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return (word ^ (word >>> 18)) >>> 0
  }
}

/** `init_genrand`: Knuth's multiplicative recurrence (The Art of Computer Programming 2, 3rd edition, page 106). */
function initialState(seed: number): Int32Array {
  const state = new Int32Array(n)
  state[0] = seed
  for (let i = 1; i < n; i++) {
    const previous = state[i - 1]
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i
  }
  return state
}

function regenerate(state: Int32Array): void {
  for (let i = 0; i < n; i++) {
    const mixed = (state[i] & upperMask) | (state[(i + 1) % n] & lowerMask)
    state[i] = state[(i + m) % n] ^ (mixed >>> 1) ^ (mixed & 1 ? a : 0)
  }
}
