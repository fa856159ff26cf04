import { execFile, type ExecFileException } from 'node:child_process'
import { HarnessError } from './contract.ts'

/** Where an interpreter and its libraries are, as it says itself. */
export interface Interpreter {
  readonly executable: string
  /** Folders that it reads: its own prefixes and that of numpy. */
  readonly folders: readonly string[]
}

const question = `
import importlib.util, json, os, sys
numpy = importlib.util.find_spec('numpy')
where = numpy and os.path.dirname(os.path.dirname(numpy.origin))
prefixes = [sys.prefix, sys.base_prefix, sys.exec_prefix]
print(json.dumps({'executable': sys.executable, 'numpy': where, 'prefixes': prefixes}))
`

interface Answer {
  readonly executable: string
  readonly numpy: string | null
  readonly prefixes: readonly string[]
}

/** Python's start is slow enough to be asked once. */
const asked = new Map<string, Promise<Interpreter>>()

/** @throws HarnessError where the interpreter or numpy is not installed */
export const pythonInterpreter = (command: string): Promise<Interpreter> => {
  const known = asked.get(command) ?? ask(command)
  asked.set(command, known)
  return known
}

const ask = (command: string): Promise<Interpreter> =>
  new Promise((resolve, reject) => {
    execFile(command, ['-I', '-c', question], { timeout: 30_000 }, (error, stdout) => {
      if (error) reject(new HarnessError(unusable(command, error)))
      else {
        const { executable, numpy, prefixes }: Answer = JSON.parse(stdout)
        if (numpy === null) reject(new HarnessError(withoutNumpy(command)))
        else resolve({ executable, folders: [...new Set([...prefixes, numpy])] })
      }
    })
  })

const unusable = (command: string, error: ExecFileException): string =>
  error.code === 'ENOENT'
    ? `Python submissions need Python 3 and numpy, and there is no ${command} here: install both, or name an interpreter with --python`
    : `${command} cannot be used for Python submissions (${error.message.split('\n')[0]}): name another interpreter with --python`

const withoutNumpy = (command: string): string =>
  `Python submissions need numpy, which ${command} does not have: install it (${command} -m pip install numpy), or name another interpreter with --python`
