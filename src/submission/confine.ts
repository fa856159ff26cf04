import type { SandboxChoice } from './contract.ts'

/** What a student's process may use, whatever confines it. */
export interface Limits {
  /** Of writable private memory, beside the interpreter's own. */
  readonly memoryMiB: number
  readonly cpuSeconds: number
}

/** A process that is to run: nothing of the judge's environment goes with it. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly limits: Limits
  /** Files and folders that the process has to read. */
  readonly readable: readonly string[]
}

/** What is started in its place. */
export interface Confined {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** What confines a process; the name appears in reports. */
export interface Confinement {
  readonly name: string
  confine(launch: Launch): Confined
}

// The data segment is what grows with typed arrays; V8's flag for the heap does not cover them.
// It takes KiB. Files of more than 512 x 4096 bytes and core files are not for submissions.
const limited =
  'ulimit -c 0 -f 4096 2>/dev/null; ulimit -d "$1"; ulimit -t "$2"; shift 2; exec "$@"'

/** Resource limits alone: the process can read and write whatever its user can. */
const none: Confinement = {
  name: 'none',
  confine: ({ command, args, env, limits }) => ({
    command: '/bin/sh',
    args: [
      '-c',
      limited,
      'sh',
      String(limits.memoryMiB * 1024),
      String(limits.cpuSeconds),
      command,
      ...args,
    ],
    env,
  }),
}

export const confinement = (_choice: SandboxChoice): Confinement => none
