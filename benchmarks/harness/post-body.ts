import { type Agent, request } from 'node:http'

const headers = { 'content-type': 'application/x-www-form-urlencoded' }

/** Sends a form to `/router/rest`. @returns the text of the answer */
export function postBody(url: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sending = request(`${url}/router/rest`, { method: 'POST', agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => resolve(text))
    })
    sending.on('error', reject)
    sending.end(body)
  })
}
