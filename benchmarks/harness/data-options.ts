import { parseArgs } from 'node:util'

export type DataOptions = Readonly<{
  /** Number of coupons in the seller's main channel. */
  coupons: number
  /** Folder of the data, kept for later runs; default: a temporary folder. */
  dataDir?: string | undefined
  /** `mysql://…` */
  storeUrl?: string | undefined
}>

/**
 * Reads `--coupons N` (default 200,000), `--data DIR` to keep the data, and `--store URL`.
 * @throws RangeError if N is not an integer of 1000 or more
 */
export function dataOptions(): DataOptions {
  const options = {
    coupons: { type: 'string', default: '200000' },
    data: { type: 'string' },
    store: { type: 'string' },
  } as const
  const { values } = parseArgs({ options, strict: false })
  const coupons = Number(values.coupons)
  if (!Number.isInteger(coupons) || coupons < 1000)
    throw new RangeError('--coupons takes a whole number of 1000 or more')
  return { coupons, dataDir: textOf(values.data), storeUrl: textOf(values.store) }
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
