import { spawnSync } from 'node:child_process'
import { bwrap } from './confine-bwrap.ts'
import { none } from './confine-none.ts'
import { permissions } from './confine-permissions.ts'
import type { Confinement } from './confine.ts'
import { HarnessError, type SandboxChoice } from './contract.ts'

/** The strongest first. */
const strengths: readonly Confinement[] = [bwrap, permissions]

/** What did not work in this process, and why: it is not tried again. */
const unusable = new Map<Confinement, string>()

/** The confinement to try for this choice. @throws HarnessError where none is left */
export const confinementFor = (choice: SandboxChoice): Confinement => {
  if (choice === 'none') return none
  const candidates = strengths.filter(({ name }) => choice === 'auto' || choice === name)
  const usable = candidates.find((confinement) => !unusable.has(confinement))
  if (usable) return usable
  throw new HarnessError(mend(candidates[0], unusable.get(candidates[0]) ?? ''))
}

/** Remembers that a confinement does not hold here, so that `auto` takes a weaker one. */
export const giveUpOn = (confinement: Confinement, reason: string): void => {
  unusable.set(confinement, reason)
}

const mend = ({ name }: Confinement, reason: string): string => {
  const weaker = 'or choose a weaker confinement with --sandbox'
  if (name === 'permissions')
    return `Node's permissions do not hold here (${reason}): update Node, ${weaker} none`
  const missing = spawnSync('bwrap', ['--version']).error !== undefined
  const cure = missing
    ? 'install bubblewrap (apt-get install bubblewrap, dnf install bubblewrap)'
    : 'bubblewrap needs to run as root or user namespaces to be allowed (sysctl kernel.unprivileged_userns_clone=1; in Docker, --security-opt seccomp=unconfined or --privileged), and setpriv of util-linux'
  return `submissions cannot be confined with bubblewrap here (${reason}): ${cure}, ${weaker} permissions`
}
