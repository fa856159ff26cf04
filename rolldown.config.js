import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'

const folder = 'dist/command'

/** What the command starts in processes of their own, from files beside it. */
const started = ['serve.cjs', 'serve.py', 'prepare.cjs']

/** The text of a package's licence: a file of that name, or the end of what one is told first. */
function notice(/** @type {string} */ name) {
  const own = readdirSync(`node_modules/${name}`)
  const file = own.find((each) => /^licen[cs]e/i.test(each)) ?? 'README.md'
  const text = readFileSync(`node_modules/${name}/${file}`, 'utf8')
  const [, licence = text] = text.split(/^LICENSE.*\n-+\n/m)
  return `${name}\n\n${licence.trim()}\n`
}

/** The packages that a module of the bundle comes from. */
const packagesOf = (/** @type {string[]} */ modules) =>
  [
    ...new Set(modules.flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? [])),
  ].toSorted()

/**
 * The command in a few files instead of a hundred modules, and as CommonJS, for which Node need not set up its other
 * loader: reading itself in costs a check of one submission less than each of the two processes that it takes. What a
 * student's process reads stays in files of its own, so that a sandbox can show it those and nothing else.
 */
export default defineConfig({
  input: { gradproof: 'src/cli.ts', worker: 'src/class/worker.ts' },
  platform: 'node',
  logLevel: 'warn',
  // What both entries need lies in neither: a judge's thread that reads in the command would run it.
  experimental: { chunkOptimization: false },
  output: {
    dir: folder,
    format: 'cjs',
    cleanDir: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    comments: { legal: true, annotation: true, jsdoc: false },
  },
  plugins: [
    {
      name: 'files-beside-the-command',
      writeBundle(_, bundle) {
        const modules = Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' ? file.moduleIds : [],
        )
        for (const name of started) copyFileSync(`src/submission/${name}`, `${folder}/${name}`)
        writeFileSync(`${folder}/LICENSES.txt`, packagesOf(modules).map(notice).join('\n'))
      },
    },
  ],
})
