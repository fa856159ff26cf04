import { chownSync } from 'node:fs'
import { limited, type Confinement, type Launch } from './confine.ts'
import { asRoot, demoted, setpriv, someUid, withinReach } from './demotion.ts'

/** The flag lost its prefix in Node 22.13. */
const flag = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'

/** One for all processes: what one of a submission's has prepared, the next one reads. */
const uid = someUid()

/** Root can at least give up being root, and then processes can be counted. */
const canDemote = ({ interpreter, readable, stage }: Launch): boolean =>
  asRoot &&
  setpriv !== undefined &&
  withinReach([interpreter.executable, ...interpreter.readable, ...readable, stage])

/**
 * For machines without bubblewrap, and weaker: Node's permission flags keep a JavaScript submission
 * from files, processes and threads, not from the network; a Python submission has its
 * interpreter's isolation from the environment, and both have the resource limits.
 */
export const permissions: Confinement = {
  name: 'permissions',
  inside: (stage) => stage,
  scratch: (stage) => stage,
  confine: (launch) => {
    const { interpreter, args, env, limits, stage, readable } = launch
    const allowed = [stage, ...readable].map((path) => `--allow-fs-read=${path}`)
    const flags = [flag, '--no-warnings', ...allowed, `--allow-fs-write=${stage}`]
    const own = interpreter.language === 'javascript' ? flags : []
    const command = [interpreter.executable, ...own, ...args]
    if (!canDemote(launch)) return { ...limited({ ...limits, processes: 0 }, command), env }
    chownSync(stage, uid, uid)
    return { ...limited(limits, [...demoted(uid), ...command]), env }
  },
  broken: ({ permissions }) =>
    permissions ? undefined : 'Node does not apply the permission flags that it was started with',
}
