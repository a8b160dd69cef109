import { say } from './output.ts'

/** Wrong usage of the command line. Exit code 2. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault'

  constructor(zh: string, en: string) {
    super(say(zh, en))
  }
}

/** The operation failed. Exit code 1. */
export class OperationFault extends Error {
  override readonly name = 'OperationFault'

  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(say(zh, en), options)
  }
}

/** A fault that another process has described in one line. Exit code 1. */
export class DescribedFault extends Error {
  override readonly name = 'DescribedFault'
}

/** The code of a system error such as `ENOENT`; `unknown` for other errors. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
