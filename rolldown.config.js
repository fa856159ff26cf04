import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'

const folder = 'dist/command'

/** Where the library has what runs in students' processes: a folder for each language. */
const library = 'dist/src/submission'
const python = 'src/submission/python'
const comments = { legal: true, annotation: true, jsdoc: false }

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

/** Bytecode stays where it was made: it tells by the time of its source whether it is still true. */
const copy = (/** @type {string} */ from, /** @type {string} */ to) =>
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('__pycache__') })

/**
 * A program of a student's process in one file: it is read each time anew, and one module after another would take
 * longer. What its modules hold is out of the submission's reach as well where they are files of their own.
 */
const program = (/** @type {string} */ name) =>
  defineConfig({
    input: `src/submission/javascript/${name}.cjs`,
    platform: 'node',
    logLevel: 'warn',
    output: { file: `${library}/javascript/${name}.cjs`, format: 'cjs', comments },
  })

/**
 * The command in a few files instead of a hundred modules, and as CommonJS, for which Node need not set up its other
 * loader: reading itself in costs a check of one submission less than each of the two processes that it takes. What a
 * student's process reads stays in files of its own, so that a sandbox can show it those and nothing else.
 */
const command = defineConfig({
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
    comments,
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
        copy(`${library}/javascript`, `${folder}/javascript`)
        for (const submission of [library, folder]) copy(python, `${submission}/python`)
        writeFileSync(`${folder}/LICENSES.txt`, libraries.map(notice).join('\n'))
      },
    },
  ],
})

export default [program('serve'), program('prepare'), command]
