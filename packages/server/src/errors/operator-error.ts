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
