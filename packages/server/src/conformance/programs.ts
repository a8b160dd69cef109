import { randomBytes } from 'node:crypto'
import type { Store } from '#store/open-store'

/** Stores opened on one database, as by so many programs. */
export type Stores = () => readonly Store[]

/** The store of one of the programs, whatever the number. */
export function storeAt(stores: Stores, place: number): Store {
  const all = stores()
  const store = all[place % all.length]
  if (store === undefined) throw new Error('the store is not open')
  return store
}

const run = randomBytes(4).toString('hex')
let sellers = 0

/** A seller that no other check has touched, in this run or an earlier one on the same database. */
export function newSeller(): string {
  sellers += 1
  return `s-${run}-${sellers}`
}
