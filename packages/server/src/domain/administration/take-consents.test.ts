import { expect, it } from 'vitest'
import { defaultSettings } from './register-app.ts'
import { takeConsents } from './take-consents.ts'

const secrets = { appSecret: 'secret', secretSetAtMs: 1, oldSecret: undefined }
const app = {
  app: { ...defaultSettings, ...secrets, appKey: '1', name: 'ERP', sellerIds: ['111'] },
  createdAtMs: 1,
  version: 1,
}
const input = { appKey: '1', sellerId: '111', operatorName: 'boss' }
const decide = (found: Partial<Parameters<typeof takeConsents.decide>[0]['found']>, sellerId = '111') =>
  takeConsents.decide({ input: { ...input, sellerId }, found: { app, consents: [], ...found }, nowMs: 1 })

it('takes the consents of others, and changes nothing where there are none', () => {
  expect(decide({ consents: ['li.na', 'boss', 'li.na'] })).toEqual({
    kind: 'done',
    answer: { taken: 2 },
    changes: [{ kind: 'consents', to: input }],
  })
  for (const consents of [[], ['boss']]) {
    expect(decide({ consents })).toEqual({ kind: 'done', answer: { taken: 0 }, changes: [] })
  }
})

it('is refused for an app that does not exist, or acts for others only', () => {
  const refusal = { kind: 'refused', refusal: { kind: 'unknown-app' } }
  expect(decide({ app: undefined })).toEqual(refusal)
  expect(decide({}, '222')).toEqual(refusal)
})
