import { execFile, type ExecFileException } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { HarnessError } from './contract.ts'
import { pythonModules } from './programs.ts'

export interface Interpreter {
  readonly language: 'javascript' | 'python'
  readonly executable: string
  /** Files and folders that it reads: itself, its libraries, for Python numpy's folder. */
  readonly readable: readonly string[]
  /** Where Python finds modules, its own and those that are installed. */
  readonly modules?: readonly string[]
}

export const nodeInterpreter: Interpreter = {
  language: 'javascript',
  executable: process.execPath,
  readable: [process.execPath],
}

/**
 * Besides, it leaves the bytecode of our modules beside them, where it may: a submission's process may not, and would
 * compile them each time.
 */
const question = `
import importlib.machinery, importlib.util, json, os, sys, sysconfig
for file in os.scandir(sys.argv[1]):
    if file.name.endswith('.py'):
        importlib.machinery.SourceFileLoader(file.name, file.path).get_code(file.name)
numpy = importlib.util.find_spec('numpy')
paths = sysconfig.get_paths()
print(json.dumps({
    'executable': sys.executable,
    'folders': sys.path,
    'real': os.path.realpath(sys.executable),
    'numpy': numpy and os.path.dirname(os.path.dirname(numpy.origin)),
    'prefixes': [sys.prefix, sys.base_prefix],
    'standard': [paths['stdlib'], paths['platstdlib']],
}))
`

interface Answer {
  readonly executable: string
  readonly folders: readonly string[]
  readonly real: string
  readonly numpy: string | null
  readonly prefixes: readonly string[]
  readonly standard: readonly string[]
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
    execFile(
      command,
      ['-I', '-c', question, pythonModules],
      { timeout: 30_000 },
      (error, stdout) => {
        if (error) return reject(new HarnessError(unusable(command, error)))
        const answer: Answer = JSON.parse(stdout)
        if (answer.numpy === null) return reject(new HarnessError(withoutNumpy(command)))
        const { executable, folders: modules } = answer
        resolve({
          language: 'python',
          executable,
          readable: readableBy(answer, answer.numpy),
          modules,
        })
      },
    )
  })

/** An installation of its own is shown whole; of the system's, what belongs to Python. */
const readableBy = (answer: Answer, numpy: string): string[] => {
  const { executable, real, prefixes, standard } = answer
  const own = prefixes.filter((prefix) => !systemPrefixes.has(prefix))
  const shared = prefixes.filter((prefix) => systemPrefixes.has(prefix)).flatMap(sharedLibraries)
  const system = ['/etc/ld.so.cache', '/etc/alternatives'].filter((path) => existsSync(path))
  return [...new Set([executable, real, numpy, ...standard, ...own, ...shared, ...system])]
}

const systemPrefixes = new Set(['/', '/usr', '/usr/local'])

const sharedLibraries = (prefix: string): string[] => {
  const folder = join(prefix, 'lib')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => /^libpython.*\.so/.test(name)).map((name) => join(folder, name))
}

const unusable = (command: string, error: ExecFileException): string =>
  error.code === 'ENOENT'
    ? `Python submissions need Python 3 and numpy, and there is no ${command} here: install both, or name an interpreter with --python`
    : `${command} cannot be used for Python submissions (${error.message.split('\n')[0]}): name another interpreter with --python`

const withoutNumpy = (command: string): string =>
  `Python submissions need numpy, which ${command} does not have: install it (${command} -m pip install numpy), or name another interpreter with --python`
