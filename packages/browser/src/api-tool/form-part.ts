/** A part of the form of a call. */
export type FormPart<Value> = Readonly<{
  node: HTMLElement
  /** The values that the user typed and chose. */
  read: () => Value
}>

/** The control of a field; its value is undefined if it is blank. */
export type FieldControl<Value = unknown> = FormPart<Value> & Readonly<{ write: (value: unknown) => void }>
