import { boolean } from '../language/fields.ts'

/** Present where nothing was done yet, since another person decides. */
export const awaitsApproval = boolean(
  'awaits_approval',
  true,
  '为 true 时尚未执行，待另一人在控制台同意；只对控制台的操作员返回',
  'true: nothing was done yet, another person has to agree at the console; returned to operators at the console only',
)
