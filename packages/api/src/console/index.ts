import type { MethodDefinition } from '../language/method.ts'
import * as apps from './app-methods.ts'
import * as audit from './audit-methods.ts'
import * as coupons from './coupon-methods.ts'
import * as findings from './finding-methods.ts'
import * as jobs from './job-methods.ts'
import * as members from './member-methods.ts'
import * as operators from './operator-methods.ts'
import * as policy from './policy-methods.ts'
import * as redemptions from './redemption-methods.ts'
import * as refusals from './refusal-methods.ts'
import * as retention from './retention-methods.ts'
import * as secondPerson from './second-person-methods.ts'
import * as shadow from './shadow-methods.ts'
import * as shopGroups from './shop-group-methods.ts'
import * as templates from './template-methods.ts'
import * as webhooks from './webhook-methods.ts'
import * as actors from './yaoquan.console.actor.list.ts'
import * as asking from './yaoquan.console.app.ask.ts'
import * as finding from './yaoquan.console.desk.find.ts'
import * as leaders from './yaoquan.console.figures.leaders.ts'
import * as jobList from './yaoquan.console.job.list.ts'
import * as activity from './yaoquan.console.member.activity.ts'
import * as requestList from './yaoquan.console.request.list.ts'

/** The methods that only the console offers, by wire name. The signed gateway does not know them. */
export const consoleMethods = byName({
  ...finding,
  ...members,
  ...activity,
  ...coupons,
  ...redemptions,
  ...templates,
  ...findings,
  ...asking,
  ...apps,
  ...secondPerson,
  ...requestList,
  ...operators,
  ...webhooks,
  ...refusals,
  ...audit,
  ...actors,
  ...shopGroups,
  ...jobList,
  ...jobs,
  ...policy,
  ...retention,
  ...shadow,
  ...leaders,
})

type ByName<D extends Readonly<Record<string, MethodDefinition>>> = { readonly [K in keyof D as D[K]['name']]: D[K] }

function byName<D extends Readonly<Record<string, MethodDefinition>>>(all: D): ByName<D> {
  return Object.fromEntries(Object.values(all).map((definition) => [definition.name, definition])) as ByName<D>
}
