/** Another server took the turn of a seller, or its policy was changed. */
export class LostTurnError extends Error {
  override readonly name = 'LostTurnError'
}
