import { type MethodDefinition, methods, queryCoupon, redeemCoupon } from '@yaoquan/api'
import { decodeRequest, encodeRequest } from '@yaoquan/protocol'
import { describe, expect, it } from 'vitest'
import { exampleCall } from './example-call.ts'

const requestNumber = 'TOOL-1'

describe.each(Object.values<MethodDefinition>(methods))('$name', (definition) => {
  it.each(['required', 'all'] as const)('has examples that the gateway accepts: %s', (extent) => {
    const values = exampleCall(definition, { extent, requestNumber })
    const parameters = new Map(Object.entries(encodeRequest(definition, values as never)))
    expect(decodeRequest(definition, parameters)).toMatchObject({ kind: 'decoded' })
  })
})

it('fills in only required fields', () => {
  expect(exampleCall(queryCoupon, { extent: 'required', requestNumber })).toEqual({
    query: { pageSize: 10, pageNum: 1 },
  })
})

it('sets a new request number', () => {
  expect(exampleCall(redeemCoupon, { extent: 'all', requestNumber })).toMatchObject({ outRequestNo: 'TOOL-1' })
  expect(exampleCall(queryCoupon, { extent: 'all', requestNumber })).not.toHaveProperty('outRequestNo')
})
