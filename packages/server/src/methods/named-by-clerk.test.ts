import { consoleMethods, type MethodDefinition, methods, methodsOfRole, roleNames, searchMembers } from '@yaoquan/api'
import { describe, expect, test } from 'vitest'
import { namedByClerk } from './named-by-clerk.ts'

/** Look-ups by a number that show no member, card or order that a list does not show, too. */
const others: Readonly<Record<string, string>> = {
  'yaoquan.coupon.explain': 'says of a coupon, which it names by code, whether an order could use it',
  'yaoquan.coupon.search': 'lists all coupons without a number',
  'yaoquan.redemption.list': 'lists all redemptions without a number',
}

const numbers = { memberId: 'M1', cardNo: '2', orderId: '3' }
const operator = { name: 'li.na', shops: undefined }

const rolesWithoutSearch = roleNames.filter((role) => !methodsOfRole(role).includes(searchMembers.name))

describe.each(rolesWithoutSearch)('%s', (role) => {
  const allowed = methodsOfRole(role)
  const grants = { preset: 'none', allowed, denied: [] }
  const all: readonly MethodDefinition[] = Object.values({ ...methods, ...consoleMethods })
  const lookUps = all.filter(
    ({ name, effect, request }) => effect === 'read' && allowed.includes(name) && namesNumber(request),
  )

  test('counts what every look-up by a number names, or it is said why not', () => {
    const uncounted = lookUps.filter((definition) => {
      const input = { ...numbers, query: numbers } as never
      return namedByClerk({ method: { definition }, input, context: { operator, grants } }).length === 0
    })
    expect(uncounted.map(({ name }) => name).filter((name) => others[name] === undefined)).toEqual([])
  })
})

function namesNumber(request: MethodDefinition['request']): boolean {
  return Object.entries(request).some(
    ([property, field]) => property in numbers || (field.kind === 'object' && namesNumber(field.fields)),
  )
}
