import { keysOf, numberInUse } from '#domain/members/find-member'
import type { Refused } from '#domain/members/member-refusal'
import type { MemberReader } from '#domain/members/member-store'
import { InvalidInput } from './method.ts'

type Naming = Readonly<{
  memberId?: string | undefined
  phone?: string | undefined
  cardNo?: string | undefined
}>

/** @throws InvalidInput for an id beside a phone or card */
export function expectIdAlone({ memberId, phone, cardNo }: Naming): void {
  if (memberId === undefined || (phone === undefined && cardNo === undefined)) return
  throw new InvalidInput('member_id', {
    zh: '与 phone、card_no 不能同时传',
    en: 'may not be sent with phone or card_no',
  })
}

type Reading = Readonly<{ members: Pick<MemberReader, 'lookUpMembers'>; sellerId: string }>

/**
 * The input of a read with the card in use of a member that it names by id, without one with the phone.
 * @throws InvalidInput for an id beside a phone or card
 */
export async function withNumberInUse<Input extends Naming>(
  { members, sellerId }: Reading,
  input: Input,
): Promise<Readonly<{ kind: 'named'; named: Naming }> | Refused> {
  const { memberId } = input
  expectIdAlone(input)
  if (memberId === undefined) return { kind: 'named', named: input }
  return numberInUse(await members.lookUpMembers(sellerId, keysOf({ memberId })), memberId)
}
