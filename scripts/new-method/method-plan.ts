import type { MethodDefinition, PresetName } from '@yaoquan/api'

/** Every name and path that follows from a method's wire name. */
export type MethodPlan = Readonly<{
  /** Wire name, e.g. `yaoquan.member.find`. */
  name: string
  effect: MethodDefinition['effect']
  category: MethodDefinition['category']
  /** Presets of grants to change. */
  presets: readonly PresetName[]
  /** The exported definition, e.g. `findMember`. */
  definition: string
  /** The exported function that makes the method of the server, e.g. `findMemberMethod`. */
  factory: string
  /** Type name of the result, e.g. `FindMemberResult`. */
  resultType: string
  /** The field by which the method finds what it is about. */
  key: Readonly<{ property: string; wire: string; example: string }>
  paths: Readonly<{ definition: string; method: string; unitTest: string; programTest: string }>
}>

type Choices = Pick<MethodPlan, 'effect' | 'presets'> &
  Readonly<{
    /** Methods that exist for the same noun. */
    siblings: readonly MethodDefinition[]
  }>

/** @param name of the form `yaoquan.noun.verb`, in small letters */
export function planMethod(name: string, { effect, presets, siblings }: Choices): MethodPlan {
  const [, noun = '', verb = ''] = name.split('.')
  const definition = verb + capitalized(noun)
  return {
    name,
    effect,
    presets,
    definition,
    category: siblings[0]?.category ?? { zh: `药券-${noun}`, en: `Yaoquan ${noun}s` },
    factory: `${definition}Method`,
    resultType: `${capitalized(definition)}Result`,
    key: keys[noun] ?? { property: `${noun}Id`, wire: `${noun}_id`, example: '1' },
    paths: {
      definition: `packages/api/src/methods/${name}.ts`,
      method: `packages/server/src/methods/${name}.ts`,
      unitTest: `packages/server/src/methods/${name}.test.ts`,
      programTest: `tests/program/${noun}-${verb}.test.ts`,
    },
  }
}

/** What these are called in every method that exists. */
const keys: Readonly<Record<string, MethodPlan['key']>> = {
  coupon: { property: 'couponCode', wire: 'coupon_code', example: '111aaa' },
  template: { property: 'couponId', wire: 'coupon_id', example: '11' },
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
