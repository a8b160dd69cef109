import { readValue } from '#database/read-value'
import type { UnitOfWork } from '#database/unit-of-work'
import { addToCounter, findCounter, insertCounter } from '#store/tables/counter'

/** Raises a counter of a seller, whose row stays locked until the transaction ends. @returns false where it begins with this */
export async function raiseCounter(
  unit: UnitOfWork,
  { sellerId, name }: Readonly<{ sellerId: string; name: string }>,
  by: number,
): Promise<boolean> {
  if ((await unit.run(addToCounter({ by, sellerId, counterName: name }))) > 0) return true
  const record = { seller_id: sellerId, counter_name: name, counter_value: by, version: 1 }
  unit.insert(insertCounter.text, [insertCounter.encode(record)])
  return false
}

/** @returns the first of them */
export async function takeNumbers(
  unit: UnitOfWork,
  counter: Readonly<{ sellerId: string; name: string }>,
  count: number,
): Promise<number> {
  if (!(await raiseCounter(unit, counter, count))) return 1
  return (
    Number(await readValue(unit, findCounter({ sellerId: counter.sellerId, counterName: counter.name }))) - count + 1
  )
}
