import { openApiTool } from '../api-tool/open-api-tool.ts'

const root = document.querySelector('#api-tool')
if (root !== null) openApiTool(root)
