import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/closing-count.ts'],
    testTimeout: 60_000,
    // its gradients are registered by modules whose imports have no extensions
    server: { deps: { inline: [/@tensorflow/] } },
  },
})
