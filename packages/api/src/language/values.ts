import type { Field, Fields, ListItem, Text } from './field.ts'
import type { MethodDefinition } from './method.ts'

/** The TypeScript value of one field. */
export type ValueOf<F> = F extends { kind: 'text'; oneOf: readonly (infer O)[] }
  ? O
  : F extends { kind: 'text' }
    ? string
    : F extends { kind: 'number' }
      ? number
      : F extends { kind: 'boolean' }
        ? boolean
        : F extends { kind: 'object'; fields: infer Inner extends Fields }
          ? ValuesOf<Inner>
          : F extends { kind: 'list'; item: infer Item extends ListItem }
            ? readonly ValueOf<Item>[]
            : never

/** An object with one property per field; fields that are not required may be left out. */
export type ValuesOf<F extends Fields> = Flatten<
  { readonly [K in keyof F as F[K] extends { required: true } ? K : never]: ValueOf<F[K]> } & {
    readonly [K in keyof F as F[K] extends { required: true } ? never : K]?: ValueOf<F[K]> | undefined
  }
>

/** The parameters a caller passes to a method. */
export type RequestOf<M extends MethodDefinition> = ValuesOf<M['request']>

/**
 * The decoded parameters a method receives: `RequestOf`, but objects with `whenEmpty` are always present, objects with
 * `keepsText` have their text in `sentText`, and lists with `isRefusedAlone` may contain a `RefusedItem` in place of an item.
 */
export type InputOf<M extends MethodDefinition> = InputsOf<M['request']>

/** A method's answer, without the envelope's `request_id`. */
export type ResponseOf<M extends MethodDefinition> = ValuesOf<M['response']>

type InputsOf<F extends Fields> = Flatten<
  { readonly [K in keyof F as IsAlwaysPresent<F[K]> extends true ? K : never]: ParameterOf<F[K]> } & {
    readonly [K in keyof F as IsAlwaysPresent<F[K]> extends true ? never : K]?: ParameterOf<F[K]> | undefined
  }
>

type ParameterOf<F> = F extends { kind: 'list'; item: infer Item extends ListItem }
  ? readonly (ValueOf<Item> | RefusedOf<Item>)[]
  : F extends { keepsText: true }
    ? ValueOf<F> & Readonly<{ sentText: string }>
    : ValueOf<F>

type RefusedOf<Item> = Item extends ListItem ? ('isRefusedAlone' extends keyof Item ? RefusedItem : never) : never

type IsAlwaysPresent<F extends Field> = F extends { required: true }
  ? true
  : F extends { whenEmpty: object }
    ? true
    : false

type Flatten<T> = { [K in keyof T]: T[K] } & {}

/** Replaces a decoded list item that broke a rule, in lists whose items are refused one by one (`isRefusedAlone`). */
export class RefusedItem {
  /** Wire name of the field that broke the rule; empty if the item is not an object. */
  readonly field: string
  /** The rule as a phrase. It never contains a phone or card number. */
  readonly rule: Text
  /** The item's texts as sent, by property name. */
  readonly texts: Readonly<Record<string, string>>

  constructor(refusal: Readonly<{ field: string; rule: Text }>, texts: Readonly<Record<string, string>>) {
    this.field = refusal.field
    this.rule = refusal.rule
    this.texts = texts
  }
}
