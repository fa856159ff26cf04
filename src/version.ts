import { createRequire } from 'node:module'

interface Manifest {
  readonly version: string
}

// By the package's own name, since the sources and what is built from them lie at different depths.
const manifest = createRequire(import.meta.url)('gradproof/package.json') as Manifest

export const version = manifest.version
