import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Choice, Pickable, PickableGroup } from './pick-choices.ts'
import type { PickTexts } from './pick-texts.ts'

const texts = defineTexts({
  newCode: {
    zh: (code: string, unnamed: string) => `加入 ${code}（${unnamed}）`,
    en: (code, unnamed) => `Add ${code} (${unnamed})`,
  },
})

/** A row of the list: an entry, a group, a whole place, or a code that has no name. */
export function ChoiceRow({ choice, words }: Readonly<{ choice: Choice; words: PickTexts }>): ReactNode {
  const t = useTexts(texts)
  switch (choice.kind) {
    case 'entry': {
      const { code, name, place, isClosed } = choice.entry
      return (
        <span className="yq-pick-row">
          <span>
            <NameAndCode name={name} code={code} />
          </span>
          <span className="yq-soft">{[isClosed && words.closed, place].filter(Boolean).join(' · ')}</span>
        </span>
      )
    }
    case 'group':
      return (
        <span className="yq-pick-row">
          <span>@{choice.group.name}</span>
          <span className="yq-soft">{words.group(choice.group.shopCount)}</span>
        </span>
      )
    case 'place':
      return <span className="yq-pick-whole">{words.whole(choice.place, choice.codes.length)}</span>
    case 'code':
      return <span className="yq-pick-new">{t.newCode(choice.code, words.unnamed)}</span>
  }
}

/** What has no other name is shown once. */
function NameAndCode({ name, code }: Readonly<{ name: string; code: string }>): ReactNode {
  if (name === code) return name
  return (
    <>
      {name} <span className="yq-pick-code">{code}</span>
    </>
  )
}

type PickedLabelProps = Readonly<{
  code: string
  entry: Pickable | undefined
  groups: readonly PickableGroup[] | undefined
  /** Whether a code without a name is marked: not where nothing has one. */
  isMarked: boolean
  words: PickTexts
}>

/** What is picked, as a tag of the field shows it. */
export function PickedLabel({ code, entry, groups, isMarked, words }: PickedLabelProps): ReactNode {
  if (entry !== undefined) {
    return <NameAndCode name={entry.name} code={code} />
  }
  const group = groups?.find(({ name }) => code === `@${name}`)
  if (group !== undefined) return `${code} · ${words.group(group.shopCount)}`
  if (!isMarked || code.startsWith('@')) return code
  return (
    <span className="yq-pick-unnamed">
      <span className="yq-pick-code">{code}</span> {words.unnamed}
    </span>
  )
}
