import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { defineConfig } from 'rolldown'

const folder = 'dist/command'

/** What the command starts in processes of their own, from files beside it. */
const started = ['serve.cjs', 'serve.py', 'prepare.cjs']

/** Where the libraries that are bundled keep the notice that goes with every copy of them. */
const notices = ['fast-check/LICENSE', 'pure-rand/LICENSE', 'seedrandom/README.md']

const notice = (/** @type {string} */ path) => {
  const text = readFileSync(`node_modules/${path}`, 'utf8')
  const [, licence = text] = text.split(/^LICENSE.*\n-+\n/m)
  return `${path.split('/')[0]}\n\n${licence.trim()}\n`
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
      writeBundle() {
        for (const name of started) copyFileSync(`src/submission/${name}`, `${folder}/${name}`)
        writeFileSync(`${folder}/LICENSES.txt`, notices.map(notice).join('\n'))
      },
    },
  ],
})
