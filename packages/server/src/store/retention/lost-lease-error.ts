/** Another server took the lease of a seller, or its policy was changed. */
export class LostLeaseError extends Error {
  override readonly name = 'LostLeaseError'
}
