import { defineTexts } from '../language/texts.ts'

/** The words of a picker in the language of the operator. */
export type PickTexts = Readonly<{
  hint: string
  /** Text of a field that takes one value. */
  hintOne: string
  place: string
  whole: (place: string, count: number) => string
  group: (count: number) => string
  count: (count: number) => string
  closed: string
  unnamed: string
  added: (count: number) => string
  ambiguous: (names: string) => string
  /** What to do with what is in no list; empty where its code is taken. */
  register: string
  /** What a typed text is that finds nothing, and one that finds several. */
  unknown: (text: string) => string
  several: (text: string) => string
}>

/** The words of a picker of shops. */
export const shopPickTexts = defineTexts({
  hint: { zh: '编码、名称或城市；可粘贴一列', en: 'Code, name or city; lists can be pasted' },
  hintOne: { zh: '编码、名称、城市或门店组', en: 'Code, name, city or group' },
  place: { zh: '城市', en: 'City' },
  whole: {
    zh: (place: string, count: number) => `${place}的全部 ${count} 家`,
    en: (place, count) => `All ${count} shops of ${place}`,
  },
  group: { zh: (count: number) => `门店组，${count} 家`, en: (count) => `group of ${count}` },
  count: { zh: (count: number) => `已选 ${count} 家`, en: (count) => `${count} picked` },
  closed: { zh: '已闭店', en: 'closed down' },
  unnamed: { zh: '未登记', en: 'no name' },
  added: { zh: (count: number) => `加入 ${count} 家。`, en: (count) => `${count} added. ` },
  ambiguous: {
    zh: (names: string) => `有几家店同名，请用编码：${names}。`,
    en: (names) => `Several shops have these names, so use their codes: ${names}. `,
  },
  register: {
    zh: '新门店请先在“门店与品类”登记。',
    en: 'Add a new shop on the screen of shops first.',
  },
  unknown: {
    zh: (text: string) => `没有门店“${text}”，请从名单中选。`,
    en: (text) => `There is no shop “${text}”: pick one of the list.`,
  },
  several: {
    zh: (text: string) => `“${text}”可以是几家门店，请选一家。`,
    en: (text) => `“${text}” may be several shops: pick one.`,
  },
})

/** The words of pickers of what is counted by 个. */
const ofCodes = {
  count: { zh: (count: number) => `已选 ${count} 个`, en: (count: number) => `${count} picked` },
  closed: { zh: '停用', en: 'closed' },
  added: { zh: (count: number) => `加入 ${count} 个。`, en: (count: number) => `${count} added. ` },
} as const

/** The words of a picker of channels. */
export const channelPickTexts = defineTexts({
  ...ofCodes,
  hint: { zh: '名称或编码；可粘贴一列', en: 'Name or code; lists can be pasted' },
  hintOne: { zh: '名称或编码', en: 'Name or code' },
  place: { zh: '分组', en: 'Group' },
  whole: {
    zh: (place: string, count: number) => `${place}的全部 ${count} 个`,
    en: (place, count) => `All ${count} of ${place}`,
  },
  group: { zh: (count: number) => `${count} 个`, en: (count) => `${count}` },
  unnamed: { zh: '本连锁自己的编码', en: 'a code of your own' },
  ambiguous: {
    zh: (names: string) => `有几个渠道同名，请用编码：${names}。`,
    en: (names) => `Several channels have these names, so use their codes: ${names}. `,
  },
  register: { zh: '', en: '' },
  unknown: {
    zh: (text: string) => `没有渠道“${text}”，请从列表中选。`,
    en: (text) => `There is no channel “${text}”: pick one of the list.`,
  },
  several: {
    zh: (text: string) => `“${text}”可以是几个渠道，请选一个。`,
    en: (text) => `“${text}” may be several channels: pick one.`,
  },
})

/** The words of a picker of what has no list of its own, such as levels: it knows those that templates name. */
export const usedPickTexts = defineTexts({
  ...ofCodes,
  hint: { zh: '输入或选择；可粘贴一列；不填为不限', en: 'Type or choose; lists can be pasted; empty does not limit' },
  hintOne: { zh: '输入或选择', en: 'Type or choose' },
  place: { zh: '分组', en: 'Group' },
  whole: {
    zh: (place: string, count: number) => `${place}的全部 ${count} 个`,
    en: (place, count) => `All ${count} of ${place}`,
  },
  group: { zh: (count: number) => `${count} 个`, en: (count) => `${count}` },
  unnamed: { zh: '首次使用', en: 'in no template yet' },
  ambiguous: {
    zh: (names: string) => `有几个同名：${names}。`,
    en: (names) => `Several have these names: ${names}. `,
  },
  register: { zh: '', en: '' },
  unknown: {
    zh: (text: string) => `其他模板没有用过“${text}”。`,
    en: (text) => `No template names “${text}” yet.`,
  },
  several: {
    zh: (text: string) => `“${text}”可以是几个，请选一个。`,
    en: (text) => `“${text}” may be several: pick one.`,
  },
})

/** The words of a picker of categories. */
export const categoryPickTexts = defineTexts({
  ...ofCodes,
  hint: { zh: '编码或名称；可粘贴一列', en: 'Code or name; lists can be pasted' },
  hintOne: { zh: '编码或名称', en: 'Code or name' },
  place: { zh: '上级', en: 'Below' },
  whole: {
    zh: (place: string, count: number) => `${place}下的全部 ${count} 个`,
    en: (place, count) => `All ${count} below ${place}`,
  },
  group: { zh: (count: number) => `门店组，${count} 个`, en: (count) => `group of ${count}` },
  unnamed: { zh: '未登记', en: 'no name' },
  ambiguous: {
    zh: (names: string) => `有几个品类同名，请用编码：${names}。`,
    en: (names) => `Several categories have these names, so use their codes: ${names}. `,
  },
  register: {
    zh: '新品类请先在“门店与品类”登记。',
    en: 'Add a new category on the screen of shops first.',
  },
  unknown: {
    zh: (text: string) => `没有品类“${text}”，请从列表中选。`,
    en: (text) => `There is no category “${text}”: pick one of the list.`,
  },
  several: {
    zh: (text: string) => `“${text}”可以是几个品类，请选一个。`,
    en: (text) => `“${text}” may be several categories: pick one.`,
  },
})
