import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { controlOfServer, requestControl, watchControlFile } from './control-file.ts'

let folder: string
let control: string
const reload = vi.fn()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-'))
  control = controlOfServer(folder)
  reload.mockReset()
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a request to stop is done when the server that took it has removed what it took', async () => {
  const { stopped, close } = watchControlFile(control, reload)
  const requested = requestControl(control, 'stop')
  await stopped
  expect(readdirSync(folder)).toEqual(['control.taken'])
  close()
  expect(await requested).toBe('done')
  expect(reload).not.toHaveBeenCalled()
  expect(readdirSync(folder)).toEqual([])
})

test('a server leaves alone what another one of the folder has taken, which keeps nobody from a reload', async () => {
  writeFileSync(join(folder, 'control.taken'), '')
  const watched = watchControlFile(control, reload)
  expect(await requestControl(control, 'reload')).toBe('done')
  watched.close()
  expect(readdirSync(folder)).toEqual(['control.taken'])
})

test('a request whose command is gone is removed, and one whose command waits is taken', async () => {
  const left = join(folder, 'control.stop')
  writeFileSync(left, '')
  utimesSync(left, 1_780_000_000, 1_780_000_000)
  const watched = watchControlFile(control, reload)
  await expect.poll(() => existsSync(left)).toBe(false)
  expect(await requestControl(control, 'reload')).toBe('done')
  expect(reload).toHaveBeenCalledOnce()
  expect(readdirSync(folder)).toEqual([])
  watched.close()
})

test('a request whose command stood still for long, and goes on, is taken', async () => {
  const request = join(folder, 'control.reload')
  writeFileSync(request, '')
  utimesSync(request, 1_780_000_000, 1_780_000_000)
  let looks = 0
  let goesOn = false
  const watched = watchControlFile(control, reload, () => {
    looks += 1
    return goesOn || looks <= 2
  })
  // The third begins when the second is over.
  await expect.poll(() => looks).toBeGreaterThan(2)
  expect(existsSync(request)).toBe(true)
  goesOn = true
  const touched = () => {
    if (existsSync(request)) utimesSync(request, new Date(), new Date())
    return reload.mock.calls.length
  }
  await expect.poll(touched).toBe(1)
  watched.close()
})

test('a command writes through no link that lies in its way', async () => {
  const target = join(folder, 'target')
  writeFileSync(target, 'kept')
  symlinkSync(target, join(folder, 'control.reload'))
  const watched = watchControlFile(control, reload)
  expect(await requestControl(control, 'reload')).toBe('done')
  expect(readFileSync(target, 'utf8')).toBe('kept')
  watched.close()
})

test('what nobody can read or remove, or a folder that is none, does not end the server', async () => {
  mkdirSync(join(folder, 'control.reload/inside'), { recursive: true })
  writeFileSync(join(folder, 'file'), '')
  const none = watchControlFile(join(folder, 'file', 'control'), reload)
  const watched = watchControlFile(control, reload)
  const requested = requestControl(control, 'stop')
  await watched.stopped
  watched.close()
  none.close()
  expect(await requested).toBe('done')
})

test('a server that has not started takes no request, also where it is the first to look', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    let hasStarted = false
    const watched = watchControlFile(control, reload, () => hasStarted)
    for (const name of ['control.stop', 'control.reload']) writeFileSync(join(folder, name), '')
    vi.advanceTimersByTime(60_000)
    expect(readdirSync(folder)).toEqual(['control.reload', 'control.stop'])
    hasStarted = true
    vi.advanceTimersByTime(1_000)
    await expect.poll(() => readdirSync(folder)).toEqual(['control.reload', 'control.taken'])
    watched.close()
    expect(reload).not.toHaveBeenCalled()
  } finally {
    vi.useRealTimers()
  }
})
