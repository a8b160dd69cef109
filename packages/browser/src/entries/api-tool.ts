import { credentialStore } from '../api-tool/credential-store.ts'
import { openApiTool } from '../api-tool/open-api-tool.ts'

const root = document.querySelector('#api-tool')
if (root !== null) openApiTool(root, credentialStore())
