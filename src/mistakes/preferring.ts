import type { MistakeId } from './catalogue.ts'
import type { Diagnosis } from './diagnose.ts'

/** The diagnosis under another of its names: a set with this mistake, where one explains a function as well, is named. */
export function preferring(diagnosis: Diagnosis, id: MistakeId): Diagnosis {
  if (diagnosis.status !== 'explained' || diagnosis.mistakes.some((one) => one.id === id)) {
    return diagnosis
  }
  const preferred = diagnosis.alternatives.find((set) => set.some((one) => one.id === id))
  if (preferred === undefined) return diagnosis
  const isOther = ({ function: name }: { function: string }): boolean =>
    name !== preferred[0].function
  const named = diagnosis.mistakes.filter((one) => !isOther(one))
  return {
    status: 'explained',
    mistakes: [...diagnosis.mistakes.filter(isOther), ...preferred],
    alternatives: [named, ...diagnosis.alternatives.filter((set) => set !== preferred)],
  }
}
