/** A text for people, Chinese first (what users of this API read) with English beside it. */
export type Text = Readonly<{ zh: string; en: string }>

type Described = Readonly<{
  /** Name on the wire. Wire spelling stands here and nowhere else. */
  wire: string
  /** In a request: the caller must send it. In a response: it is always there. */
  required: boolean
  description: Text
}>

/** A string. Filters are trimmed and blank counts as absent, unless `verbatim`. */
export type TextField = Described &
  Readonly<{
    kind: 'text'
    example: string
    /** Longest accepted value in characters (UTF-16 units). */
    maxLength?: number
    /** The only values accepted. */
    oneOf?: readonly string[]
    /** Comes through byte for byte: neither trimmed nor dropped when blank. */
    verbatim?: boolean
  }>

/** An integer within the given inclusive range; JSON numbers and strings of digits are both accepted. */
export type NumberField = Described & Readonly<{ kind: 'number'; example: number; min: number; max: number }>

export type BooleanField = Described & Readonly<{ kind: 'boolean'; example: boolean }>

export type Fields = Readonly<Record<string, Field>>

/** A nested object; as a top-level request parameter it travels as JSON text. */
export type ObjectField = Described &
  Readonly<{
    kind: 'object'
    /** Type name as the document centre prints it, e.g. `ErpCouponQueryDto`. */
    typeName: string
    fields: Fields
    /** Taken when the object is absent, blank, `null` or `{}`. Keys are property names. */
    whenEmpty?: Readonly<Record<string, string | number | boolean>>
  }>

/** A list of objects or strings. In JSON and XML the items stand under `itemTag` inside the list's own element. */
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
      /** In a request: an item that breaks a rule is decoded to a `RefusedItem` and does not refuse the call. */
      isRefusedAlone?: boolean
    }>
  | Readonly<{ kind: 'text'; example: string; maxLength?: number }>

export type Field = TextField | NumberField | BooleanField | ObjectField | ListField
