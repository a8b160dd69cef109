import { once } from 'node:events'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { TopClient } from '@yaoquan/client'
import type { Credentials } from '#options/gateway-options'
import { buildServer } from './build-server.ts'
import { documentTools } from './document-tools.ts'
import { openLibrary } from './library.ts'
import { methodTools } from './method-tools.ts'
import { signatureTool } from './signature-tool.ts'

export type McpOptions = Credentials &
  Readonly<{
    url: string
    /** Whether results contain full phone numbers. */
    withPhones: boolean
  }>

/** Serves one assistant over standard input and output until it closes the input. */
export async function serveStandardStreams(options: McpOptions): Promise<void> {
  const library = openLibrary(options.url)
  const secrets = [options.appSecret, options.session ?? '']
  const server = buildServer({
    tools: [
      ...methodTools({ client: new TopClient(options), withPhones: options.withPhones, secrets }),
      ...documentTools(library),
      signatureTool(options),
    ],
    library,
  })
  const ended = once(process.stdin, 'end')
  await server.connect(new StdioServerTransport())
  await ended
  await server.close()
}
