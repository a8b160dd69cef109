/** A part of the form that stands for one value of the request. */
export type FieldControl = Readonly<{
  node: HTMLElement
  /** The value as typed, `undefined` for a blank one. */
  read: () => unknown
  /** Shows a value; `undefined` blanks the control. */
  write: (value: unknown) => void
}>
