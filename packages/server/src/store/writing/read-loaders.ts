import type { LoadRead } from '#domain/lifecycle/act'
import type { ReadKind, ReadKinds } from '#domain/lifecycle/reads'
import type { WriterParts } from './writer-parts.ts'

/**
 * Functions that load reads, by kind: made once, since to make all of them for each act takes as long as a statement. One that asks the
 * database for nothing may return what it found without a promise.
 */
export type ReadLoaders<Kinds extends ReadKind, Parts = WriterParts> = {
  readonly [Kind in Kinds]: (
    parts: Parts,
    by: ReadKinds[Kind]['by'],
  ) => ReadKinds[Kind]['found'] | Promise<ReadKinds[Kind]['found']>
}

/** @returns loads a read, and throws a RangeError for a kind that is missing: where it is used, no act reads that */
export function loadWith<Parts>(loaders: Partial<ReadLoaders<ReadKind, Parts>>, parts: Parts): LoadRead {
  return ({ kind, by }) => {
    const load = loaders[kind]
    if (load === undefined) throw new RangeError(`reads of kind ${kind} are not loaded here`)
    return load(parts, by)
  }
}
