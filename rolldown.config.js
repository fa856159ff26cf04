import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'

const folder = 'dist/command'

/** What the command starts in processes of their own, from files beside it. */
const started = ['serve.cjs', 'serve.py', 'prepare.cjs']

/** How Node loads the modules of instructors, in a thread of its own. */
const hooks = 'dist/src/named-assignment/assignment-hooks.js'

const packageOf = (/** @type {string} */ path) =>
  path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]

/** The notice that goes with every copy of a library: in a file of its own, or at the end of what it says of itself. */
const notice = (/** @type {string} */ folder) => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  const text = readFileSync(`${folder}/${file ?? 'README.md'}`, 'utf8')
  const [, licence = text] = file ? [] : text.split(/^LICENSE.*\n-+\n/m)
  return `${folder.split('node_modules/').at(-1)}\n\n${licence.trim()}\n`
}

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
        const modules = Object.values(bundle).flatMap((each) =>
          each.type === 'chunk' ? each.moduleIds : [],
        )
        const libraries = [...new Set(modules.flatMap((id) => packageOf(id) ?? []))].toSorted()
        copyFileSync(hooks, `${folder}/assignment-hooks.js`)
        for (const name of started) copyFileSync(`src/submission/${name}`, `${folder}/${name}`)
        writeFileSync(`${folder}/LICENSES.txt`, libraries.map(notice).join('\n'))
      },
    },
  ],
})
