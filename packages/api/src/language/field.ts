import type { Text } from '../words/text.ts'

export type { Text }

type Described = Readonly<{
  /** Name on the wire. Wire spellings are written in the definitions and nowhere else. */
  wire: string
  /** In a request: the caller must send it. In a response: it is always present. */
  required: boolean
  /** When else the caller must send it, from the `rules` of the method. */
  need?: Text
  description: Text
}>

/** A string. The decoder trims a request value and treats a blank one as absent, unless `verbatim` is set. */
export type TextField = Described &
  Readonly<{
    kind: 'text'
    example: string
    /** Longest accepted value in characters (UTF-16 units). */
    maxLength?: number
    /** The accepted values; absent: any value. */
    oneOf?: readonly string[]
    /** The value is passed on unchanged: not trimmed, and kept when blank. */
    verbatim?: boolean
    /** A moment, `yyyy-MM-dd HH:mm:ss` in GMT+8; documents call its type `Date`. */
    isMoment?: boolean
    /** In a request: any JSON scalar is accepted as text, and any other value counts as absent. */
    isLenient?: boolean
  }>

/** An integer from `min` to `max`, both inclusive. The decoder accepts JSON numbers and strings of digits. */
export type NumberField = Described & Readonly<{ kind: 'number'; example: number; min: number; max: number }>

export type BooleanField = Described & Readonly<{ kind: 'boolean'; example: boolean }>

export type Fields = Readonly<Record<string, Field>>

/** A nested object. As a top-level request parameter it is sent as JSON text. */
export type ObjectField = Described &
  Readonly<{
    kind: 'object'
    /** Type name as the document centre prints it, e.g. `ErpCouponQueryDto`. */
    typeName: string
    fields: Fields
    /** The value used when the object is absent, blank, `null` or `{}`. Keys are property names, not wire names. */
    whenEmpty?: Readonly<Record<string, string | number | boolean>>
    /** Only for a top-level request parameter: the decoded object keeps the JSON text that was sent, in `sentText`. */
    keepsText?: boolean
  }>

/** A list of objects or strings. In answers the list's element contains its items under `itemTag`. */
export type ListField = Described &
  Readonly<{
    kind: 'list'
    itemTag: string
    item: ListItem
    minItems?: number
    maxItems?: number
  }>

export type ListItem =
  | Readonly<{
      kind: 'object'
      typeName: string
      fields: Fields
      /** In a request: an item that breaks a rule becomes a `RefusedItem` and does not refuse the call. */
      isRefusedAlone?: boolean
    }>
  | Readonly<{ kind: 'text'; example: string; maxLength?: number }>

export type Field = TextField | NumberField | BooleanField | ObjectField | ListField
