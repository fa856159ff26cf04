import type { Interpreter } from './interpreter.ts'

/** What a student's process may use, whatever confines it. */
export interface Limits {
  /** Of writable private memory, the interpreter's own included. */
  readonly memoryMiB: number
  readonly cpuSeconds: number
  /** Of processes and threads together. */
  readonly processes: number
}

/** A process that is to run: nothing of the judge's environment goes with it. */
export interface Launch {
  readonly interpreter: Interpreter
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly limits: Limits
  /** The folder of the submission. */
  readonly stage: string
  /** Files of ours that the process has to read. */
  readonly readable: readonly string[]
}

/** What is started in its place. */
export interface Confined {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** What a process saw of its own confinement before it read a byte of the submission. */
export interface Proof {
  readonly pid: number
  /** The text of /proc/self/status, or nothing where there is none. */
  readonly status: string
  /** The text of /proc/self/net/dev. */
  readonly net: string
  /** Names of the environment's variables. */
  readonly environment: readonly string[]
  /** Whether Node's permission model forbids to start processes and to write everywhere. */
  readonly permissions: boolean
}

export interface Confinement {
  /** As it is named in reports. */
  readonly name: 'bwrap' | 'permissions' | 'none'
  /** Where the process finds the folder of the submission. */
  inside(stage: string): string
  /** A folder to which the process can write. */
  scratch(stage: string): string
  confine(launch: Launch): Confined
  /** The layer that was promised and does not hold, in words. */
  broken(proof: Proof): string | undefined
}

/**
 * Core dumps and large files are not for submissions: 2 MiB in units of 512 bytes. The data segment
 * is what grows with typed arrays, which V8's flag for the heap does not cover; it takes KiB. The
 * limit of processes has another letter in another shell.
 */
const shell = [
  'ulimit -c 0 -f 4096 2>/dev/null',
  'ulimit -d "$1" && ulimit -t "$2" || exit 99',
  '[ "$3" -eq 0 ] || ulimit -u "$3" 2>/dev/null || ulimit -p "$3" || exit 99',
  'shift 3',
  'exec "$@"',
].join('\n')

/** The command under resource limits; a limit of 0 processes is none. */
export const limited = (
  { memoryMiB, cpuSeconds, processes }: Limits,
  command: readonly string[],
): Pick<Confined, 'command' | 'args'> => {
  const limits = [memoryMiB * 1024, cpuSeconds, processes].map(String)
  return { command: '/bin/sh', args: ['-c', shell, 'sh', ...limits, ...command] }
}
