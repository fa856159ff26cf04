import { open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The name of a file that is being written: hidden, and with the process that writes it. */
const unfinished = /^\.(?:.*)\.(\d+)\.part$/

/**
 * Writes a file so that there is the whole of it or, killed at any moment, what was there before: into another file of
 * the same folder, down to the disk, and then under its name.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  const part = join(folder, `.${basename(path)}.${process.pid}.part`)
  await writeThrough(part, text)
  await rename(part, path)
  await settle(folder)
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The new name has to reach the disk as well; not every system lets a folder be opened. */
async function settle(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Removes what processes left that were killed while they wrote. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = unfinished.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true })
  }
}
