import type { Reporter, TestModule } from 'vitest/node'

/** Ends the output with one line that counts the tests, for readers that are programs. */
export default class ClosingCount implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      Array.from(module.children.allTests(), (test) => test.result().state),
    )
    const count = (wanted: string) => states.filter((state) => state === wanted).length
    const broken = modules.flatMap((module) => module.errors()).length + unhandled.length
    const skipped = count('skipped')
    const tail = skipped > 0 ? `, ${skipped} skipped` : ''
    process.stdout.write(`${count('passed')} passed, ${count('failed') + broken} failed${tail}\n`)
  }
}
