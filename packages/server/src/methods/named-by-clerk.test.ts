import {
  consoleMethods,
  evaluateBasket,
  getOrder,
  type MethodDefinition,
  methods,
  methodsOfRole,
  openMember,
  queryCoupon,
  redeemCoupon,
  searchCoupons,
} from '@yaoquan/api'
import { expect, test } from 'vitest'
import { namedByClerk } from './named-by-clerk.ts'

const named = (definition: MethodDefinition, input: object, allowed = methodsOfRole('shop_clerk')) =>
  namedByClerk({
    method: { definition },
    input: input as never,
    context: { operator: { name: 'li.na', shops: undefined }, grants: { preset: 'none', allowed, denied: [] } },
  })

const lookUps: readonly (readonly [definition: MethodDefinition, input: object, counted: readonly string[]])[] = [
  [getOrder, { orderId: ' 3 ' }, ['3']],
  [openMember, { memberId: 'M1' }, ['M1']],
  [queryCoupon, { query: { cardNo: '2' } }, ['2']],
  [evaluateBasket, { memberId: 'M1', cardNo: '2', orderId: 'SO-1' }, ['M1', '2']],
  [evaluateBasket, { memberId: '7', cardNo: '7' }, ['7']],
  [searchCoupons, { memberId: 'M1', cardNo: '2' }, []],
  [redeemCoupon, { memberId: 'M1', orderId: 'SO-1' }, []],
]

test.each(lookUps.map(([definition, input, counted]) => ({ name: definition.name, definition, input, counted })))(
  'of a clerk counts $counted of $name with $input',
  ({ definition, input, counted }) => {
    expect(named(definition, input)).toEqual(counted)
  },
)

test('does not count what somebody names who may search members', () => {
  expect(named(getOrder, { orderId: '3' }, methodsOfRole('service'))).toEqual([])
})

test('knows the number of an order, a card and a member by the names that requests have for them', () => {
  const all: readonly MethodDefinition[] = Object.values({ ...methods, ...consoleMethods })
  const like = /^(?:member_?id|member_?no|card_?(?:no|id)|order_?(?:id|no))$/i
  const others = all.flatMap(({ name, effect, request }) =>
    effect === 'read'
      ? Object.keys(request)
          .filter((property) => like.test(property) && !['memberId', 'cardNo', 'orderId'].includes(property))
          .map((property) => `${name} ${property}`)
      : [],
  )
  expect(others).toEqual([])
})
