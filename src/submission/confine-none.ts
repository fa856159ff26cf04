import { limited, type Confinement } from './confine.ts'

/** Resource limits alone: the process reads and writes whatever its user can. */
export const none: Confinement = {
  name: 'none',
  inside: (stage) => stage,
  scratch: (stage) => stage,
  confine: ({ interpreter, args, env, limits }) => ({
    // Processes are counted by user: a limit would hit whatever else the user runs.
    ...limited({ ...limits, processes: 0 }, [interpreter.executable, ...args]),
    env,
  }),
  broken: () => undefined,
}
