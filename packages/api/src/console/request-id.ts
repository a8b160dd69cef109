import { text } from '../language/fields.ts'

export const requestId = text('request_id', '2M7QK4XWH8TR', '申请的编号', 'Id of the request', {
  required: true,
  maxLength: 64,
})
