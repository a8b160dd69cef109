import type { ChangeKind, ChangeKinds } from '#domain/lifecycle/changes'
import type { WriterParts } from './writer-parts.ts'

/** Applies changes of one kind that follow each other. */
export type Appliers = {
  readonly [Kind in ChangeKind]: (parts: WriterParts, to: readonly ChangeKinds[Kind][]) => Promise<void>
}

/** Applies changes one after the other. */
export function oneByOne<To>(
  apply: (parts: WriterParts, to: To) => Promise<void>,
): (parts: WriterParts, all: readonly To[]) => Promise<void> {
  return async (parts, all) => {
    for (const to of all) await apply(parts, to)
  }
}
