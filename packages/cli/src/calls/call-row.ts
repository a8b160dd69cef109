import type { RequestOf } from '@yaoquan/api'
import type { ResultMethod, ResultOf, TopClient } from '@yaoquan/client'
import type { Option } from 'commander'
import type { CallFlags } from '#options/gateway-options'
import type { Column, Shown } from '#terminal/table'

/** Values by property or flag, of a kind that the definition of the method tells. */
export type Given = Readonly<Record<string, unknown>>

/** Lines of text under the table of an answer, or instead of one. */
export type Says<R, Q> = (result: R, request: Q, shown: Shown) => readonly string[] | string

/** What a command has besides what the definition of its method tells. `F` is the whole request, `R` the result, `L` its list. */
type RowOf<F, R, L, P extends string = keyof F & string, Q = Partial<F>> = Readonly<{
  /** Its words; by default those of the method's name: `yaoquan.coupon.redeem` is `coupon redeem`. */
  path?: string
  /** Properties given as words instead of flags. Only the last may be a list. An object is read from the JSON file that the word names. */
  takes?: readonly P[]
  /** Shorter names of flags, without dashes. */
  aliases?: Readonly<Partial<Record<P, string>>>
  defaults?: Readonly<Partial<Record<P, string | number>>>
  /** Properties without a flag. */
  omits?: readonly P[]
  /** Properties of which at least one must be given, or with `exactly` exactly one. */
  needs?: readonly Readonly<{ of: readonly P[]; exactly?: boolean }>[]
  /** Flags by attribute that cannot be given with a property. */
  excludes?: Readonly<Partial<Record<P, readonly string[]>>>
  /** Flags besides those of the definition, which `adapt` and `before` read. */
  options?: () => readonly Option[]
  /** Whether a blank text is refused. Without this it counts as not given, as at the gateway. */
  refusesBlank?: boolean
  /** Changes the request that the flags make. */
  adapt?: (request: Q, flags: Given) => Q
  /** Runs before the call. @returns whether it did all that the command does */
  before?: (request: Q, flags: CallFlags & Given) => Promise<boolean>
  /** Sends the call of a method whose request or result has another shape than the command. */
  call?: (client: TopClient, request: F) => Promise<R>
  /** The pages of a list without cursors. JSON counts their items as `total_count`, as the pages do. */
  pages?: (client: TopClient, request: Q) => AsyncIterable<readonly object[]>
  /** Whether all pages are printed unless a flag names one page. */
  isWhole?: boolean
  /** A list of the answer as a table. */
  list?: L
  says?: Says<R, Q>
  /** Examples besides the one that the definition gives, without `yaoquan`. */
  examples?: readonly string[]
  notes?: string | (() => string)
}>

type ListOf<R> = {
  [K in keyof R]-?: NonNullable<R[K]> extends readonly (infer Item extends object)[]
    ? Readonly<{ of: K; columns: readonly Column<Item>[] }>
    : never
}[keyof R]

/** A command of one method. */
export type CallRow = Readonly<{ method: ResultMethod }> &
  RowOf<Given, Given, Readonly<{ of: string; columns: readonly Column<object>[] }>>

/**
 * Makes a row of the table of commands. Names and functions are checked against the types of the method here; the generator reads
 * requests and results by the fields of the definition.
 */
export function callRow<const M extends ResultMethod>(
  method: M,
  row: RowOf<RequestOf<M>, ResultOf<M>, ListOf<ResultOf<M>>> = {},
): CallRow {
  return { method, ...row } as unknown as CallRow
}
