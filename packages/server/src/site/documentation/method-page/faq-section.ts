import type { Fields, MethodDefinition, Text } from '@yaoquan/api'
import { documentPath, type View } from '#site/documentation/document/document'
import { type Html, html } from '#site/html'
import { fieldRows } from './field-rows.ts'

/** Questions that callers of a method of this kind ask, by what its definition says. */
export function faqSection(definition: MethodDefinition, { language }: View): Html {
  const asked = questions.filter(({ concerns }) => concerns(definition))
  return html`${asked.map(
    ({
      id,
      question,
      answer,
      guide,
    }) => html`<h3 id="faq.${id}"><a class="anchor" href="#faq.${id}">${question[language]}</a></h3>
<p>${answer[language]} <a href="${documentPath(guide.slug, language)}">${guide.title[language]}</a></p>
`,
  )}`
}

type Question = Readonly<{
  id: string
  concerns: (definition: MethodDefinition) => boolean
  question: Text
  answer: Text
  guide: Readonly<{ slug: string; title: Text }>
}>

const has =
  (part: (definition: MethodDefinition) => Fields, ...names: readonly string[]) =>
  (definition: MethodDefinition): boolean =>
    fieldRows(part(definition)).some(({ name }) => names.includes(name))

const request = ({ request: fields }: MethodDefinition): Fields => fields
const response = ({ response: fields }: MethodDefinition): Fields => fields

const questions: readonly Question[] = [
  {
    id: 'session',
    concerns: ({ scope }) => scope === 'seller',
    question: { zh: '需要传 session 吗？', en: 'Do I need a session?' },
    answer: {
      zh: '应用只服务一个连锁时不需要。服务多个连锁时，用 session 说明本次操作哪个连锁，缺少时返回错误码 26。',
      en: 'An app of one chain needs none. An app of several names the chain by session, and gets code 26 without it.',
    },
    guide: { slug: 'migrating', title: { zh: '从原接口迁移', en: 'Migrating' } },
  },
  {
    id: 'retry',
    concerns: ({ effect }) => effect === 'write',
    question: { zh: '超时了，不知道有没有成功，怎么办？', en: 'The call timed out. Was it done?' },
    answer: {
      zh: '用同一个 out_request_no 与同样的内容重发：已经做过就返回首次结果，already_done 为 true；没有做过就现在做。绝不会做两次。',
      en: 'Send it again with the same out_request_no and content. If it was done you get its first answer, with already_done true; else it is done now. It is never done twice.',
    },
    guide: { slug: 'idempotency', title: { zh: '幂等与重试', en: 'Doing things once' } },
  },
  {
    id: 'all-pages',
    concerns: has(request, 'page_num', 'cursor', 'after_seq'),
    question: { zh: '怎样取得全部数据？', en: 'How do I read everything?' },
    answer: {
      zh: '逐页读取，直到没有下一页。第 100 万页与第 1 页代价相同；读取期间新发的券排在最后，已读过的页不会变化，不丢不重。',
      en: 'Page after page until there is none. Page 1,000,000 costs what page 1 costs; coupons issued meanwhile come last, so that nothing is lost or read twice.',
    },
    guide: { slug: 'paging', title: { zh: '分页与全量拉取', en: 'Paging' } },
  },
  {
    id: 'empty',
    concerns: ({ errorCodes }) => errorCodes.some(({ code }) => code === 'QUERY_RESULT_EMPTY'),
    question: { zh: 'QUERY_RESULT_EMPTY 是错误吗？', en: 'Is QUERY_RESULT_EMPTY an error?' },
    answer: {
      zh: '不是故障：没有符合条件的优惠券，或 page_num 超过了总页数。此时 success 为 false，total_count 与 total_page 照常返回，列表为空。',
      en: 'Not a fault: nothing matches, or page_num lies past the end. success is false, total_count and total_page are filled as ever, and the list is empty.',
    },
    guide: { slug: 'paging', title: { zh: '分页与全量拉取', en: 'Paging' } },
  },
  {
    id: 'status',
    concerns: has(response, 'status'),
    question: { zh: 'status 有哪些值？', en: 'What does status say?' },
    answer: {
      zh: '0 未使用，1 已使用，2 已过期，3 已作废，4 已占用。状态在读取时按 GMT+8 计算，最后一天 23:59:59 前都可以使用。',
      en: '0 unused, 1 used, 2 expired, 3 void, 4 held. It is computed when it is read, in GMT+8: a coupon is usable to 23:59:59 of its last day.',
    },
    guide: { slug: 'coupon-life', title: { zh: '优惠券的一生', en: 'The life of a coupon' } },
  },
  {
    id: 'phone',
    concerns: has(request, 'phone'),
    question: { zh: '手机号怎么写？会不会泄露？', en: 'How is a phone number written, and who sees it?' },
    answer: {
      zh: '11位手机号即可，+86 与空格、连字符会被规范化。手机号加密保存，不进入日志、指标与错误信息。',
      en: 'Eleven digits; +86, blanks and hyphens are understood. It is kept encrypted and enters no log, metric or error text.',
    },
    guide: { slug: 'going-live', title: { zh: '上线', en: 'Going live' } },
  },
  {
    id: 'signature',
    concerns: () => true,
    question: { zh: '返回 25 Invalid signature 怎么查？', en: 'Why do I get 25 Invalid signature?' },
    answer: {
      zh: '在沙箱中发送同一请求，sub_msg 会指出错在哪里：待签名串、编码、时区、大小写或密钥。',
      en: 'Send the same call to a sandbox: its sub_msg names the mistake, be it base string, charset, zone, case or secret.',
    },
    guide: { slug: 'signature', title: { zh: '签名', en: 'Signature' } },
  },
]
