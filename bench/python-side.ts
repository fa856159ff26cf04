import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The other side of a measurement: a script that greets with a line of JSON, then answers each line with one. */
export interface PythonSide<Request, Answer> {
  /** Versions of what is measured there, or the reason why it is absent. */
  readonly greeting: { readonly python?: string; readonly error?: string } & Readonly<
    Record<string, string>
  >
  readonly ask: (request: Request) => Promise<Answer>
  readonly stop: () => void
}

/** Starts bench/NAME.py; the compiled bench runs from dist/bench, the script stands beside the source. */
export async function startPython<Request, Answer>(
  name: string,
  python: string,
): Promise<PythonSide<Request, Answer>> {
  const script = fileURLToPath(new URL(`../../bench/${name}.py`, import.meta.url))
  const side = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  side.on('error', () => {})
  const lines = createInterface({ input: side.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<string | undefined> => (await lines.next()).value
  const greeting = JSON.parse((await next()) ?? `{"error":"${name}: no Python at ${python}"}`)
  return {
    greeting,
    ask: async (request) => {
      side.stdin.write(`${JSON.stringify(request)}\n`)
      return JSON.parse((await next()) ?? '{}')
    },
    stop: () => side.stdin.end(),
  }
}
