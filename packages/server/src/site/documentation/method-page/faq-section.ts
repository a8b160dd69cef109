import type { Fields, MethodDefinition, Text } from '@yaoquan/api'
import { documentPath, type View } from '#site/documentation/document/document'
import { type Html, html } from '#site/html'
import { fieldRows } from './field-rows.ts'

/** Frequent questions about a method. Its definition decides which ones are shown. */
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
      zh: '应用只服务一个连锁时不需要。服务多个连锁时，用 session 指明本次操作的连锁，缺少时返回错误码 26。',
      en: 'Not if the app serves one seller. If it serves several, the session identifies the seller; without it the call returns code 26.',
    },
    guide: { slug: 'migrating', title: { zh: '从淘宝开放平台迁移', en: 'Migrating from TOP' } },
  },
  {
    id: 'retry',
    concerns: ({ effect }) => effect === 'write',
    question: { zh: '超时了，不知道有没有成功，怎么办？', en: 'The call timed out. Did it succeed?' },
    answer: {
      zh: '用同一个 out_request_no 与同样的内容重发：已经成功过就返回首次结果，already_done 为 true；没有成功过就现在执行。绝不会执行两次。',
      en: 'Send it again with the same out_request_no and content. If it had succeeded, you get the first response again, with already_done true. Otherwise it is executed now. It never takes effect twice.',
    },
    guide: { slug: 'idempotency', title: { zh: '幂等与重试', en: 'Idempotency and retries' } },
  },
  {
    id: 'all-pages',
    concerns: has(request, 'page_num', 'cursor', 'after_seq'),
    question: { zh: '怎样取得全部数据？', en: 'How do I read all data?' },
    answer: {
      zh: '逐页读取，直到没有下一页。第 100 万页与第 1 页一样快；读取期间新发的券排在最后，已读过的页不会变化，不丢不重。',
      en: 'Read page after page until there is none left. Page 1,000,000 is as fast as page 1. Coupons issued meanwhile are added at the end, so you miss nothing and read nothing twice.',
    },
    guide: { slug: 'paging', title: { zh: '分页', en: 'Pagination' } },
  },
  {
    id: 'empty',
    concerns: ({ errorCodes }) => errorCodes.some(({ code }) => code === 'QUERY_RESULT_EMPTY'),
    question: { zh: 'QUERY_RESULT_EMPTY 是错误吗？', en: 'Is QUERY_RESULT_EMPTY an error?' },
    answer: {
      zh: '不是故障：没有符合条件的优惠券，或 page_num 超过了总页数。此时 success 为 false，total_count 与 total_page 照常返回，列表为空。',
      en: 'No. No coupon matches, or page_num is past the last page. success is false, total_count and total_page are returned as usual, and the list is empty.',
    },
    guide: { slug: 'paging', title: { zh: '分页', en: 'Pagination' } },
  },
  {
    id: 'status',
    concerns: has(response, 'status'),
    question: { zh: 'status 有哪些值？', en: 'What are the values of status?' },
    answer: {
      zh: '0 未使用，1 已使用，2 已过期，3 已作废，4 已占用。状态在读取时按 GMT+8 计算，最后可用日的 23:59:59 之前（含）都可以使用。',
      en: '0 unused, 1 used, 2 expired, 3 void, 4 held. The status is computed in GMT+8 when the coupon is read. A coupon can be used until 23:59:59 of its last day.',
    },
    guide: { slug: 'coupon-life', title: { zh: '优惠券生命周期', en: 'Coupon lifecycle' } },
  },
  {
    id: 'phone',
    concerns: has(request, 'phone'),
    question: { zh: '手机号怎么写？会不会泄露？', en: 'How do I write a phone number? Is it kept private?' },
    answer: {
      zh: '写11位手机号即可；带 +86、空格或连字符也能识别。手机号加密保存，不进入日志、指标与错误信息。',
      en: 'Write eleven digits; +86, spaces and hyphens are accepted. Phone numbers are stored encrypted and never appear in logs, metrics or error texts.',
    },
    guide: { slug: 'going-live', title: { zh: '上线检查', en: 'Going live' } },
  },
  {
    id: 'signature',
    concerns: () => true,
    question: { zh: '返回 25 Invalid signature 怎么查？', en: 'Why do I get 25 Invalid signature?' },
    answer: {
      zh: '在沙箱中发送同一请求，sub_msg 会指出错在哪里：待签名串、编码、时区、大小写或密钥。',
      en: 'Send the same call to a sandbox. Its sub_msg names the mistake: base string, charset, time zone, case or secret.',
    },
    guide: { slug: 'signature', title: { zh: '签名', en: 'Signatures' } },
  },
]
