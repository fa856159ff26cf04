import { expect, test } from 'vitest'
import { compile, f64, get, I32 } from '../../src/rnn/wasm.ts'

interface Copying {
  readonly copy: (from: number, to: number) => void
}

const copying = (offset: number) =>
  compile<Copying>({
    copy: {
      parameters: [I32, I32],
      locals: [],
      body: f64.store(get(1), 0, f64.load(get(0), offset)),
    },
  })

// LEB128 writes 7 bits a byte: up to 127 in one, up to 16383 in two
test.each([0, 8, 120, 128, 136, 16376, 16384])(
  'a number %i bytes further is the one that is loaded',
  (offset) => {
    const compiled = copying(offset)
    const memory = compiled!.reserve(4000)
    memory.set(Float64Array.from({ length: 4000 }, (_, i) => i))
    compiled!.copy(16, 8)
    expect(memory[1]).toBe(2 + offset / 8)
  },
)
