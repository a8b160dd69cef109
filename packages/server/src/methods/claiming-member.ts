import { isStorablePhone, normalisePhone } from '#domain/phone'
import type { Member } from '#domain/templates/template-store'
import { InvalidInput } from './invalid-input.ts'

/**
 * The member who claims, phone normalised.
 * @throws InvalidInput without a member, or with a phone that cannot be stored
 */
export function claimingMember({ phone, cardNo }: Partial<Member>): Member {
  const normalised = phone === undefined ? undefined : normalisePhone(phone)
  if (normalised !== undefined && !isStorablePhone(normalised)) {
    throw new InvalidInput('phone', '应为至少7位数字、最多32个字符的电话号码，不能是科学计数法')
  }
  if (normalised === undefined && cardNo === undefined) throw new InvalidInput('phone', '与 card_no 至少传一个')
  return { phone: normalised, cardNo }
}
