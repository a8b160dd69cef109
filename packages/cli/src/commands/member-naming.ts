import type { Command } from 'commander'
import { nonBlank } from '#options/data-options'
import { UsageFault } from '#terminal/faults'
import { say } from '#terminal/language'

/** How a command names a member besides its id. */
export type NamingFlags = Readonly<{ phone?: string | undefined; cardNo?: string | undefined }>

/** How a call names a member. */
export type Naming = Readonly<{
  memberId: string | undefined
  phone: string | undefined
  cardNo: string | undefined
}>

/** Why something was done. */
export const reasonOption = ['--reason <text>', say('原因，会记入事件', 'reason; kept in the event'), nonBlank] as const

/** Adds the argument and the options by which a command names a member. */
export function addNaming(command: Command): Command {
  return command
    .argument('[id]', say('会员id，如 M1024', 'member id'))
    .option('--phone <phone>', say('会员手机号', "member's phone number"))
    .option('--card-no <no>', say('会员卡号', 'member card number'))
}

/** @throws UsageFault without any name */
export function namingOf(memberId: string | undefined, { phone, cardNo }: NamingFlags): Naming {
  if (memberId !== undefined || phone || cardNo) return { memberId, phone, cardNo }
  throw new UsageFault('请指定会员id、--phone 或 --card-no', 'a member id, --phone or --card-no is required')
}
