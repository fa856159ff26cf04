import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { release } from 'node:os'
import { dirname, sep } from 'node:path'
import { limited, type Confinement, type Launch, type Proof } from './confine.ts'
import { asRoot, demoted, installed, someUid } from './demotion.ts'

const nobody = 65_534

/** A tmpfs for what a script writes; it is gone with the process. */
const scratchBytes = 16 * 2 ** 20

/**
 * Bubblewrap: namespaces of its own for processes, network, IPC, host name and mounts; a root
 * folder with nothing in it but the interpreter, its libraries, our runner and the one submission;
 * no environment, no capabilities. Root changes to another uid, so that the limit of processes
 * counts; an ordinary user needs user namespaces and gets a mapped one.
 */
export const bwrap: Confinement = {
  name: 'bwrap',
  inside: () => '/submission',
  scratch: () => '/tmp',
  confine: (launch) => {
    const sandbox = ['bwrap', ...namespaces, ...environment(launch), ...mounts(launch), '--']
    const command = [...sandbox, ...demotion(launch), launch.interpreter.executable, ...launch.args]
    const processes = asRoot ? launch.limits.processes : 0
    const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    return { ...limited({ ...launch.limits, processes }, command), env: { PATH: path } }
  },
  broken: (proof) => failing(proof),
}

const namespaces = [
  '--unshare-pid',
  '--unshare-net',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
  ...(asRoot ? [] : ['--unshare-user', '--uid', String(nobody), '--gid', String(nobody)]),
  '--hostname',
  'submission',
  '--die-with-parent',
  '--new-session',
  '--clearenv',
]

const environment = ({ env }: Launch): string[] =>
  Object.entries({ ...env, HOME: '/tmp' }).flatMap(([name, value]) => ['--setenv', name, value])

const prlimit = installed('prlimit')

/** From Linux 5.14 on, a user namespace counts its own processes and not all of the user's. */
const countsApart = (): boolean => {
  const [major, minor] = release().split('.').map(Number)
  return major > 5 || (major === 5 && minor >= 14)
}

/** What root does inside to become nobody, and what a user does who is nobody already. */
const demotion = ({ limits: { processes } }: Launch): string[] => {
  if (!asRoot) return prlimit && countsApart() ? [prlimit, `--nproc=${processes}`] : []
  return demoted(someUid())
}

const mounts = (launch: Launch): string[] => {
  const { stage, readable, interpreter } = launch
  const [demoter] = demotion(launch)
  const paths = [...libraries(), ...interpreter.readable, ...readable]
  if (demoter !== undefined) paths.push(demoter)
  return [
    ...links(),
    // First, for what is bound afterwards may lie below them: a checkout in /tmp, say.
    ...kernel,
    ...scratch,
    ...ancestors(outermost(paths)).flatMap((path) => ['--perms', '0755', '--dir', path]),
    ...outermost(paths).flatMap((path) => ['--ro-bind', path, path]),
    ...hidden(paths).flatMap((path) => ['--tmpfs', path]),
    '--ro-bind',
    stage,
    '/submission',
    '--chdir',
    '/tmp',
    '--remount-ro',
    '/',
  ]
}

const kernel = ['--proc', '/proc', '--dev', '/dev']
const scratch = ['--perms', '1777', '--size', String(scratchBytes), '--tmpfs', '/tmp']

/** Folders of the root that are links into /usr on most systems. */
const rootFolders = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false

const links = (): string[] =>
  rootFolders.filter(isLink).flatMap((path) => ['--symlink', readlinkSync(path), path])

/** The folders of this process's shared libraries, and of the loader. */
const libraries = (): string[] => {
  const maps = readFileSync('/proc/self/maps', 'utf8')
  const files = Array.from(maps.matchAll(/ (\/\S+\.so[.\d]*)$/gm), ([, path]) => path)
  const loaders = ['/lib64', '/usr/lib64'].filter((path) => existsSync(path) && !isLink(path))
  return [...new Set([...files.map((path) => dirname(path)), ...loaders])].filter(isSystem)
}

const isSystem = (path: string): boolean => /^\/(usr|lib)/.test(path)

/** Global packages of Node, which may hold the reference and the assignments. */
const hidden = (paths: readonly string[]): string[] =>
  ['/usr/lib/node_modules', '/usr/local/lib/node_modules'].filter(
    (path) => existsSync(path) && paths.some((folder) => path.startsWith(folder + sep)),
  )

/** Folders on the way to these paths, the upper first; bubblewrap would make them for root alone. */
const ancestors = (paths: readonly string[]): string[] => {
  const folders = paths.flatMap((path) => {
    const parts = path.split(sep).slice(1, -1)
    return parts.map((_, i) => sep + parts.slice(0, i + 1).join(sep))
  })
  return [...new Set(folders)].filter((path) => path !== '/tmp' && !isLink(path))
}

/** Without those that lie within another. */
const outermost = (paths: readonly string[]): string[] => {
  const distinct = [...new Set(paths)]
  return distinct.filter((path) => !distinct.some((other) => path.startsWith(other + sep)))
}

const field = (status: string, name: string): string =>
  status.match(new RegExp(`^${name}:\\s*(.*)$`, 'm'))?.[1] ?? ''

/** In its own process namespace a process counts from 1: bubblewrap, its child, and what it is. */
const highestPid = 8

const failing = ({ pid, status, net, environment }: Proof): string | undefined => {
  const uid = field(status, 'Uid').split('\t')
  if (uid.length !== 4 || uid.includes('0')) return 'the process runs as root'
  const powers = ['CapPrm', 'CapEff'].map((name) => field(status, name))
  if (powers.some((mask) => !/^0+$/.test(mask))) return 'the process has capabilities'
  if (field(status, 'NoNewPrivs') !== '1') return 'the process may gain privileges'
  if (pid > highestPid) return 'the process sees those of others'
  const interfaces = Array.from(net.matchAll(/^\s*(\S+):/gm), ([, name]) => name)
  if (interfaces.some((name) => name !== 'lo')) return 'the process has a network'
  const foreign = environment.filter((name) => !/^(HOME|PWD|LC_CTYPE|\w+_NUM_THREADS)$/.test(name))
  return foreign.length > 0 ? `the process has an environment (${foreign.join(', ')})` : undefined
}
