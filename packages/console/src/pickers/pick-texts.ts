import { defineTexts } from '../language/texts.ts'

/** The words of a picker in the language of the operator. */
export type PickTexts = Readonly<{
  hint: string
  place: string
  whole: (place: string, count: number) => string
  group: (count: number) => string
  count: (count: number) => string
  closed: string
  unnamed: string
  added: (count: number) => string
  ambiguous: (names: string) => string
}>

/** The words of a picker of shops. */
export const shopPickTexts = defineTexts({
  hint: { zh: '编码、名称或城市；可粘贴一列', en: 'Code, name or city; lists can be pasted' },
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
})

/** The words of a picker of categories. */
export const categoryPickTexts = defineTexts({
  hint: { zh: '编码或名称；可粘贴一列', en: 'Code or name; lists can be pasted' },
  place: { zh: '上级', en: 'Below' },
  whole: {
    zh: (place: string, count: number) => `${place}下的全部 ${count} 个`,
    en: (place, count) => `All ${count} below ${place}`,
  },
  group: { zh: (count: number) => `门店组，${count} 个`, en: (count) => `group of ${count}` },
  count: { zh: (count: number) => `已选 ${count} 个`, en: (count) => `${count} picked` },
  closed: { zh: '停用', en: 'closed' },
  unnamed: { zh: '未登记', en: 'no name' },
  added: { zh: (count: number) => `加入 ${count} 个。`, en: (count) => `${count} added. ` },
  ambiguous: {
    zh: (names: string) => `有几个品类同名，请用编码：${names}。`,
    en: (names) => `Several categories have these names, so use their codes: ${names}. `,
  },
})
