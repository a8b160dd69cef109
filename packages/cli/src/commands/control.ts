import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from 'commander'
import { storePlace } from '#administration/open-administration'
import { dataOption, storeCommand } from '#options/data-options'
import { type Control, controlOfServer, controlOfShadow, requestControl } from '#serve/control-file'
import { findRun, portOption, type RunFlags } from '#shadow/find-runs'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, print, say } from '#terminal/output'

/** `yaoquan stop`: ends the server of a data folder as SIGTERM does, on every system. */
export function addStop(program: Command): void {
  program
    .command('stop')
    .description(say('停止服务：先完成在途的调用', 'stop the server after the calls in flight'))
    .addOption(dataOption().default('./data'))
    .addHelpText('after', helpNotes({ notes: where(), examples: ['yaoquan stop --data /var/lib/yaoquan'] }))
    .action(async ({ data }: Readonly<{ data: string }>) => {
      await control(data, 'stop')
      print(say('服务已停止', 'the server has ended'))
    })
}

/** `yaoquan reload`: replaces the workers of the server as SIGHUP does, on every system. */
export function addReload(program: Command): void {
  program
    .command('reload')
    .description(say('逐个更换工作进程，不丢失调用', 'replace the worker processes, losing no call'))
    .addOption(dataOption().default('./data'))
    .addHelpText('after', helpNotes({ notes: where(), examples: ['yaoquan reload --data /var/lib/yaoquan'] }))
    .action(async ({ data }: Readonly<{ data: string }>) => {
      await control(data, 'reload')
      print(say('服务正在更换工作进程，结果见日志', 'the server replaces its workers; its log says when it is done'))
    })
}

function where(): string {
  return say(
    '在服务所在的机器上运行，须能写入数据目录',
    'Runs on the machine of the server, by a user who may write its data folder.',
  )
}

async function control(data: string, wanted: Control): Promise<void> {
  const outcome = existsSync(data) ? await requestControl(controlOfServer(data), wanted) : 'absent'
  if (outcome === 'absent') {
    throw new OperationFault(
      `${data} 没有运行中的服务，或服务仍在启动`,
      `no server runs on ${data}, or it is still starting`,
    )
  }
  if (outcome === 'late') throw new OperationFault(`${data} 的服务仍在停止`, `the server of ${data} is still ending`)
}

/** `yaoquan shadow stop`: ends a shadow run as SIGTERM does, on every system. */
export function addShadowStop(shadow: Command): void {
  storeCommand(shadow, 'stop', say('停止影子运行：先完成在途的调用', 'stop a shadow run after the calls in flight'))
    .addOption(portOption())
    .addHelpText('after', notes)
    .action(stop)
}

async function stop(flags: RunFlags): Promise<void> {
  const { dataDir } = storePlace(flags)
  const port = flags.port ?? (await findRun(flags)).port
  const control = controlOfShadow(dataDir, port)
  const outcome =
    existsSync(dataDir) && (await appears(dirname(control))) ? await requestControl(control, 'stop') : 'absent'
  if (outcome === 'absent') {
    throw new OperationFault(
      `端口 ${port} 没有使用 ${dataDir} 的影子运行`,
      `no shadow run with ${dataDir} is on port ${port}`,
    )
  }
  if (outcome === 'late') throw new OperationFault('影子运行仍在停止', 'the shadow run is still ending')
  print(say('影子运行已停止', 'the shadow run has ended'))
}

/** Whether a folder is there, or comes within two seconds: a shadow run makes it beside its start. */
async function appears(folder: string): Promise<boolean> {
  for (let tries = 0; !existsSync(folder); tries += 1) {
    if (tries === 20) return false
    await delay(100)
  }
  return true
}

const notes = helpNotes({
  notes: say(
    '在影子所在的机器上运行，须能写入数据目录。已写入队列的订单留在磁盘上，下次启动后继续送出。',
    'Runs on the machine of the shadow, by a user who may write its data folder. Orders in its queue stay on disk and are sent after the next start.',
  ),
  examples: ['yaoquan shadow stop --data ./data', 'yaoquan shadow stop --data ./data --port 8443'],
})
