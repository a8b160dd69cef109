import { parseArgs } from 'node:util'

export type ChainOptions = Readonly<{
  /** Of the chain's main channel. */
  coupons: number
  /** Kept, and used again; without it a temporary one. */
  dataDir?: string | undefined
  /** `mysql://…` */
  storeUrl?: string | undefined
}>

/** `--coupons N` (200,000), `--data DIR` to keep the data, `--store URL`. */
export function chainOptions(): ChainOptions {
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
