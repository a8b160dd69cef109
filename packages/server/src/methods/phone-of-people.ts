import { ruleForPhoneOfPeople } from '#domain/number-rules'
import { normalisePhone } from '#domain/phone'
import { type CallContext, InvalidInput } from './method.ts'

/**
 * An operator gives a member only what is a phone; what apps send is stored as it is.
 * @param field its wire name
 * @throws InvalidInput for another text of an operator
 */
export function expectPhoneOfPeople(
  { operator }: Pick<CallContext, 'operator'>,
  field: string,
  phone: string | undefined,
): void {
  if (operator === undefined || phone === undefined) return
  const rule = ruleForPhoneOfPeople(normalisePhone(phone))
  if (rule !== undefined) throw new InvalidInput(field, rule)
}
