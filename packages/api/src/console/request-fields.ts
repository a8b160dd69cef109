import { boolean, text } from '../language/fields.ts'

/** The number of an act at the console. */
export const requestNo = (example: string) =>
  text(
    'out_request_no',
    example,
    '请求号，连锁内唯一；同一人以同号同内容重发只执行一次；缺省则每次都执行',
    'Request number, unique per seller: repeated by the same person with equal content it is done once; absent: done each time',
    { maxLength: 64 },
  )

/** Present in the answer to a repeated request whose first answer had a one-time password. */
export const replaced = boolean(
  'replaced',
  true,
  '重发的请求：首次给出的一次性密码已由本次的取代',
  'The request is a repeated one: this one-time password took the place of the first',
)

export const requestId = text('request_id', '2M7QK4XWH8TR', '申请的编号', 'Id of the request', {
  required: true,
  maxLength: 64,
})
