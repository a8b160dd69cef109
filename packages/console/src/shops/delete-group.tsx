import { deleteShopGroup } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useForgetNames } from '../names/use-names.ts'
import { Failure } from '../parts/failure.tsx'
import { useRead } from '../session/use-server.ts'
import { UseLink } from './groups-tab.tsx'
import { useGroupUses } from './use-group-uses.ts'

const texts = defineTexts({
  title: { zh: (name: string) => `删除 @${name}`, en: (name) => `Delete @${name}` },
  verb: { zh: '删除', en: 'Delete' },
  consequence: {
    zh: (name: string, shops: number) =>
      `没有可领取的模板在用 @${name}。删除后，写明它的券在这 ${shops} 家门店都不能再用；同名重建即恢复。`,
    en: (name, shops) =>
      `No template that can be claimed uses @${name}. Coupons that name it are no longer valid in its ${shops} shops; a new group of the same name restores that.`,
  },
  closed: {
    zh: (count: number) => `${count} 个已停领的模板写明了它，会员手里的券受影响。`,
    en: (count) => ` ${count} templates that were stopped name it; coupons of theirs that members hold are affected.`,
  },
  deleted: { zh: (name: string) => `已删除 @${name}`, en: (name) => `@${name} is deleted` },
})

/** Templates that a refusal names; it counts all. */
const mostNamed = 20

/** Deletes a group, after a dry run of the server that says what it does, or which templates keep it from that. */
export function DeleteGroup({ name, close }: Readonly<{ name: string; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { uses: allUses, reread } = useGroupUses()
  const uses = allUses?.filter((use) => use.name === name && !use.closed)
  const act = useAct(deleteShopGroup, {
    tell: () => ({ text: t.deleted(name) }),
    close,
    written: useForgetNames(),
  })
  // Not read once the group is deleted: a dry run would fail.
  const tried = useRead(deleteShopGroup, { name, dryRun: true }, { isFresh: true, isEnabled: !act.isBusy })
  const { data } = tried
  const closedCount = data?.closedCount ?? 0
  const retry = () => {
    void tried.refetch()
    reread()
  }
  return (
    <ActForm
      title={t.title(name)}
      verb={t.verb}
      isDanger
      {...act}
      isBlocked={data === undefined || tried.error !== null}
      consequence={data && t.consequence(name, data.shopCount ?? 0) + (closedCount > 0 ? t.closed(closedCount) : '')}
      refusal={
        tried.error !== null && (
          <Failure error={tried.error} retry={retry}>
            <ul className="yq-plain-list yq-group-uses">
              {uses?.slice(0, mostNamed).map((use) => (
                <li key={use.couponId}>
                  <UseLink use={use} />
                </li>
              ))}
            </ul>
          </Failure>
        )
      }
      submit={() => act.run({ name })}
    />
  )
}
