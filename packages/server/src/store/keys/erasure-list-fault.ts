/** A list of erased members could not be written, so an erasure is not done. The same call may succeed later. */
export class ErasureListFault extends Error {
  override readonly name = 'ErasureListFault'
}
