import { userInfo } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { type ShadowRouteName, shadowRouteNames } from '@yaoquan/api'
import { type Command, Option } from 'commander'
import { storePlace, withAdministration } from '#administration/open-administration'
import { jsonOption, nonBlank, plainKey, storeCommand } from '#options/data-options'
import type { RouteOutcome, StoredReport } from '#server'
import { findRun, portOption, type RunFlags, reasonOption, unlessBusy } from '#shadow/find-runs'
import { routeText } from '#shadow/shadow-texts'
import { helpNotes } from '#terminal/help-notes'
import { OperationFault, oneLine, printResult, say } from '#terminal/output'

type RouteFlags = RunFlags &
  Readonly<{ app: string; method?: string; to: ShadowRouteName; reason: string; by?: string; confirm?: boolean }>

/** `yaoquan shadow route`: says who answers the calls of an app, or of one of its methods. */
export function addShadowRoute(shadow: Command): void {
  storeCommand(
    shadow,
    'route',
    say('改变由谁应答一个应用或其一个方法的调用', 'say who answers the calls of an app, or of one of its methods'),
  )
    .requiredOption('--app <key>', say('应用的 app_key', 'app_key of the app'), plainKey)
    .option('--method <name>', say('方法，缺省为药券有的全部方法', 'method; default: all that Yaoquan has'), plainKey)
    .addOption(
      new Option('--to <route>', say('由谁应答', 'who answers')).choices(shadowRouteNames).makeOptionMandatory(),
    )
    .addOption(reasonOption())
    .option('--by <name>', say('何人，缺省为系统用户', 'who; default: the user of the system'), nonBlank)
    .option(
      '--confirm',
      say('确认退回会失去只有药券收到的写操作', 'confirm that the way back loses writes that only Yaoquan got'),
    )
    .addOption(portOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(changeRouteOf)
}

async function changeRouteOf(flags: RouteFlags): Promise<void> {
  const { changeRoute } = await import('#server')
  const report = await findRun(flags)
  const { dataDir } = storePlace(flags)
  const { app: appKey, method, to, reason, by: name = userInfo().username, confirm: isConfirmed = false } = flags
  const by = oneLine(name)
  const wanted = { appKey, method, to, reason, by, atMs: Date.now(), isConfirmed }
  // A way back holds also where the store cannot be opened.
  const outcome = await unlessBusy(() =>
    changeRoute({ ...report, dataDir }, wanted, (changed) =>
      withAdministration(flags, ({ recordRoute }) => recordRoute({ sellerId: report.sellerId, by, ...changed })),
    ),
  )
  if (outcome.kind !== 'done') throw refusedRoute(outcome, flags)
  const isInForce = await waitUntilInForce(dataDir, report, outcome.revision)
  const what = method === undefined ? appKey : `${appKey} ${method}`
  const state = isInForce
    ? say('已生效', 'in force')
    : say(
        '影子没有运行，或尚未读到；下次启动时生效',
        'the shadow does not run or has not read it; it holds from its next start',
      )
  const { from, isRecorded, apart } = outcome
  const lines = [
    say(
      `${what}：${routeText(from)} → ${routeText(to)}；${state}${isRecorded ? '' : '；事件未能记录，故障排除后再次执行即补记'}`,
      `${what}: ${routeText(from)} → ${routeText(to)}; ${state}${isRecorded ? '' : '; the event could not be recorded, run it again to record it once the fault is mended'}`,
    ),
    ...apart.map((one) =>
      say(
        `注意：${one.method} 有自己的路由，仍为 ${one.to}（${routeText(one.to)}）`,
        `note: ${one.method} has a route of its own, which is still ${one.to} (${routeText(one.to)})`,
      ),
    ),
  ]
  const document = {
    app_key: appKey,
    method: method ?? null,
    from,
    to,
    in_force: isInForce,
    recorded: isRecorded,
    methods_apart: apart.map((one) => ({ method: one.method, to: one.to })),
  }
  printResult(flags, document, lines.join('\n'))
}

/** The running shadow looks for new routes ten times a second, and then tells so. */
const inForceWithinMs = 3_000

async function waitUntilInForce(dataDir: string, { port }: StoredReport, revision: number): Promise<boolean> {
  const { readSwitchState } = await import('#server')
  const endMs = performance.now() + inForceWithinMs
  while (performance.now() < endMs) {
    if (readSwitchState({ dataDir, port })?.revision === revision) return true
    await delay(100)
  }
  return false
}

function refusedRoute({ kind }: Exclude<RouteOutcome, { kind: 'done' }>, { method = '' }: RouteFlags): OperationFault {
  switch (kind) {
    case 'unknown-method':
      return new OperationFault(
        `药券没有 ${method}，其调用总是由现有CRM应答`,
        `Yaoquan has no ${method}: the CRM of today always answers it`,
      )
    case 'no-ours':
      return new OperationFault(
        '影子启动时没有指定药券服务器，请以 --ours 重新启动',
        'the shadow was started without a server of Yaoquan: start it with --ours',
      )
    case 'loses-writes':
      return new OperationFault(
        '退回会失去只有药券收到的写操作（核销、领取、占用等，见 shadow status）；确认后加 --confirm',
        'the way back loses writes that only Yaoquan got (redemptions, claims, holds; see shadow status): add --confirm',
      )
    case 'routes-full':
      return new OperationFault('路由过多，请改用整个应用的路由', 'there are too many routes: route whole apps')
  }
}

const notes = helpNotes({
  notes: say(
    `路由：upstream 现有CRM应答，不比较；compare 现有CRM应答并比较（缺省）；mirrored 药券应答，现有CRM有的写操作（order.sync）随后也送去；ours 药券应答。方法的路由先于应用的路由；药券没有的方法总是由现有CRM应答。一秒内生效，同样的命令即可退回；已开始的调用在原来的一边结束，没有调用由两边应答。先在连锁的事件中记 shadow_route，再生效。
只要有到 ours 的路由，影子就要先读完调用再选择；读不出应用与方法的（批量、压缩的请求体、同一参数多个值、超过 10 MiB）由现有CRM应答，在 shadow status 中计数。`,
    `Routes: upstream, the CRM of today answers and nothing is compared; compare, it answers and is compared (the default); mirrored, Yaoquan answers and writes that the CRM of today has (order.sync) go there too, afterwards; ours, Yaoquan answers. The route of a method is before that of its app; methods that Yaoquan has not always go to the CRM of today. A change holds within a second, and the same command takes it back. A call under way ends where it began, and no call is answered by both. A shadow_route event is recorded in the seller's chain first.
While a route leads to ours, the shadow reads a call whole before it chooses. Calls whose app and method cannot be read (batches, compressed bodies, a parameter with several values, more than 10 MiB) go to the CRM of today and are counted in shadow status.`,
  ),
  examples: [
    "yaoquan shadow route --app 12345678 --to ours --reason '首家门店' --data ./data",
    "yaoquan shadow route --app 12345678 --method alibaba.alihealth.nr.crm.order.sync --to compare --reason '退回' --data ./data",
  ],
})
