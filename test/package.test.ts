import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './document.ts'

const folder = mkdtempSync(join(tmpdir(), 'gradproof-package-'))
const run = (command: string, ...argv: string[]) =>
  execFileSync(command, argv, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

let tarball = ''

beforeAll(() => {
  const [{ filename }] = JSON.parse(
    run('npm', 'pack', root, '--json', '--ignore-scripts', '--silent'),
  ) as [{ filename: string }]
  tarball = join(folder, filename)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const { vitest } = manifest().devDependencies
  run('npm', 'install', '--silent', '--prefer-offline', tarball, `vitest@${vitest}`)
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Manifest {
  readonly exports: Record<string, string>
  readonly devDependencies: Record<string, string>
}

const manifest = () => JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Manifest

/** Only modules are shipped: what resolves for require alone does not concern them. */
const concernsModules = (problem: object): boolean =>
  !('resolutionKind' in problem) || !/^node10$|-cjs$/.test(String(problem.resolutionKind))

describe('the packed package', () => {
  test('has an entry for every kind of reader (publint)', async () => {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true, pack: false })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test('has types that are true (are the types wrong)', async () => {
    const analysed = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)))
    const result = await checkPackage(analysed)
    if (!result.types) throw new Error('Expected a package with types, but it has none')
    expect(result.problems.filter(concernsModules)).toEqual([])
  })

  test('weighs less than a photograph', () => {
    expect(statSync(tarball).size).toBeLessThan(1024 ** 2)
  })
})

describe('installed into an empty folder', () => {
  const entries = Object.keys(manifest().exports).filter((entry) => !entry.endsWith('.json'))

  test.for(entries.filter((entry) => entry !== './vitest'))('gradproof%s loads', (entry) => {
    const name = entry.replace('.', 'gradproof')
    const program = `console.log(Object.keys(await import('${name}')).length > 0)`
    expect(run('node', '--input-type=module', '--eval', program)).toBe('true\n')
  })

  test('the command checks a submission', () => {
    copyFileSync(`${root}/fixtures/submissions/right/closed-form.js`, join(folder, 'student.js'))
    const report = run('npx', 'gradproof', 'check', 'student.js', '--reporter', 'json')
    expect(JSON.parse(report)).toMatchObject({ status: 'passed', score: 10, maxScore: 10 })
  })

  test('the matchers stand in vitest', () => {
    writeFileSync(
      join(folder, 'square.test.js'),
      `import 'gradproof/vitest'
       import { expect, test } from 'vitest'
       const square = ([x]) => x * x
       test('right', () => expect(square).toHaveGradient(([x]) => [2 * x], { at: [3] }))
       test('wrong', () => expect(square).toHaveGradient(([x]) => [x], { at: [3] }))`,
    )
    const { stdout } = spawnSync('npx', ['vitest', 'run', '--no-color'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stdout).toContain('Tests  1 failed | 1 passed (2)')
  })
})
