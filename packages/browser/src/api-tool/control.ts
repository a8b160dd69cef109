/** A form control for one value of the request. */
export type FieldControl = Readonly<{
  node: HTMLElement
  /** The typed value; `undefined` if blank. */
  read: () => unknown
  /** Shows a value; `undefined` clears the control. */
  write: (value: unknown) => void
}>
