/** A text in both languages. */
export type ErrorText = Readonly<{ zh: string; en: string }>

/**
 * A fault that the person who runs the program can mend: an unwritable folder, a port in use, a damaged file,
 * a schema newer than the program. Its text is one clear line; the command prints it in the language of its reader, without a stack.
 * The message has both languages, for the log.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
  readonly text: ErrorText

  constructor(text: ErrorText, options?: ErrorOptions) {
    super(`${text.zh} (${text.en})`, options)
    this.text = text
  }
}

/** A fault of another thread as this one can report it; what crosses a port loses its class. */
export type FaultReport = Readonly<{
  name: string
  message: string
  stack: string | undefined
  /** Kind of a fault of the store. */
  storeFault: string | undefined
}>

/** A fault that another thread met. */
export class RelayedFault extends Error {
  readonly storeFault: string | undefined

  constructor({ name, message, stack, storeFault }: FaultReport) {
    super(message)
    this.name = name
    if (stack !== undefined) this.stack = stack
    this.storeFault = storeFault
  }
}
