import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Uids of nobody in particular (systemd keeps this range for services without a user). */
const firstUid = 61_184
const uids = 4336

export const asRoot = process.getuid?.() === 0

/** A uid of its own, as its processes are counted by uid; two at a time share one by bad luck. */
export const someUid = (): number => firstUid + Math.floor(Math.random() * uids)

/** A program of the system, wherever the PATH leads. */
export const installed = (name: string): string | undefined =>
  ['/usr/bin/', '/bin/'].map((folder) => folder + name).find((path) => existsSync(path))

export const setpriv = installed('setpriv')

/** What root puts before a command so that it runs as nobody, without capabilities and without a way back to them. */
export const demoted = (uid: number): string[] => [
  setpriv ?? 'setpriv',
  `--reuid=${uid}`,
  `--regid=${uid}`,
  '--clear-groups',
  '--bounding-set=-all',
  '--inh-caps=-all',
  '--no-new-privs',
]

const entered = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 && (folder === '/' || entered(dirname(folder)))

/** Whether nobody in particular can reach these paths: an interpreter in root's home is out of reach. */
export const withinReach = (paths: readonly string[]): boolean =>
  paths.every((path) => entered(dirname(path)))
