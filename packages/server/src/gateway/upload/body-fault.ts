import type { UploadErrorName } from '@yaoquan/api'

/** Why a body cannot be read to its end; thrown by its reader. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault'
  readonly error: UploadErrorName
  /** Values for the error's text. */
  readonly values: Readonly<Record<string, string | number>>

  constructor(error: UploadErrorName, values: Readonly<Record<string, string | number>> = {}) {
    super(error)
    this.error = error
    this.values = values
  }
}
