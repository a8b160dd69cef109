import type { MethodDefinition } from '../language/method.ts'
import * as apps from './app-methods.ts'
import * as audit from './audit-methods.ts'
import * as findings from './finding-methods.ts'
import * as jobs from './job-methods.ts'
import * as operators from './operator-methods.ts'
import * as policy from './policy-methods.ts'
import * as refusals from './refusal-methods.ts'
import * as retention from './retention-methods.ts'
import * as secondPerson from './second-person-methods.ts'
import * as shadow from './shadow-methods.ts'
import * as shopGroups from './shop-group-methods.ts'
import * as templates from './template-methods.ts'
import * as webhooks from './webhook-methods.ts'
import * as actors from './yaoquan.console.actor.list.ts'
import * as asking from './yaoquan.console.app.ask.ts'
import * as holding from './yaoquan.console.coupon.hold.ts'
import * as openingCoupon from './yaoquan.console.coupon.open.ts'
import * as releasing from './yaoquan.console.coupon.release.ts'
import * as finding from './yaoquan.console.desk.find.ts'
import * as leaders from './yaoquan.console.figures.leaders.ts'
import * as jobList from './yaoquan.console.job.list.ts'
import * as activity from './yaoquan.console.member.activity.ts'
import * as opening from './yaoquan.console.member.open.ts'
import * as unmask from './yaoquan.console.member.unmask.ts'
import * as numbering from './yaoquan.console.order.number.ts'
import * as openingReconciliation from './yaoquan.console.reconciliation.open.ts'
import * as undo from './yaoquan.console.redemption.undo.ts'
import * as requestList from './yaoquan.console.request.list.ts'
import * as openingTemplate from './yaoquan.console.template.open.ts'

/** The methods that only the console offers, by wire name. The signed gateway does not know them. */
export const consoleMethods = byName({
  ...asking,
  ...actors,
  ...leaders,
  ...activity,
  ...opening,
  ...openingCoupon,
  ...holding,
  ...releasing,
  ...finding,
  ...openingTemplate,
  ...openingReconciliation,
  ...unmask,
  ...numbering,
  ...undo,
  ...operators,
  ...apps,
  ...webhooks,
  ...refusals,
  ...audit,
  ...templates,
  ...shopGroups,
  ...jobs,
  ...jobList,
  ...findings,
  ...policy,
  ...retention,
  ...shadow,
  ...requestList,
  ...secondPerson,
})

type ByName<D extends Readonly<Record<string, MethodDefinition>>> = { readonly [K in keyof D as D[K]['name']]: D[K] }

function byName<D extends Readonly<Record<string, MethodDefinition>>>(all: D): ByName<D> {
  return Object.fromEntries(Object.values(all).map((definition) => [definition.name, definition])) as ByName<D>
}
