import { mergeCommand } from './class-options.ts'
import { UsageError } from '../usage-error.ts'
import { classReport } from '../class/class-results.ts'
import { gatherShards, UnmergeableShards } from '../class/merge-shards.ts'
import { printClass } from './print-report.ts'

function shardsIn(folders: readonly string[]) {
  try {
    return gatherShards(folders)
  } catch (error) {
    if (error instanceof UnmergeableShards) throw new UsageError(`merge: ${error.message}`)
    throw error
  }
}

/** `gradproof merge`; gives the exit code. */
export function merge(argv: readonly string[]): Promise<number> {
  const { folders, reporters } = mergeCommand(argv)
  return printClass(classReport(shardsIn(folders)), reporters)
}
