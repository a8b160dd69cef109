import { OperatorError } from '#errors/operator-error'

/** The files of a database cannot be read where they should be. The message says what to do. */
export class DamagedStoreError extends OperatorError {}
