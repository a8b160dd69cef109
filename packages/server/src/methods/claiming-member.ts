import { normalisePhone } from '../domain/phone.ts'
import type { Member } from '../domain/templates/template-store.ts'
import { InvalidInput } from './invalid-input.ts'

/**
 * Who claims, phone normalised.
 * @throws InvalidInput if nobody is named
 */
export function claimingMember({ phone, cardNo }: Partial<Member>): Member {
  const normalised = phone === undefined ? undefined : normalisePhone(phone)
  if (normalised !== undefined && (normalised.length < 5 || normalised.length > 32)) {
    throw new InvalidInput('phone', '应为5到32个字符')
  }
  if (normalised === undefined && cardNo === undefined) throw new InvalidInput('phone', '与 card_no 至少传一个')
  return { phone: normalised, cardNo }
}
