import { createOperator } from '#domain/administration/create-operator'
import type { ManageDependencies } from '#domain/administration/manage-operators'
import { systemRequest } from '#domain/lifecycle/shared-act'
import type { OperatorRole } from '#domain/people/operator'
import { demoMarketerName, demoOwnerName, demoSellerId } from './demo-names.ts'

/** The demo's operator at the console. */
export type DemoOwner = Readonly<{
  name: string
  /** Only at the start that created the operator. */
  password: string | undefined
}>

type Parts = Readonly<{ people: ManageDependencies; nowMs: number }>

/** The owner of the demo's seller. An operator of that name who exists is left as it is. */
export async function openOwner(parts: Parts): Promise<DemoOwner> {
  const password = await open({ name: demoOwnerName, displayName: '负责人', role: 'owner' }, parts)
  return { name: demoOwnerName, password }
}

/**
 * Two more operators. Nobody learns their one-time passwords, which end before the first start: the owner gives them others at the console.
 * @param parts.nowMs the first day of the demo's life
 */
export async function openStaff(parts: Parts): Promise<void> {
  // Hashing a password takes 0.2 s of a processor.
  await Promise.all([
    open({ name: demoMarketerName, displayName: '王敏', role: 'marketing' }, parts),
    open({ name: 'li.na', displayName: '李娜', role: 'shop_clerk', shops: ['01'] }, parts),
  ])
}

type Person = Readonly<{ name: string; displayName: string; role: string; shops?: OperatorRole['shops'] }>

/** @returns the one-time password; undefined where the operator existed */
async function open({ name, displayName, role, shops }: Person, { people, nowMs }: Parts): Promise<string | undefined> {
  if ((await people.operators.findOperator(name)) !== undefined) return undefined
  const made = await createOperator(
    { name, displayName, roles: [{ sellerId: demoSellerId, role, shops }] },
    { ...people, request: { ...systemRequest(nowMs), actor: 'operator:cli' } },
  )
  return made.kind === 'changed' ? made.password : undefined
}
