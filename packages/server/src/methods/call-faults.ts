/** A call whose parameters break a rule that its definition cannot express: answered with code 50, like a broken call. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly field: string
  /** Chinese, for the caller. Never repeats a value. */
  readonly rule: string

  constructor(field: string, rule: string) {
    super(`${field} ${rule}`)
    this.field = field
    this.rule = rule
  }
}

/** A write under a signature that was received with another call before: answered with code 25, like a broken call. */
export class ReusedSign extends Error {
  override readonly name = 'ReusedSign'

  constructor() {
    super('the signature was received with another call')
  }
}
