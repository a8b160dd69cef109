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
