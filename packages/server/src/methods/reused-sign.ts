/** A write under a signature that was received with another call before: answered with code 25, like a broken call. */
export class ReusedSign extends Error {
  override readonly name = 'ReusedSign'

  constructor() {
    super('the signature was received with another call')
  }
}
