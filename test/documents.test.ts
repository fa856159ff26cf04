import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root, textOf } from './document.ts'

const inDocs = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs]

describe.for(documents)('%s', (path) => {
  const text = textOf(path)

  test('links to what is there', () => {
    const links = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g), ([, link]) => link)
    const dead = links.filter((link) => !existsSync(join(root, dirname(path), link)))
    expect(dead).toEqual([])
  })

  test('names only scripts of the package', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    const named = Array.from(text.matchAll(/npm run ([\w:-]+\w)/g), ([, name]) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})
