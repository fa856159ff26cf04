import { defineConfig } from 'vitest/config'

// The tests of the mathematics alone: those that start processes take longer than a mutant may.
export default defineConfig({
  test: {
    include: [
      'test/rnn/*.test.ts',
      'test/properties/*.test.ts',
      'test/recurrent/{bounds,broken-laws,growth,kink,laws,parts-of-state,without-reference}.test.ts',
      'test/assignment/{define-assignment,linear-figures,reads-states}.test.ts',
      'test/finite-difference.test.ts',
      'test/derivative-laws.test.ts',
      'test/closer-look.test.ts',
      'test/last-measurement/*.test.ts',
      'test/gradient-check.test.ts',
      'test/false-alarms/single-functions.test.ts',
      'test/many-parameters.test.ts',
      'test/check-gradient-async.test.ts',
      'test/options.test.ts',
      'test/parameters.test.ts',
      'test/vector-checks.test.ts',
    ],
    exclude: ['test/properties/kills.test.ts'],
    testTimeout: 60_000,
  },
})
