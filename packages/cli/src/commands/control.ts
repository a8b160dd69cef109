import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { dataOption } from '#options/data-options'
import { type Control, controlOfServer, requestControl } from '#serve/control-file'
import { OperationFault } from '#terminal/faults'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { print } from '#terminal/output'

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
