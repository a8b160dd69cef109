import { type ImportQuestion, openQuestions } from '@yaoquan/api'
import type { Source } from './source.ts'

type Flags = Readonly<{ bearer?: boolean; zeroAmount?: boolean }>

/** What the rows of a file may be: what the caller says, and all of it where nothing is asked. */
export function answeredFor({ isTable }: Pick<Source<unknown>, 'isTable'>, flags: Flags): readonly ImportQuestion[] {
  // The keys of an object literal are its own.
  return isTable ? answeredBy(flags) : (Object.keys(openQuestions) as ImportQuestion[])
}

/** What the caller says that rows may be. */
function answeredBy({ bearer, zeroAmount }: Flags): readonly ImportQuestion[] {
  return [...(bearer ? (['bearer'] as const) : []), ...(zeroAmount ? (['zero-amount'] as const) : [])]
}
