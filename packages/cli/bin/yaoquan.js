#!/usr/bin/env node
// Plain JavaScript, so that any Node can start it and say what is wrong instead of failing on syntax.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import nodeModule, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const isCheckout = existsSync(new URL('../src/main.ts', import.meta.url))
// In a checkout Node must run TypeScript by itself, as 22.18 does; what is published is JavaScript.
const oldestMinorOf22 = isCheckout ? 18 : 12

/**
 * Limits the young generation of what uses much memory, which V8 lets grow to 128 MB, to 32 (docs/operations/sizing.md, "Memory"). V8 fixes the
 * limit when a process starts, so these commands replace themselves by Node with this flag (execve): process id, streams and environment stay.
 */
const heapFlags = ['serve', 'import', 'export'].includes(process.argv[2]) ? ['--max-semi-space-size=16'] : []

if (isRecentEnough(process.versions.node)) {
  if (canReplaceItself()) replaceItself(heapFlags)
  // Starts take a third of the processor time. The cache holds code, so it lies where only the user writes.
  const home = process.env.HOME ?? process.env.USERPROFILE
  if (home !== undefined) nodeModule.enableCompileCache?.(join(home, '.cache', 'yaoquan'))
  const { main } = await import(isCheckout ? '../src/main.ts' : '../src/main.js')
  process.exitCode = await main(process.argv.slice(2))
} else {
  startAgain(findNode())
}

function isRecentEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= oldestMinorOf22)
}

/** Not on Windows, not before Node 22.15, and not where the process that started this one talks to it, as `node --watch` does. */
function canReplaceItself() {
  const given = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ')
  if (heapFlags.length === 0 || /semi[-_]space[-_]size/.test(given) || process.permission !== undefined) return false
  return process.platform !== 'win32' && process.execve !== undefined && process.channel === undefined
}

function replaceItself(flags) {
  const script = fileURLToPath(import.meta.url)
  const args = [process.execPath, ...flags, ...process.execArgv, script, ...process.argv.slice(2)]
  process.execve(process.execPath, args, process.env)
}

/** The Node that the npm package `node` brings, if it is installed. */
function findNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const program = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(program) ? program : undefined
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

function startAgain(program) {
  if (program === undefined) {
    process.stderr.write(
      `yaoquan: 需要 Node.js 22.${oldestMinorOf22} 或更新的版本，当前为 ${process.versions.node} (needs Node.js 22.${oldestMinorOf22} or newer)\n`,
    )
    process.exitCode = 1
    return
  }
  const script = fileURLToPath(import.meta.url)
  // The channel tells the child when this process is gone, even by kill -9: no server is left behind.
  const child = spawn(program, [...heapFlags, script, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, YAOQUAN_STOP_WITH_PARENT: '1' },
  })
  // On Windows the child gets the keys of the console itself, and a signal from here would end it immediately.
  const forward = (signal) => (process.platform === 'win32' ? undefined : child.kill(signal))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
