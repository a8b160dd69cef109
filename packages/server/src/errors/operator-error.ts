/**
 * A fault that the person who runs the program can mend: an unwritable folder, a port in use, a damaged file,
 * a schema newer than the program. The message is one clear line; the command prints it without a stack.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}
