import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ShadowRouteName } from '@yaoquan/api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChangedRoute } from '#domain/events/notices'
import { changeRoute } from './change-route.ts'
import { readRoutes } from './routes-file.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'route-'))
  mkdirSync(join(dataDir, 'shadow'))
  writeFileSync(
    join(dataDir, 'shadow', '9180.switch.json'),
    JSON.stringify({ version: 1, ours: '127.0.0.1:8081', routed: {}, unread: {} }),
  )
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const runOf = () => ({ dataDir, port: 9180, upstream: 'crm.example.com', sellerId: '111' })

function change(to: ShadowRouteName, record: (changed: ChangedRoute) => Promise<void>) {
  const wanted = { appKey: '1', to, reason: '试', by: 'ops', atMs: 1, isConfirmed: true }
  return changeRoute(runOf(), wanted, record)
}

const lost = () => Promise.reject(new Error('database or disk is full'))

test('only the way back holds without its event', async () => {
  await expect(change('ours', lost)).rejects.toThrow('disk is full')
  expect(readRoutes(runOf()).routes).toEqual([])
  expect(await change('ours', async () => undefined)).toMatchObject({ kind: 'done', isRecorded: true })
  await expect(change('mirrored', lost)).rejects.toThrow('disk is full')
  expect(await change('compare', lost)).toMatchObject({ kind: 'done', from: 'ours', isRecorded: false })
  expect(readRoutes(runOf()).routes).toMatchObject([{ appKey: '1', to: 'compare', by: 'ops', reason: '试' }])
})

test('the event of a way back that could not be recorded is recorded by the next change', async () => {
  const recorded: ChangedRoute[] = []
  const record = async (changed: ChangedRoute) => void recorded.push(changed)
  const owed = { from: 'ours', to: 'compare', reason: '试 (ops, 1970-01-01 08:00:00)' }
  await change('ours', record)
  await change('compare', lost)
  await expect(change('compare', lost)).rejects.toThrow('disk is full')
  await change('compare', record)
  await change('compare', record)
  expect(recorded.splice(0)).toMatchObject([{ to: 'ours' }, owed])
  await change('ours', record)
  await change('compare', lost)
  await change('ours', record)
  expect(recorded).toMatchObject([{ to: 'ours' }, owed, { from: 'compare', to: 'ours' }])
})

test('names the methods whose own routes still lead elsewhere than their app', async () => {
  const record = async () => undefined
  const querycoupon = 'alibaba.alihealth.nr.crm.coupon.querycoupon'
  const wanted = { appKey: '1', reason: '试', by: 'ops', atMs: 1, isConfirmed: true }
  await changeRoute(runOf(), { ...wanted, method: querycoupon, to: 'ours' }, record)
  await changeRoute(runOf(), { ...wanted, appKey: '2', method: querycoupon, to: 'ours' }, record)
  expect(await change('ours', record)).toMatchObject({ apart: [] })
  expect(await change('compare', record)).toMatchObject({ apart: [{ appKey: '1', method: querycoupon, to: 'ours' }] })
})
